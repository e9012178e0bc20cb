import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { ConsentModel } from './consent.page.js';
import { errorSummary, type TextField, textField } from './form-fields.js';
import type { Description } from './publishers.js';

/** View model of `accounts/signature` and `accounts/consent`. */
export interface IdentificationModel {
  errors: { href: string; text: string }[];
  /** What is going to be published. */
  about: Description;
  /** Sealed; see ContributionSeal. */
  contribution: string;
  consent: ConsentModel;
  fields: { email: TextField; publicName: TextField };
}

/** What was typed before, and what is wrong with it. */
export interface Filled {
  typed: Record<string, string>;
  errors: FieldErrors;
}

/** The page that asks who wrote something, or only for consent. */
export function identificationModel(
  locale: Locale,
  about: Description,
  contribution: string,
  consent: ConsentModel,
  { typed, errors }: Filled = { typed: {}, errors: {} },
): IdentificationModel {
  return {
    about,
    contribution,
    errors: errorSummary(errors, ['email', 'publicName', 'consent', 'terms']),
    consent,
    fields: {
      email: textField('email', 'email', {
        label: translate(locale, 'accounts.field.email'),
        hint: translate(locale, 'accounts.signature.emailHint'),
        value: typed.email,
        error: errors.email,
        autocomplete: 'email',
      }),
      publicName: textField('publicName', 'text', {
        label: translate(locale, 'accounts.field.publicName'),
        hint: translate(locale, 'accounts.signature.nameHint'),
        value: typed.publicName,
        error: errors.publicName,
        autocomplete: 'nickname',
      }),
    },
  };
}
