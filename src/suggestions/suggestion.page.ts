import { pathOfSection } from '../feedback/section-place.js';
import { pointPath, programmePath, versionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { type SourceWording, wordingPair } from '../programme/wording/wording.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';
import { suggestionDecision } from './decision.page.js';
import { beforeAndAfter, type Proposal } from './proposal.js';
import { overtakenBy, storyModel } from './suggestion-story.page.js';
import type { Story } from './suggestion-story.service.js';
import { hasWords, isEmptied, isWaiting } from './suggestions.rules.js';
import type { SuggestionInPlace } from './suggestions.service.js';
import { tryAgain } from './try-again.js';

/** Model of suggestions/suggestion. */
export function suggestionPage(
  about: SuggestionInPlace,
  story: Story,
  programmeTitle: string,
  locale: Locale,
) {
  const { suggestion, place } = about;
  const { number, kind, state, author, createdAt, base, reason } = suggestion;
  const href = (path: string) => localPath(locale, path);
  const point = href(pointPath(place.programmeUid, place.pointSlug));
  const versionHref = (version: number) => href(versionPath(place.programmeUid, place.pointSlug, version));
  const overtaken = state === 'overtaken' ? overtakenBy(story.events) : null;
  const decided = {
    ...suggestion,
    versionNumber: overtaken ? overtaken.versionNumber : suggestion.versionNumber,
  };
  return {
    trail: [
      { href: href('/'), label: translate(locale, 'pages.trail.home') },
      { href: href(programmePath(place.programmeUid)), label: programmeTitle },
      { href: point, label: place.pointTitle },
    ],
    number,
    kind,
    state,
    standing: isWaiting(suggestion) ? suggestion.standing : null,
    author,
    createdAt,
    section: {
      number: place.number,
      title: sectionTitle(story.current ?? base, locale),
      href: place.revisionId === null ? null : href(pathOfSection(place)),
    },
    pointTitle: place.pointTitle,
    diff: hasWords(suggestion) ? diffOf(about, story, locale) : null,
    reasonHtml: isEmptied(suggestion) ? null : renderCitizenMarkdown(reason),
    decision: suggestionDecision(decided, versionHref(decided.versionNumber ?? 0)),
    overtaken: overtaken ? overtaken.why : null,
    adapted: adaptedModel(about, story, locale),
    history: storyModel(story, suggestion, versionHref, locale),
  };
}

/** What it would change in today's text where it was merged with it; otherwise in the text its author saw. */
function diffOf({ suggestion }: SuggestionInPlace, { current }: Story, locale: Locale) {
  const { base, standing } = suggestion;
  const isMerged = isWaiting(suggestion) && standing === 'merged' && current !== null;
  const attempt = isMerged ? tryAgain(suggestion, base, current) : null;
  const pair =
    isMerged && attempt && 'proposal' in attempt
      ? beforeAndAfter(current, attempt.proposal)
      : beforeAndAfter(base, suggestion);
  return diffModel(pair, 'zmeny', locale);
}

/** From what its author suggested to what the garant made of it, and what the author says about that. */
function adaptedModel({ suggestion }: SuggestionInPlace, { adapted }: Story, locale: Locale) {
  if (!adapted || !hasWords(suggestion)) return null;
  const { result, before } = adapted;
  const own =
    before && suggestion.kind === 'reword' ? inText(suggestion, suggestion.base, before) : suggestion;
  return { diff: diffModel(wordingPair(own, result), 'vysledek', locale), stance: suggestion.stance };
}

/** Its words in the text they were accepted into, where they go together with it. */
function inText(own: Proposal, base: SourceWording, before: SourceWording): Proposal {
  const attempt = tryAgain(own, base, before);
  return 'proposal' in attempt ? attempt.proposal : own;
}
