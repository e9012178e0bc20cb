import { pathOfSection } from '../feedback/section-place.js';
import { pointPath, programmePath, versionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';
import { suggestionDecision } from './decision.page.js';
import { beforeAndAfter } from './proposal.js';
import type { SuggestionInPlace } from './suggestions.service.js';

/** Model of suggestions/suggestion. */
export function suggestionPage(
  { suggestion, place }: SuggestionInPlace,
  programmeTitle: string,
  locale: Locale,
) {
  const { number, kind, state, author, createdAt, base, reason } = suggestion;
  const href = (path: string) => localPath(locale, path);
  const point = href(pointPath(place.programmeUid, place.pointSlug));
  return {
    trail: [
      { href: href('/'), label: translate(locale, 'pages.trail.home') },
      { href: href(programmePath(place.programmeUid)), label: programmeTitle },
      { href: point, label: place.pointTitle },
    ],
    number,
    kind,
    state,
    author,
    createdAt,
    section: {
      number: place.number,
      title: sectionTitle(base, locale),
      href: href(pathOfSection(place)),
    },
    pointTitle: place.pointTitle,
    diff: diffModel(beforeAndAfter(base, suggestion), 'zmeny', locale),
    movedOn: state === 'open' && place.revisionId !== base.revisionId,
    reasonHtml: renderCitizenMarkdown(reason),
    decision: suggestionDecision(
      suggestion,
      href(versionPath(place.programmeUid, place.pointSlug, suggestion.versionNumber ?? 0)),
    ),
  };
}
