import type { SectionText } from '../programme/points.service.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { isSame, type SourceWording, wordingPair } from '../programme/wording/wording.js';
import { beforeAndAfter, type Proposal } from '../suggestions/proposal.js';
import { isWaiting } from '../suggestions/suggestions.rules.js';
import { tryAgain } from '../suggestions/try-again.js';
import type { Locale } from '../web/i18n/messages.js';
import type { SuggestionOnDesk } from './suggestion-on-desk.js';

/** View model of `moderation/edit-preview`: what a final wording does to the suggestion and to today's text. */
export function editPreview(
  { suggestion, current }: SuggestionOnDesk,
  typed: Record<string, string>,
  locale: Locale,
) {
  const nothing = { own: null, result: null };
  if (!current || !isWaiting(suggestion)) return nothing;
  const proposal = proposedNow(suggestion, suggestion.base, current);
  const isHeaded = suggestion.kind === 'add' || current.heading !== null;
  const heading = isHeaded ? (typed.heading ?? proposal.heading) : null;
  const edited = { kind: suggestion.kind, heading, body: typed.body ?? proposal.body };
  return {
    own: isSame(proposal, edited) ? null : diffModel(wordingPair(proposal, edited), 'oproti-navrhu', locale),
    result: diffModel(beforeAndAfter(current, edited), 'oproti-textu', locale),
  };
}

/** What a suggestion says in today's text; its author's own word where it clashes with it. */
export function proposedNow(own: Proposal, base: SourceWording, current: SectionText): Proposal {
  const attempt = tryAgain(own, base, current);
  return 'proposal' in attempt ? attempt.proposal : own;
}
