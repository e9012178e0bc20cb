import type { SourceWording } from '../programme/wording/wording.js';
import { isSame } from '../programme/wording/wording.js';
import type { FieldErrors, FormResult } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { problemsOf, proposalFrom, rebase } from './proposal.js';
import type { RewriteForm } from './rewrite.form.js';
import type { RewriteContext, RewriteDraft } from './rewrite.page.js';
import { unwritable } from './unwritable.js';

/**
 * What was typed, against today's text even where the form showed an older one.
 * @param shown the wording the form was filled with; null where there is none of that name.
 */
export function draftFrom(
  form: FormResult<RewriteForm>,
  about: RewriteContext,
  shown: SourceWording | null,
): RewriteDraft {
  const { typed } = form;
  const current = about.current ?? about.suggestion.base;
  const base = shown ?? current;
  const { kind } = about.suggestion;
  const written = { kind, heading: typed.heading ?? '', body: typed.body ?? '' };
  const { proposal, moved } = rebase(proposalFrom(written, base), base, current);
  const previewed = typed.intent === 'preview' || typed.intent === 'diff';
  const draft = { proposal, moved, reason: typed.reason ?? '', refused: null, previewed, errors: {} };
  if (about.refusal || about.current === null) return draft;
  const formErrors = form.ok ? {} : form.errors;
  const unknown: FieldErrors = shown
    ? {}
    : { body: translate(about.locale, 'suggestions.problem.unknownBase') };
  const errors: FieldErrors = { ...problemsIn(draft, about, typed.intent), ...unknown, ...formErrors };
  // The changes may be looked at before there is a reason for them.
  const { reason: _, ...withoutReason } = errors;
  return { ...draft, errors: previewed ? withoutReason : errors };
}

/** Whether it can be kept as it is. */
export function isReady(form: FormResult<RewriteForm>, { errors, moved }: RewriteDraft): boolean {
  return form.ok && moved === null && Object.keys(errors).length === 0;
}

function problemsIn(
  draft: RewriteDraft,
  { suggestion, current, point, sections, locale, how }: RewriteContext,
  intent: string | undefined,
): FieldErrors {
  const { proposal, moved, reason } = draft;
  if (!current || !point) return {};
  const keys: Record<string, string> = problemsOf(proposal, current, sections.length === 1);
  const isLeft = how === 'edit' && isSame(proposal, suggestion) && reason.trim() === suggestion.reason.trim();
  if (isLeft && suggestion.standing === 'fits') keys.reason = 'suggestions.problem.notRewritten';
  if (Object.keys(keys).length > 0)
    return Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, translate(locale, key)]));
  if (intent === 'diff' || moved === 'collides') return {};
  return unwritable(point, sections, { section: current, proposal }, locale);
}
