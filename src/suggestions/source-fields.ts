import type { FieldErrors } from '../web/forms.js';

/** Height of a text area that shows the text with room to write, within what a screen holds. */
export function rowsFor(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  return Math.min(24, Math.max(8, lines + 3));
}

/** What is wrong, in the order of the page, with the controls it is about. */
export function errorList(
  errors: FieldErrors,
  fieldIds: Readonly<Record<string, string>>,
): { href: string; text: string }[] {
  return Object.entries(fieldIds).flatMap(([name, id]) => {
    const text = errors[name];
    return text ? [{ href: `#${id}`, text }] : [];
  });
}
