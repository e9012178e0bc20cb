import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { hasMessage, type Locale, translate } from './i18n/messages.js';
import { Refusal } from './refusal.js';
import { unpackProblem } from './text/problem.js';

/** What is wrong with one field, in the reader's language. */
export type FieldErrors = Record<string, string>;

/** A form as it came in: usable, or with a message for each field that is not. */
export type FormResult<T> =
  | { ok: true; value: T; typed: Record<string, string> }
  | { ok: false; errors: FieldErrors; typed: Record<string, string> };

/**
 * Checks a form against its class. Every field must be one the class names, and a single text.
 *
 * @throws Refusal 400 for fields nobody asked for, repeated fields and anything but text: no page of ours sends these.
 */
export function readForm<T extends object>(
  form: ClassConstructor<T>,
  body: unknown,
  locale: Locale,
): FormResult<T> {
  const texts = onlyTexts(body);
  const value = plainToInstance(form, { ...texts }, { exposeDefaultValues: true });
  const typed = showable(texts);
  const problems = validateSync(value, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
  });
  if (problems.some((problem) => problem.constraints?.whitelistValidation))
    throw new Refusal(400, 'errors.unexpectedField');
  if (problems.length === 0) return { ok: true, value, typed };
  return { ok: false, errors: messages(problems, locale), typed };
}

/** For forms that are only a button. @throws Refusal 400 when something was sent with it. */
export function refuseFields(body: unknown): void {
  if (Object.keys(body ?? {}).length > 0) throw new Refusal(400, 'errors.unexpectedField');
}

/** As it may stand in a page again: HTML has no place for NUL. */
function showable(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replaceAll('\0', '')]));
}

function onlyTexts(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) throw new Refusal(400, 'errors.notAForm');
  const entries = Object.entries(body);
  // class-transformer drops these names in silence, so that they would not be noticed as unknown.
  const hidden = entries.some(([name]) => name in Object.prototype);
  if (hidden || entries.some(([, value]) => typeof value !== 'string'))
    throw new Refusal(400, 'errors.unexpectedField');
  return Object.fromEntries(entries as [string, string][]);
}

/** A decorator's message is a packed problem: a key in `locales/` and its parameters. */
function messages(problems: ValidationError[], locale: Locale): FieldErrors {
  const pairs = problems.map((problem) => {
    const [message = ''] = Object.values(problem.constraints ?? {});
    return [problem.property, formMessage(locale, message)] as const;
  });
  return Object.fromEntries(pairs);
}

/** Translates a message of a decorator; one of class-validator's own is told in general words. */
export function formMessage(locale: Locale, message: string): string {
  const isOurs = /^[\w.-]+( \{|$)/.test(message);
  const { key, params } = isOurs ? unpackProblem(message) : { key: '', params: {} };
  return hasMessage(key) ? translate(locale, key, params) : translate(locale, 'forms.invalid');
}
