import { pointPath, programmePath, sectionPath } from '../programme/paths.js';
import type { PointInContext } from '../programme/points.service.js';
import type { Programme } from '../programme/programme.entity.js';
import { sectionTitle } from '../programme/section-title.js';
import type { Locale } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import { deadlineModel } from './consultation.page.js';
import { garantModel } from './garant.page.js';
import type { Pictures } from './pictures.service.js';
import type { PointHit, SectionHit } from './programme-search.service.js';
import { nothingSaid, type SaidCounts } from './said.service.js';
import { trail } from './trail.page.js';

/** What the page of a programme is made of. */
export interface ProgrammeContent {
  programme: Programme;
  points: readonly PointInContext[];
  /** By id of the point. */
  said: ReadonlyMap<string, SaidCounts>;
  /** Sections by id of the point. */
  sections: ReadonlyMap<string, number>;
  /** Newest accepted change by id of the point. */
  changed: ReadonlyMap<string, string>;
  search: { text: string; hits: readonly PointHit[] } | null;
  pictures: Pictures;
  at: string;
  locale: Locale;
}

/** Name of the hole that tells which points have changed since their reader was there. */
export const changedPointsSlot = 'changed-points';

/** Model of programme/programme. */
export function programmePage(content: ProgrammeContent) {
  const { programme, points, said, search, locale } = content;
  const path = localPath(locale, programmePath(programme.uid));
  const hits = search?.hits ?? points.map((point) => ({ point, sections: [] }));
  return {
    trail: trail(locale),
    title: programme.title,
    group: programme.groupTitle,
    leadHtml: programme.lead ? renderProgrammeMarkdown(programme.lead, { headingBase: 2 }) : null,
    consultation: deadlineModel(programme, content.at),
    contact: contactModel(programme.contact),
    // A search is made for one request and has no holes.
    changedSlot: search === null ? changedPointsSlot : null,
    figures: { points: points.length, ...total([...said.values()]) },
    search: {
      action: path,
      value: search?.text ?? '',
      asked: search !== null,
      found: hits.length,
      all: path,
    },
    points: hits.map((hit) => ({
      card: pointCard(hit.point, content),
      hits: hit.sections.map((section) => hitModel(hit.point, section, locale)),
    })),
  };
}

function contactModel(contact: string | null): { href: string; label: string } | null {
  if (contact === null) return null;
  return { href: contact.startsWith('https://') ? contact : `mailto:${contact}`, label: contact };
}

function total(counts: readonly SaidCounts[]): SaidCounts {
  return counts.reduce(
    (sum, one) => ({
      comments: sum.comments + one.comments,
      suggestions: sum.suggestions + one.suggestions,
      accepted: sum.accepted + one.accepted,
      votes: sum.votes + one.votes,
    }),
    nothingSaid,
  );
}

function pointCard({ point, garants }: PointInContext, content: ProgrammeContent) {
  const { comments, suggestions, votes } = content.said.get(point.id) ?? nothingSaid;
  return {
    href: localPath(content.locale, pointPath(content.programme.uid, point.slug)),
    title: point.title,
    perex: point.perex ? plainText(point.perex) : null,
    garants: garants.map((garant) => garantModel(garant, content.pictures)),
    sections: content.sections.get(point.id) ?? 0,
    comments,
    suggestions,
    votes,
    changedAt: content.changed.get(point.id) ?? null,
  };
}

function hitModel({ programme, point }: PointInContext, { section, excerpt }: SectionHit, locale: Locale) {
  return {
    href: localPath(locale, sectionPath(programme.uid, point.slug, section.number)),
    title: sectionTitle(section, locale),
    excerpt,
  };
}
