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

/** What makes one field of a form differ from another. */
export interface GivenField {
  label: string;
  value: string;
  maxLength: number;
  hint?: string | null;
  optional?: boolean;
}

/** Makes view models of `components/field` for a form whose fields have ids and errors by name. */
export function formFields(fieldIds: Readonly<Record<string, string>>, errors: FieldErrors) {
  const field = (name: string, given: GivenField) => ({
    id: fieldIds[name] ?? name,
    name,
    error: errors[name] ?? null,
    options: null,
    hint: null,
    optional: false,
    ...given,
  });
  return {
    /** One line, which no browser should fill in by itself. */
    line: (name: string, given: GivenField) => ({
      ...field(name, given),
      kind: 'text',
      autocomplete: 'off',
      rows: null,
    }),
    /** Several lines. */
    text: (name: string, given: GivenField & { rows: number }) => ({
      ...field(name, given),
      kind: 'textarea',
      autocomplete: null,
    }),
  };
}
