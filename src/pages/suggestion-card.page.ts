import { diffModel } from '../programme/wording/diff.page.js';
import { suggestionDecision } from '../suggestions/decision.page.js';
import { beforeAndAfter } from '../suggestions/proposal.js';
import type { SuggestionView } from '../suggestions/suggestion-reads.js';
import type { Locale } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';

/**
 * Model of components/suggestion-card.
 *
 * @param sectionHref address of the section's page, with its language.
 */
export function suggestionCard(suggestion: SuggestionView, sectionHref: string, locale: Locale) {
  const { number, kind, state, author, createdAt, base, reason } = suggestion;
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    state,
    kind,
    author: { name: author.name },
    createdAt,
    reasonHtml: reason ? renderCitizenMarkdown(reason) : null,
    diff: kind === 'remove' ? null : diffModel(beforeAndAfter(base, suggestion), `zmeny-${number}`, locale),
    support: null,
    comments: 0,
    decision: suggestionDecision(suggestion, sectionHref),
  };
}
