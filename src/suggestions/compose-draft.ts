import type { FieldErrors, FormResult } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { ComposeContext, Draft } from './compose.page.js';
import { problemsOf, type Rebased } from './proposal.js';
import { isOnlySpace } from './similar.js';
import type { SuggestionForm } from './suggestion.form.js';
import { unwritable } from './unwritable.js';

/** What was typed, as the page shows it again: against the current wording, with all that is wrong with it. */
export function draftOf(
  form: FormResult<SuggestionForm>,
  rebased: Rebased & { unknownBase: boolean },
  about: ComposeContext,
): Draft {
  const { typed } = form;
  const previewed = typed.intent === 'preview' || typed.intent === 'diff';
  const { kind, heading, body, reason } = { ...problemsIn(rebased, about, typed.intent), ...errorsOf(form) };
  // The changes may be looked at before there is a reason for them.
  const errors = { kind, heading, body, reason: previewed ? undefined : reason };
  const credited = typed.credited === '1';
  const seen = (typed.videno ?? '')
    .split(',')
    .map(Number)
    .filter((number) => Number.isInteger(number) && number > 0);
  const said = { reason: typed.reason ?? '', credited, previewed, seen, heldUp: false };
  return { ...rebased, ...said, errors: present(errors) };
}

/** What is wrong with the wording itself. */
function problemsIn(
  { proposal, moved }: Rebased,
  { context, sections, locale }: ComposeContext,
  intent: string | undefined,
): FieldErrors {
  const { section, point } = context;
  const problems = problemsOf(proposal, section, sections.length === 1);
  if (!problems.body && isOnlySpace(proposal, section)) problems.body = 'suggestions.problem.onlySpace';
  // While somebody is typing the file is left alone, and so are two texts that have to be brought together first.
  const isReady = Object.keys(problems).length === 0 && moved !== 'collides' && intent !== 'diff';
  return isReady ? unwritable(point, sections, { section, proposal }, locale) : translated(problems, locale);
}

function errorsOf(form: FormResult<SuggestionForm>): FieldErrors {
  return form.ok ? {} : form.errors;
}

function translated(problems: Record<string, string>, locale: Locale): FieldErrors {
  return Object.fromEntries(Object.entries(problems).map(([name, key]) => [name, translate(locale, key)]));
}

function present(errors: Record<string, string | undefined>): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Changed meanwhile, refused, or simply shown. */
export function statusOf({ moved, unknownBase, errors, previewed }: Draft): number {
  if (moved !== null || (unknownBase && !previewed)) return 409;
  return Object.keys(errors).length > 0 && !previewed ? 422 : 200;
}
