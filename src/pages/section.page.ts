import { sectionPath } from '../programme/paths.js';
import type { PointInContext, SectionText } from '../programme/points.service.js';
import { isHeadless, sectionTitle } from '../programme/section-title.js';
import type { SuggestionPage } from '../suggestions/suggestions.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { WordingOrigin } from './authors.service.js';
import { deadlineModel } from './consultation.page.js';
import { garantModel } from './garant.page.js';
import { voteSlot } from './own-parts.service.js';
import type { Pictures } from './pictures.service.js';
import { isOpen, railSections } from './point.page.js';
import { nothingSaid, type SaidCounts } from './said.service.js';
import { definitionsOf, sectionHtml } from './section-text.js';
import { suggestionCard } from './suggestion-card.page.js';
import { trail } from './trail.page.js';

/** What the page of a section is made of. */
export interface SectionContent {
  context: PointInContext;
  /** Sections of the newest version. */
  sections: readonly SectionText[];
  section: SectionText;
  /** By id of the section. */
  said: ReadonlyMap<string, SaidCounts>;
  suggestions: SuggestionPage;
  /** Whether these are not the newest suggestions. */
  olderSuggestions: boolean;
  wordings: readonly WordingOrigin[];
  pictures: Pictures;
  at: string;
  locale: Locale;
}

/** Name of the hole that takes the comments. */
export const threadSlot = 'thread';

/** Model of pages/section. */
export function sectionPage(content: SectionContent) {
  const { context, sections, section, said, wordings, pictures, locale } = content;
  const { programme, point, garants } = context;
  const href = localPath(locale, sectionPath(programme.uid, point.slug, section.number));
  const place = sections.findIndex(({ sectionId }) => sectionId === section.sectionId);
  const archived = place < 0;
  return {
    trail: trail(locale, programme, point),
    pointTitle: point.title,
    number: section.number,
    title: sectionTitle(section, locale),
    headless: isHeadless(section),
    html: sectionHtml(section, definitionsOf(archived ? [section] : sections), 2, pictures),
    changedSinceVisit: false,
    archived,
    garants: garants.map((garant) => garantModel(garant, pictures)),
    consultation: deadlineModel(programme, content.at),
    vote: null,
    voteSlot: voteSlot(section),
    suggestHref: !archived && isOpen(context, content.at) ? `${href}/navrh` : null,
    ...suggestionList(content, href),
    commentCount: (said.get(section.sectionId) ?? nothingSaid).comments,
    thread: null,
    threadSlot,
    wordings: wordings.map((wording) => wordingModel(wording, section, locale)),
    rail: { sections: railSections(context, sections, said, section, locale) },
    previous: neighbour(context, sections[archived ? -1 : place - 1], locale),
    next: neighbour(context, archived ? undefined : sections[place + 1], locale),
  };
}

function suggestionList({ suggestions, olderSuggestions, locale }: SectionContent, href: string) {
  return {
    suggestions: suggestions.suggestions.map((one) => suggestionCard(one, href, locale)),
    suggestionPages: {
      newer: olderSuggestions ? `${href}#navrhy` : null,
      older: suggestions.next === null ? null : `${href}?navrhy=${suggestions.next}#navrhy`,
    },
  };
}

function wordingModel(wording: WordingOrigin, section: SectionText, locale: Locale) {
  const { number, at, authorName, suggestionNumber } = wording;
  return {
    number,
    at,
    author: authorName,
    href: suggestionNumber === null ? null : localPath(locale, `/navrhy/${suggestionNumber}`),
    current: number === section.revisionNumber,
  };
}

function neighbour({ programme, point }: PointInContext, section: SectionText | undefined, locale: Locale) {
  if (!section) return null;
  const href = localPath(locale, sectionPath(programme.uid, point.slug, section.number));
  return { href, title: sectionTitle(section, locale) };
}
