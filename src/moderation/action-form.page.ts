import type { FieldErrors } from '../web/forms.js';

/** What came in and was refused, to be shown again; `action` is the form it came from. */
export interface RefusedForm {
  action: ActionName;
  errors: FieldErrors;
  typed: Record<string, string>;
}

/** Ways to decide, each a form of its own on the page of an item. */
export type ActionName = 'accept' | 'edit' | 'decline' | 'reopen' | 'answer' | 'hide' | 'restore';

/** View model of `components/field`. */
export interface FieldModel {
  id: string;
  name: string;
  label: string;
  kind: 'text' | 'textarea' | 'select';
  value: string;
  hint: string | null;
  error: string | null;
  optional: boolean;
  autocomplete: string | null;
  maxLength: number | null;
  rows: number | null;
  options: { value: string; label: string; selected: boolean }[] | null;
}

/** View model of `components/queue-action`. */
export interface ActionModel {
  action: string;
  hidden: { name: string; value: string }[];
  fields: FieldModel[];
  preview: string | null;
  /** View model of `moderation/edit-preview`, where the form shows what its text would change. */
  live: object | null;
  open: boolean;
}

type FieldOptions = Pick<FieldModel, 'name' | 'label' | 'kind'> & Partial<FieldModel>;

/** Builds the form of one way to decide; what was refused is shown again with its messages. */
export function actionForm(
  name: ActionName,
  action: string,
  refused: RefusedForm | null,
  parts: {
    hidden?: Record<string, string>;
    fields: FieldOptions[];
    preview?: string;
    live?: object;
    open?: boolean;
  },
): ActionModel {
  const mine = refused?.action === name ? refused : null;
  return {
    action,
    hidden: Object.entries(parts.hidden ?? {}).map(([field, value]) => ({ name: field, value })),
    fields: parts.fields.map((options) => fieldModel(name, options, mine)),
    preview: parts.preview ?? null,
    live: parts.live ?? null,
    open: mine !== null || (parts.open ?? false),
  };
}

/** Id of a field's control: several forms on a page have fields of the same name. */
export function fieldId(action: ActionName, field: string): string {
  return `${action}-${field}`;
}

function fieldModel(action: ActionName, options: FieldOptions, refused: RefusedForm | null): FieldModel {
  const value = refused?.typed[options.name] ?? options.value ?? '';
  return {
    id: fieldId(action, options.name),
    hint: null,
    optional: false,
    autocomplete: null,
    maxLength: null,
    rows: options.kind === 'textarea' ? 4 : null,
    ...options,
    value,
    options: options.options?.map((option) => ({ ...option, selected: option.value === value })) ?? null,
    error: refused?.errors[options.name] ?? null,
  };
}

/** View model of `components/error-summary`. */
export function errorSummary(refused: RefusedForm | null): { href: string; text: string }[] {
  if (!refused) return [];
  return Object.entries(refused.errors).map(([field, text]) => ({
    href: `#${fieldId(refused.action, field)}`,
    text,
  }));
}
