import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { checkEmail } from './email.js';
import { type Checked, packProblem } from './problem.js';
import { checkPublicName } from './public-name.js';
import { checkText, type TextBounds } from './text.js';

/** A citizen's text within bounds in characters; class-transformer replaces it by its normal form. */
export function IsCitizenText(bounds: TextBounds, options?: ValidationOptions): PropertyDecorator {
  return checkedBy('isCitizenText', (value) => checkText(value, bounds), options);
}

/** A public name (see `checkPublicName`); class-transformer replaces it by its normal form. */
export function IsPublicName(options?: ValidationOptions): PropertyDecorator {
  return checkedBy('isPublicName', checkPublicName, options);
}

/** One e-mail address (see `checkEmail`); class-transformer replaces it by its normal form. */
export function IsEmailAddress(options?: ValidationOptions): PropertyDecorator {
  return checkedBy('isEmailAddress', checkEmail, options);
}

/**
 * Normalises before validating and, where refused, leaves the value as it was typed for the form to show again.
 * The message is a packed problem: read it with `unpackProblem`.
 */
function checkedBy(
  name: string,
  check: (value: unknown) => Checked,
  options?: ValidationOptions,
): PropertyDecorator {
  const normalise = Transform(({ value }) => {
    const checked = check(value);
    return checked.ok ? checked.value : value;
  });
  const validate = ValidateBy(
    {
      name,
      validator: {
        validate: (value) => check(value).ok,
        defaultMessage: (args) => {
          const checked = check(args?.value);
          return checked.ok ? '' : packProblem(checked.problem);
        },
      },
    },
    options,
  );
  return (target, property) => {
    normalise(target, property);
    validate(target, property);
  };
}
