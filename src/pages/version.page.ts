import { type AlignedSection, alignVersions } from '../programme/history.js';
import { pointPath, rangeOf, sectionPath, versionPath, versionsPath } from '../programme/paths.js';
import type { PointFields } from '../programme/point-fields.js';
import type { PointInContext } from '../programme/points.service.js';
import { isHeadless, sectionTitle } from '../programme/section-title.js';
import type { VersionEntry, VersionText } from '../programme/versions-reader.service.js';
import { formatDate } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { Definitions } from '../web/markdown/definitions.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import type { SuggestedVersion } from './authors.service.js';
import type { Pictures } from './pictures.service.js';
import { definitionsOf, sectionHtml } from './section-text.js';
import { trail } from './trail.page.js';
import { causeModel, changeTag, sectionLink, toldChange } from './version-entry.page.js';

/** What the page of one version is made of. */
export interface VersionContent {
  context: PointInContext;
  entry: VersionEntry;
  sections: readonly VersionText[];
  /** The version before it; null for the first one. */
  previous: { entry: VersionEntry; sections: readonly VersionText[] } | null;
  /** When the next version took its place; null for the newest one. */
  until: string | null;
  suggestions: readonly SuggestedVersion[] | undefined;
  pictures: Pictures;
  /** Address of this site, without a slash at its end. */
  baseUrl: string;
  locale: Locale;
}

/** Model of programme/version. */
export function versionPage(content: VersionContent) {
  const { context, entry, sections, previous, until, suggestions, locale } = content;
  const { programme, point } = context;
  const place = { programmeUid: programme.uid, pointSlug: point.slug, locale };
  const versions = versionsPath(programme.uid, point.slug);
  const definitions = definitionsOf(sections);
  const fields = entry.fields ?? unknownFields(point.title);
  const lead = fields.intro ?? fields.perex;
  const aligned = alignVersions(previous?.sections ?? sections, sections);
  return {
    trail: trail(locale, programme, point),
    title: fields.title,
    number: entry.number,
    newest: point.versionNumber,
    from: entry.createdAt,
    until,
    currentHref: localPath(locale, pointPath(programme.uid, point.slug)),
    versionsHref: localPath(locale, versions),
    compareHref: previous
      ? localPath(locale, `${versions}/${rangeOf(entry.number - 1, entry.number)}`)
      : null,
    nowHref: until ? localPath(locale, `${versions}/${rangeOf(entry.number, point.versionNumber)}`) : null,
    by: causeModel(entry, suggestions, locale),
    leadHtml: lead ? renderProgrammeMarkdown(lead, { headingBase: 2, definitions }) : null,
    motto: fields.motto,
    sections: aligned.flatMap((one) => sectionModel(one, definitions, content)),
    gone: aligned.flatMap(({ before, after }) => (before && !after ? [sectionLink(before, place)] : [])),
    cite: citation(content, fields.title),
  };
}

function sectionModel(
  aligned: AlignedSection<VersionText>,
  definitions: Definitions,
  content: VersionContent,
) {
  const { context, pictures, locale } = content;
  const section = aligned.after;
  if (!section) return [];
  const { programme, point } = context;
  const change = toldChange(aligned, point.id);
  return [
    {
      anchor: `sekce-${section.number}`,
      number: section.number,
      href: localPath(locale, sectionPath(programme.uid, point.slug, section.number)),
      title: sectionTitle(section, locale),
      headless: isHeadless(section),
      html: sectionHtml(section, definitions, 3, pictures),
      change: change && changeTag(change, locale),
    },
  ];
}

function unknownFields(title: string): PointFields {
  return { title, shortTitle: null, perex: null, intro: null, motto: null };
}

/** How to refer to this version so that whoever follows finds exactly this text. */
function citation({ context, entry, baseUrl, locale }: VersionContent, title: string) {
  const { programme, point } = context;
  const address = baseUrl + localPath(locale, versionPath(programme.uid, point.slug, entry.number));
  const words = {
    title,
    programme: programme.title,
    number: entry.number,
    date: formatDate(locale, entry.createdAt),
  };
  return { text: translate(locale, 'programme.history.citation', words), address };
}
