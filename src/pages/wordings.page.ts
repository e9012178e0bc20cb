import { pointPath, rangeOf, sectionPath, versionPath, wordingsPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import type { WordingEntry } from '../programme/versions-reader.service.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { wordingPair } from '../programme/wording/wording.js';
import { formatDate } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SuggestedVersion } from './authors.service.js';
import type { Pictures } from './pictures.service.js';
import type { SectionState } from './places.service.js';
import { sectionHtml } from './section-text.js';
import { trail } from './trail.page.js';
import { causeModel } from './version-entry.page.js';
import { type CompareForm, compareModel } from './versions.page.js';

/** Wordings on a page. */
export const wordingsPerPage = 20;

/** What pages about the wordings of a section have in common. */
interface WordingsContext {
  place: SectionState;
  /** By id of the version. */
  suggestions: ReadonlyMap<string, readonly SuggestedVersion[]>;
  locale: Locale;
}

/** What the history of a section is made of. */
export interface WordingsContent extends WordingsContext {
  /** Newest first, one more than a page where there are more. */
  wordings: readonly WordingEntry[];
  /** Number of the newest wording there is. */
  newest: number;
  older: boolean;
  compare: CompareForm;
}

/** Model of programme/wordings. */
export function wordingsPage(content: WordingsContent) {
  const { place, wordings, newest, older, locale } = content;
  const href = wordingsHref(place, locale);
  const shown = wordings.slice(0, wordingsPerPage);
  return {
    ...aboutSection(place, locale),
    count: newest,
    compare: newest > 1 ? compareModel(content.compare, href, newest, locale) : null,
    wordings: shown.map((wording, index) => wordingModel(wording, wordings[index + 1], content)),
    pages: {
      newer: older ? href : null,
      older: wordings.length > wordingsPerPage ? `${href}?pred=${shown.at(-1)?.number}` : null,
    },
  };
}

/** Model of components/version-wording: one wording in a list. */
export function wordingModel(
  wording: WordingEntry,
  before: WordingEntry | undefined,
  { place, suggestions, locale }: WordingsContext,
) {
  const href = wordingsHref(place, locale);
  return {
    number: wording.number,
    href: `${href}/${wording.number}`,
    at: wording.version.createdAt,
    current: isCurrent(wording, place),
    minor: before !== undefined && before.runId === wording.runId,
    by: causeModel(wording.version, suggestions.get(wording.version.id), locale),
    compareHref: before ? `${href}/${rangeOf(before.number, wording.number)}` : null,
  };
}

/** What the page of one wording is made of. */
export interface WordingContent extends WordingsContext {
  wording: WordingEntry;
  pictures: Pictures;
  /** Address of this site, without a slash at its end. */
  baseUrl: string;
}

/** Model of programme/wording. */
export function wordingPage(content: WordingContent) {
  const { place, wording, pictures, suggestions, baseUrl, locale } = content;
  const { number, version } = wording;
  const href = wordingsHref(place, locale);
  const current = isCurrent(wording, place);
  const title = sectionTitle(wording, locale);
  const { programme, point } = place.state;
  const words = { section: title, number, title: point.title, date: formatDate(locale, version.createdAt) };
  return {
    ...aboutSection(place, locale),
    title,
    wording: number,
    from: version.createdAt,
    until: wording.until,
    current,
    nowHref: current ? null : `${href}/${rangeOf(number, place.section.revisionNumber)}`,
    // A section may have come from another point, whose version it was.
    versionHref:
      version.pointId === point.id
        ? localPath(locale, versionPath(programme.uid, point.slug, version.number))
        : null,
    version: version.number,
    by: causeModel(version, suggestions.get(version.id), locale),
    html: sectionHtml(wording, {}, 2, pictures),
    cite: {
      text: translate(locale, 'programme.history.citationOfWording', words),
      address: `${baseUrl}${href}/${number}`,
    },
  };
}

/** Model of programme/wording-comparison. */
export function wordingComparisonPage(
  { place, suggestions, locale }: WordingsContext,
  before: WordingEntry,
  after: WordingEntry,
) {
  const href = wordingsHref(place, locale);
  const side = (wording: WordingEntry) => ({
    number: wording.number,
    href: `${href}/${wording.number}`,
    at: wording.version.createdAt,
    by: causeModel(wording.version, suggestions.get(wording.version.id), locale),
  });
  return {
    ...aboutSection(place, locale),
    before: side(before),
    after: side(after),
    minor: before.runId === after.runId,
    diff: diffModel(wordingPair(before, after), 'zmeny', locale),
  };
}

function isCurrent({ revisionId }: WordingEntry, { section, live }: SectionState): boolean {
  return live && section.revisionId === revisionId;
}

/** Address of a section's history with its language. */
export function wordingsHref({ state, section }: SectionState, locale: Locale): string {
  return localPath(locale, wordingsPath(state.programme.uid, state.point.slug, section.number));
}

function aboutSection(place: SectionState, locale: Locale) {
  const { programme, point } = place.state;
  const href = localPath(locale, sectionPath(programme.uid, point.slug, place.section.number));
  const title = sectionTitle(place.section, locale);
  return {
    trail: [...trail(locale, programme, point), { href, label: title }],
    pointHref: localPath(locale, pointPath(programme.uid, point.slug)),
    sectionHref: href,
    wordingsHref: wordingsHref(place, locale),
    section: place.section.number,
    title,
    archived: !place.live,
  };
}
