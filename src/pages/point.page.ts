import { takesFeedback } from '../programme/consultation.js';
import {
  authorshipPath,
  sectionPath,
  settlementPath,
  versionPath,
  versionsPath,
} from '../programme/paths.js';
import type { PointVersion } from '../programme/point-version.entity.js';
import type { PointInContext, SectionText } from '../programme/points.service.js';
import { isHeadless, sectionTitle } from '../programme/section-title.js';
import type { Locale } from '../web/i18n/messages.js';
import type { Definitions } from '../web/markdown/definitions.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import type { SuggestedVersion } from './authors.service.js';
import { composerModel } from './composer.page.js';
import { deadlineModel } from './consultation.page.js';
import { garantModel } from './garant.page.js';
import { voteSlot } from './own-parts.service.js';
import { readingSlots, sinceSlot } from './own-reading.service.js';
import type { Pictures } from './pictures.service.js';
import type { PointState } from './point-state.service.js';
import { nothingSaid, type SaidCounts } from './said.service.js';
import { definitionsOf, sectionHtml } from './section-text.js';
import { trail } from './trail.page.js';
import { creditModels } from './version-entry.page.js';

/** What the page of a point is made of. */
export interface PointContent {
  state: PointState;
  version: PointVersion | null;
  /** The suggestions that were accepted last. */
  credit: readonly SuggestedVersion[];
  /** By id of the section. */
  said: ReadonlyMap<string, SaidCounts>;
  pictures: Pictures;
  at: string;
  locale: Locale;
}

/** Model of pages/point. */
export function pointPage(content: PointContent) {
  const { state, version, credit, said, pictures, locale } = content;
  const { programme, point, garants, sections } = state;
  const definitions = definitionsOf(sections);
  const lead = point.intro ?? point.perex;
  const picture = pictures.find(point.img);
  return {
    trail: trail(locale, programme),
    title: point.title,
    leadHtml: lead ? renderProgrammeMarkdown(lead, { headingBase: 2, definitions }) : null,
    motto: point.motto,
    image: picture ? { src: picture, alt: '' } : null,
    archived: point.archivedAt !== null,
    garants: garants.map((garant) => garantModel(garant, pictures)),
    consultation: deadlineModel(programme, content.at),
    sinceSlot,
    version: version && {
      number: version.number,
      at: version.createdAt,
      href: localPath(locale, versionPath(programme.uid, point.slug, version.number)),
      allHref: localPath(locale, versionsPath(programme.uid, point.slug)),
      authorshipHref: localPath(locale, authorshipPath(programme.uid, point.slug)),
      settlementHref: localPath(locale, settlementPath(programme.uid, point.slug)),
    },
    credits: creditModels(credit, locale),
    sections: sections.map((section) => sectionBlock(section, definitions, content)),
    rail: { sections: railSections(state, sections, said, null, locale) },
  };
}

/** True while something can be said about a point. */
export function isOpen({ programme, point }: PointInContext, at: string): boolean {
  return point.archivedAt === null && takesFeedback(programme, at);
}

/** Model of components/section-rail: from the point's page down to its sections, from a section's page to the others. */
export function railSections(
  { programme, point }: PointInContext,
  sections: readonly SectionText[],
  said: ReadonlyMap<string, SaidCounts>,
  current: SectionText | null,
  locale: Locale,
) {
  return sections.map((section) => {
    const { comments, suggestions } = said.get(section.sectionId) ?? nothingSaid;
    return {
      href: current
        ? localPath(locale, sectionPath(programme.uid, point.slug, section.number))
        : `#${sectionAnchor(section)}`,
      number: section.number,
      title: sectionTitle(section, locale),
      said: comments + suggestions,
      current: section.sectionId === current?.sectionId,
      changedSlot: current ? null : readingSlots(section).railSlot,
    };
  });
}

/** Id of a section on its point's page; stays whatever happens to its heading. */
export function sectionAnchor(section: Pick<SectionText, 'number'>): string {
  return `sekce-${section.number}`;
}

function sectionBlock(section: SectionText, definitions: Definitions, content: PointContent) {
  const { state, said, locale } = content;
  const { programme, point } = state;
  const { comments, suggestions } = said.get(section.sectionId) ?? nothingSaid;
  const path = sectionPath(programme.uid, point.slug, section.number);
  const href = localPath(locale, path);
  const open = isOpen(state, content.at);
  const { changedSlot, editSlot } = readingSlots(section);
  // The page is the same for all: what visitors are told stands in a hole beside the form.
  const place = { id: `psat-${section.number}`, revisionId: section.revisionId, answerTo: null };
  return {
    anchor: sectionAnchor(section),
    number: section.number,
    href,
    title: sectionTitle(section, locale),
    headless: isHeadless(section),
    html: sectionHtml(section, definitions, 3, content.pictures),
    changedSlot,
    editSlot,
    vote: null,
    voteSlot: voteSlot(section),
    comments,
    suggestions,
    commentsHref: `${href}#komentare`,
    suggestionsHref: `${href}#navrhy`,
    suggestHref: open ? `${href}/navrh` : null,
    composer: open ? composerModel({ ...place, action: `${href}/komentare`, signedIn: true }, locale) : null,
  };
}
