import { rangeOf, sectionPath, versionsPath } from '../programme/paths.js';
import { diffModel } from '../programme/wording/diff.page.js';
import type { SourceWording, TextPair } from '../programme/wording/wording.js';
import { suggestionDecision } from '../suggestions/decision.page.js';
import { beforeAndAfter } from '../suggestions/proposal.js';
import type { SuggestionView } from '../suggestions/suggestion-reads.js';
import { hasWords, isEmptied, isWaiting } from '../suggestions/suggestions.rules.js';
import { tryAgain } from '../suggestions/try-again.js';
import { voiceSlot } from '../suggestions/voice-parts.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';
import type { SectionState } from './places.service.js';
import type { SuggestionList } from './suggestion-list.service.js';

/** Models of components/suggestion-card for suggestions of a section; each needs its hole `voiceSlot`. */
export function listCards(list: SuggestionList, place: SectionState, locale: Locale) {
  return list.suggestions.map((suggestion) => suggestionCard(suggestion, list, place, locale));
}

function suggestionCard(
  suggestion: SuggestionView,
  list: SuggestionList,
  { state, section, live }: SectionState,
  locale: Locale,
) {
  const { number, kind, author, createdAt, base, reason, standing, stance } = suggestion;
  const { programme, point } = state;
  const waits = isWaiting(suggestion);
  const isElsewhere = waits && standing !== 'merged' && list.runs.get(base.revisionId) !== section.runId;
  const path = sectionPath(programme.uid, point.slug, section.number);
  const pair = shownPair(suggestion, live ? section : null);
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    state: suggestion.state,
    standing: waits && standing !== 'fits' ? standing : null,
    distanced: suggestion.state === 'adapted' && stance === 'distances',
    kind,
    author: { name: author.name },
    createdAt,
    emptied: isEmptied(suggestion),
    reasonHtml: reason ? renderCitizenMarkdown(reason) : null,
    diff: kind === 'remove' || !hasWords(suggestion) ? null : diffModel(pair, `zmeny-${number}`, locale),
    supportSlot: voiceSlot(suggestion),
    support: null,
    comments: list.comments.get(suggestion.id) ?? 0,
    olderWording: isElsewhere
      ? localPath(locale, `${path}/zneni/${rangeOf(base.number, section.revisionNumber)}`)
      : null,
    decision: suggestionDecision(
      suggestion,
      localPath(locale, `${versionsPath(programme.uid, point.slug)}/${suggestion.versionNumber}`),
    ),
  };
}

/** What it would change: in today's text where it was carried along there, otherwise in the one its author saw. */
function shownPair(suggestion: SuggestionView, current: SourceWording | null): TextPair {
  const { base } = suggestion;
  const asWritten = beforeAndAfter(base, suggestion);
  if (!isWaiting(suggestion) || suggestion.standing !== 'merged' || !current) return asWritten;
  const attempt = tryAgain(suggestion, base, current);
  return 'proposal' in attempt ? beforeAndAfter(current, attempt.proposal) : asWritten;
}
