import { matchSections } from './content/matching/match-sections.js';
import type { SectionKind } from './section.entity.js';

/** A section as a file has it. */
export interface IncomingSection {
  kind: SectionKind;
  heading: string | null;
  body: string;
}

/** A section of the file that was imported last, with the identity it was given then. */
export interface ImportedSection extends IncomingSection {
  sectionId: string;
}

/** A section of the point as it stands, with identity and wording. */
export interface KnownSection extends ImportedSection {
  revisionId: string;
}

/** What an import makes of one place of the new version. */
export type PlannedPlace =
  | { keep: string }
  | { section: string | 'new'; wording: IncomingSection; splitFromId: string | null };

/** The next version of a point, before it is written. */
export interface ImportPlan {
  /** Null when the text stays as it is. */
  places: PlannedPlace[] | null;
  /** For each section of the file: its place in the new version, or the id of a section that has none there. */
  incoming: ({ place: number } | { sectionId: string })[];
  /** Old section ids and the place (index) of the new version that took their text in. */
  mergedInto: { sectionId: string; place: number }[];
}

const sameWording = (a: IncomingSection, b: IncomingSection): boolean =>
  a.kind === b.kind && a.heading === b.heading && a.body === b.body;

/**
 * Brings a changed file into a point that may have moved on since it was last imported. Sections are recognised
 * between the last imported file and this one; where the file did not change, the present wording stays, so that
 * accepted suggestions are not undone by a file that does not know them; where it did, the file's wording is next.
 */
export function planImport(
  lastImported: readonly ImportedSection[],
  current: readonly KnownSection[],
  incoming: readonly IncomingSection[],
): ImportPlan {
  const { matches, splits, merges } = matchSections(lastImported, incoming);
  const places: { place: PlannedPlace; incoming: number | null }[] = [];
  incoming.forEach((wording, index) => {
    const oldIndex = matches.indexOf(index);
    const place = placeFor(
      wording,
      lastImported[oldIndex],
      current,
      splitParent(splits, index, lastImported),
    );
    if (place) places.push({ place, incoming: index });
  });
  insertAdditions(places, lastImported, current);
  const list = places.map(({ place }) => place);
  const placeOf = (index: number) => places.findIndex((candidate) => candidate.incoming === index);
  const mergedInto = merges.flatMap(([old, now]) => {
    const place = placeOf(now);
    const section = lastImported[old];
    return section && place >= 0 ? [{ sectionId: section.sectionId, place }] : [];
  });
  const whereabouts = incoming.map((_, index) => {
    const old = lastImported[matches.indexOf(index)];
    return placeOf(index) < 0 && old ? { sectionId: old.sectionId } : { place: placeOf(index) };
  });
  return { places: isUnchanged(list, current) ? null : list, incoming: whereabouts, mergedInto };
}

function splitParent(
  splits: readonly [number, number][],
  index: number,
  lastImported: readonly ImportedSection[],
): string | null {
  const split = splits.find(([, now]) => now === index);
  return split ? (lastImported[split[0]]?.sectionId ?? null) : null;
}

/** Null for a section that the file still has but that was removed here by an accepted suggestion. */
function placeFor(
  wording: IncomingSection,
  old: ImportedSection | undefined,
  current: readonly KnownSection[],
  splitFromId: string | null,
): PlannedPlace | null {
  if (!old) return { section: 'new', wording, splitFromId };
  const present = current.find((section) => section.sectionId === old.sectionId);
  if (sameWording(wording, old)) return present ? { keep: present.revisionId } : null;
  if (present && sameWording(wording, present)) return { keep: present.revisionId };
  return { section: old.sectionId, wording, splitFromId: null };
}

/** Sections that accepted suggestions added stay where they are: after the section they stand behind today. */
function insertAdditions(
  places: { place: PlannedPlace; incoming: number | null }[],
  lastImported: readonly ImportedSection[],
  current: readonly KnownSection[],
): void {
  const imported = new Set(lastImported.map((section) => section.sectionId));
  current.forEach((section, index) => {
    if (imported.has(section.sectionId)) return;
    const before = current[index - 1];
    const at = before ? places.findIndex(({ place }) => isOf(place, before)) : -1;
    places.splice(at < 0 && before ? places.length : at + 1, 0, {
      place: { keep: section.revisionId },
      incoming: null,
    });
  });
}

function isOf(place: PlannedPlace, section: KnownSection): boolean {
  return 'keep' in place ? place.keep === section.revisionId : place.section === section.sectionId;
}

function isUnchanged(places: readonly PlannedPlace[], current: readonly KnownSection[]): boolean {
  return (
    places.length === current.length &&
    places.every((place, index) => 'keep' in place && place.keep === current[index]?.revisionId)
  );
}
