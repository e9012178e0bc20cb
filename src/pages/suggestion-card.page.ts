import { diffModel } from '../programme/wording/diff.page.js';
import { suggestionDecision } from '../suggestions/decision.page.js';
import { beforeAndAfter } from '../suggestions/proposal.js';
import type { SuggestionView } from '../suggestions/suggestion-reads.js';
import type { Locale } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';

/** Where a suggestion's card stands. */
export interface CardPlace {
  /** Address of the point's versions, without language. */
  versionsPath: string;
  /** Address that shows what has changed since the wording it was written on, with language; null while nothing has. */
  changesHref: string | null;
  locale: Locale;
}

/** Model of components/suggestion-card. */
export function suggestionCard(suggestion: SuggestionView, { versionsPath, changesHref, locale }: CardPlace) {
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
    olderWording: state === 'open' ? changesHref : null,
    decision: suggestionDecision(
      suggestion,
      localPath(locale, `${versionsPath}/${suggestion.versionNumber}`),
    ),
  };
}
