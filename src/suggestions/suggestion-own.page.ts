import { type Locale } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { Viewer } from '../web/viewer.js';
import { whyNotAdapt, whyNotEdit } from './rewriting.rules.js';
import { isWaiting, mayWithdraw } from './suggestions.rules.js';
import type { SuggestionInPlace } from './suggestions.service.js';

/** Who looks at a suggestion, and whether they answer for its point. */
interface Onlooker {
  viewer: Viewer;
  manages: boolean;
}

/** Model of suggestions/own. */
export function ownPart({ suggestion, place }: SuggestionInPlace, onlooker: Onlooker, locale: Locale) {
  const path = localPath(locale, `/navrhy/${suggestion.number}`);
  const ruled = { ...suggestion, authorId: suggestion.author.id };
  const isTheirs = ruled.authorId === onlooker.viewer.accountId;
  const waits = isWaiting(suggestion);
  const adapts = isTheirs && whyNotAdapt(ruled, place) === null;
  const isMerged = isTheirs && waits && suggestion.standing === 'merged';
  return {
    question: isTheirs && waits && suggestion.standing !== 'fits' ? suggestion.standing : null,
    revisionId: place.revisionId ?? '',
    confirm: isMerged ? `${path}/potvrzeni` : null,
    adapt: adapts ? `${path}/prizpusobeni` : null,
    edit: isTheirs && !adapts && whyNotEdit(ruled, place) === null ? `${path}/uprava` : null,
    withdraw: mayWithdraw(onlooker.viewer, ruled) ? `${path}/stazeni` : null,
    stance:
      isTheirs && suggestion.state === 'adapted'
        ? {
            action: `${path}/postoj`,
            agrees: suggestion.stance === 'agrees',
            distances: suggestion.stance === 'distances',
          }
        : null,
    desk: onlooker.manages && waits ? localPath(locale, `/garant/navrhy/${suggestion.number}`) : null,
  };
}
