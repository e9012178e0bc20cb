import type { Kinship } from '../programme/history-kin.service.js';
import { sectionPath, wordingsPath } from '../programme/paths.js';
import type { PointInContext, SectionText } from '../programme/points.service.js';
import { isHeadless, sectionTitle } from '../programme/section-title.js';
import type { WordingEntry } from '../programme/versions-reader.service.js';
import type { SuggestionCounts } from '../suggestions/suggestion-counts.js';
import type { Locale } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SuggestedVersion } from './authors.service.js';
import { deadlineModel } from './consultation.page.js';
import { garantModel } from './garant.page.js';
import { kinModel, mergedModels } from './kin.page.js';
import type { MergedFeedback } from './merged.service.js';
import { voteSlot } from './own-parts.service.js';
import { readingSlots } from './own-reading.service.js';
import type { Pictures } from './pictures.service.js';
import { isOpen, railSections } from './point.page.js';
import type { PointState } from './point-state.service.js';
import { nothingSaid, type SaidCounts, withMerged } from './said.service.js';
import { definitionsOf, sectionHtml } from './section-text.js';
import { listCards } from './suggestion-card.page.js';
import { boardHref, listQuery } from './suggestion-list.page.js';
import type { ListPart, SuggestionList } from './suggestion-list.service.js';
import { trail } from './trail.page.js';
import { wordingModel } from './wordings.page.js';

/** What the page of a section is made of. */
export interface SectionContent {
  state: PointState;
  section: SectionText;
  kin: Kinship;
  /** What was said on sections that became part of this one. */
  feedback: MergedFeedback;
  /** By id of the section. */
  said: ReadonlyMap<string, SaidCounts>;
  /** Waiting suggestions with the most support. */
  suggestions: SuggestionList;
  /** All suggestions. */
  suggestionCounts: SuggestionCounts;
  /** The newest wordings, one more than are shown where there are more. */
  wordings: readonly WordingEntry[];
  /** What brought them about, by id of the version. */
  suggested: ReadonlyMap<string, readonly SuggestedVersion[]>;
  pictures: Pictures;
  at: string;
  locale: Locale;
}

/** Suggestions that are shown on the section's own page. */
export const suggestionsShown: ListPart = { order: 'support', filter: 'waiting', after: null, size: 5 };

/** Name of the hole that takes the comments. */
export const threadSlot = 'thread';

/** Wordings that are named on the section's own page. */
export const wordingsShown = 3;

/** Model of pages/section. */
export function sectionPage(content: SectionContent) {
  const { state, section, said, kin, pictures, locale } = content;
  const { programme, point, garants, sections } = state;
  const href = localPath(locale, sectionPath(programme.uid, point.slug, section.number));
  const place = sections.findIndex(({ sectionId }) => sectionId === section.sectionId);
  const archived = place < 0;
  const { changedSlot, editSlot } = readingSlots(section);
  const merged = state.merged.get(section.sectionId) ?? [];
  return {
    trail: trail(locale, programme, point),
    pointTitle: point.title,
    number: section.number,
    title: sectionTitle(section, locale),
    headless: isHeadless(section),
    html: sectionHtml(section, definitionsOf(archived ? [section] : sections), 2, pictures),
    changedSlot,
    editSlot,
    archived,
    kin: kinModel(kin, archived, locale),
    garants: garants.map((garant) => garantModel(garant, pictures)),
    consultation: deadlineModel(programme, content.at),
    vote: null,
    voteSlot: voteSlot(section),
    suggestHref: !archived && isOpen(state, content.at) ? `${href}/navrh` : null,
    ...suggestionList(content, href),
    commentCount: (said.get(section.sectionId) ?? nothingSaid).comments,
    thread: null,
    threadSlot,
    merged: mergedModels({ sections: merged, feedback: content.feedback, said, garants, pictures, locale }),
    history: historyModel(content),
    rail: { sections: railSections(state, sections, withMerged(said, state.merged), section, locale) },
    previous: neighbour(state, sections[archived ? -1 : place - 1], locale),
    next: neighbour(state, archived ? undefined : sections[place + 1], locale),
  };
}

function suggestionList(content: SectionContent, href: string) {
  const { state, section, suggestions, suggestionCounts, locale } = content;
  const live = state.sections.some(({ sectionId }) => sectionId === section.sectionId);
  const listHref = `${href}/navrhy`;
  return {
    suggestions: listCards(suggestions, { state, section, live }, locale),
    suggestionCount: Object.values(suggestionCounts).reduce((sum, count) => sum + count, 0),
    listHref: listHref + listQuery({ order: 'support', filter: 'all', after: null }),
    boardHref: boardHref(suggestionCounts, live, listHref),
  };
}

/** The newest wordings, with the way to all of them. */
function historyModel({ state, section, wordings, suggested, locale }: SectionContent) {
  const live = state.sections.some(({ sectionId }) => sectionId === section.sectionId);
  const context = { place: { state, section, live }, suggestions: suggested, locale };
  return {
    href: localPath(locale, wordingsPath(state.programme.uid, state.point.slug, section.number)),
    count: wordings[0]?.number ?? 0,
    wordings: wordings
      .slice(0, wordingsShown)
      .map((wording, index) => wordingModel(wording, wordings[index + 1], context)),
  };
}

function neighbour({ programme, point }: PointInContext, section: SectionText | undefined, locale: Locale) {
  if (!section) return null;
  const href = localPath(locale, sectionPath(programme.uid, point.slug, section.number));
  return { href, title: sectionTitle(section, locale) };
}
