import { type AlignedSection, alignVersions, changedFields } from '../programme/history.js';
import { rangeOf, sectionPath, versionPath, versionsPath } from '../programme/paths.js';
import { isHeadless, sectionTitle } from '../programme/section-title.js';
import type { VersionEntry, VersionPlaceRead } from '../programme/versions-reader.service.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SuggestedVersion } from './authors.service.js';

/** Where versions are listed. */
export interface HistoryContext {
  programmeUid: string;
  pointSlug: string;
  locale: Locale;
}

/** A version with the wordings it has and those of the one before it. */
export interface VersionWithPlaces {
  entry: VersionEntry;
  places: readonly VersionPlaceRead[];
  /** Null for the first one. */
  previous: { entry: VersionEntry; places: readonly VersionPlaceRead[] } | null;
  suggestions: readonly SuggestedVersion[] | undefined;
}

/** What happened to a section, with what moved, came back, was split or merged told apart. */
export type ToldChange =
  | 'edited'
  | 'minor'
  | 'added'
  | 'split'
  | 'returned'
  | 'came'
  | 'removed'
  | 'left'
  | 'merged'
  | 'reordered';

/** Order in which changes are told. */
const order: readonly ToldChange[] = [
  'edited',
  'added',
  'split',
  'returned',
  'came',
  'left',
  'merged',
  'removed',
  'minor',
  'reordered',
];

/** Model of components/version-cause: what brought a version about. */
export function causeModel(
  entry: VersionEntry,
  suggestions: readonly SuggestedVersion[] | undefined,
  locale: Locale,
) {
  return {
    cause: entry.cause,
    by: entry.actorName,
    importedFrom: entry.importedFrom,
    suggestions: creditModels(suggestions ?? [], locale),
    // Of an acceptance it says no more than stands here already.
    note: suggestions ? null : entry.note,
  };
}

/** Models of components/version-credit: whose suggestions became a version. */
export function creditModels(suggestions: readonly SuggestedVersion[], locale: Locale) {
  return suggestions.map(({ number, authorName, distanced }, index) => ({
    number,
    author: authorName,
    href: localPath(locale, `/navrhy/${number}`),
    distanced,
    isFirst: index === 0,
  }));
}

/** Model of components/version-entry. */
export function versionEntryModel(version: VersionWithPlaces, context: HistoryContext, newest: number) {
  const { entry, places, previous, suggestions } = version;
  const { programmeUid, pointSlug, locale } = context;
  const { number } = entry;
  const range = `${versionsPath(programmeUid, pointSlug)}/${rangeOf(number - 1, number)}`;
  return {
    number,
    href: localPath(locale, versionPath(programmeUid, pointSlug, number)),
    at: entry.createdAt,
    current: number === newest,
    by: causeModel(entry, suggestions, locale),
    first: previous === null ? translate(locale, 'programme.history.first', { count: places.length }) : null,
    changes: previous ? changeList(version, previous, context) : [],
    compareHref: previous ? localPath(locale, range) : null,
  };
}

/** What happened to one section of a point; null where nothing did. */
export function toldChange(aligned: AlignedSection<VersionPlaceRead>, pointId: string): ToldChange | null {
  const { before, after, change, reordered } = aligned;
  if (change === 'removed' && before?.homePointId !== pointId) return 'left';
  if (change === 'removed') return before?.mergedIntoId ? 'merged' : 'removed';
  if (change === 'added' && after?.hasTravelled) return 'came';
  if (change === 'added') return broughtBy(after);
  if (change !== 'same') return change;
  return reordered ? 'reordered' : null;
}

function broughtBy(after: VersionPlaceRead | null): ToldChange {
  if (after && after.revisionNumber > 1) return 'returned';
  return after?.splitFromId ? 'split' : 'added';
}

function changeList(
  { entry, places }: VersionWithPlaces,
  previous: NonNullable<VersionWithPlaces['previous']>,
  context: HistoryContext,
) {
  const { locale } = context;
  const told = new Map<ToldChange, VersionPlaceRead[]>();
  for (const aligned of alignVersions(previous.places, places)) {
    const change = toldChange(aligned, entry.pointId);
    const section = aligned.after ?? aligned.before;
    if (change && section) told.set(change, [...(told.get(change) ?? []), section]);
  }
  const fields = changedFields(previous.entry.fields, entry.fields);
  return [
    ...(fields.length > 0 ? [{ label: fieldNames(fields, locale), sections: [] }] : []),
    ...order.flatMap((change) => {
      const sections = told.get(change) ?? [];
      if (sections.length === 0) return [];
      const label = translate(locale, `programme.history.change.${change}`, { count: sections.length });
      return [{ label, sections: sections.map((section) => sectionLink(section, context)) }];
    }),
  ];
}

function fieldNames(fields: readonly string[], locale: Locale): string {
  const names = fields.map((field) => translate(locale, `programme.history.field.${field}`));
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
  return translate(locale, 'programme.history.fields', { list });
}

/** A section in a list, under the number and heading it had. */
export function sectionLink(section: VersionPlaceRead, { programmeUid, pointSlug, locale }: HistoryContext) {
  return {
    href: localPath(locale, sectionPath(programmeUid, pointSlug, section.number)),
    number: section.number,
    title: sectionTitle(section, locale),
    headless: isHeadless(section),
  };
}

/** Model of a tag that tells what happened to a section. */
export function changeTag(change: ToldChange, locale: Locale) {
  const tones: Partial<Record<ToldChange, string>> = {
    edited: 'warn',
    added: 'good',
    split: 'good',
    returned: 'good',
    came: 'good',
    removed: 'bad',
    left: 'bad',
    merged: 'warn',
  };
  return { tone: tones[change] ?? null, label: translate(locale, `programme.history.tag.${change}`) };
}
