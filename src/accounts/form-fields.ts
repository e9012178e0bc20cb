/** View model of `components/field` for one line of text. */
export interface TextField {
  id: string;
  name: string;
  label: string;
  kind: 'text' | 'email' | 'code';
  value: string;
  hint: string | null;
  error: string | null;
  optional: boolean;
  autocomplete: string | null;
  maxLength: null;
  rows: null;
  options: null;
}

/** A line of text to be filled in; its id is its name. */
export function textField(
  name: string,
  kind: TextField['kind'],
  given: { label: string; value?: string; hint?: string; error?: string; autocomplete?: string },
): TextField {
  return {
    id: name,
    name,
    kind,
    label: given.label,
    value: given.value ?? '',
    hint: given.hint ?? null,
    error: given.error ?? null,
    optional: false,
    autocomplete: given.autocomplete ?? null,
    maxLength: null,
    rows: null,
    options: null,
  };
}

/**
 * View model of `components/error-summary`: each message leads to the field of its name.
 *
 * @param order names of fields as they stand on the page; others come after them.
 */
export function errorSummary(
  errors: Record<string, string>,
  order: readonly string[] = [],
): { href: string; text: string }[] {
  const others = Object.keys(errors).filter((name) => !order.includes(name));
  return [...order, ...others].flatMap((name) => {
    const text = errors[name];
    return text === undefined ? [] : [{ href: `#${name}`, text }];
  });
}
