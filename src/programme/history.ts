import type { PointFields } from './point-fields.js';
import { longestRisingRun } from './rising-run.js';

/** A section as one version places it. */
export interface PlacedWording {
  sectionId: string;
  revisionId: string;
  /** Id of the first wording with these words: a correction of typography does not change it. */
  runId: string;
}

/** What happened to a section between two versions; `minor` is a correction of typography. */
export type SectionChange = 'same' | 'minor' | 'edited' | 'added' | 'removed';

/** One section of two versions. */
export interface AlignedSection<T extends PlacedWording> {
  /** Null when only the later version has it. */
  before: T | null;
  /** Null when only the earlier version has it. */
  after: T | null;
  change: SectionChange;
  /** Whether it stands elsewhere among the sections that both versions have. */
  reordered: boolean;
}

/**
 * Lays two versions side by side by the identity of their sections, in the order of the later one; a section that it
 * no longer has comes after the one it stood behind. As few sections as possible count as reordered.
 */
export function alignVersions<T extends PlacedWording>(
  before: readonly T[],
  after: readonly T[],
): AlignedSection<T>[] {
  const places = new Map(before.map((section, place) => [section.sectionId, place]));
  const removed = removedAfter(before, new Set(after.map(({ sectionId }) => sectionId)));
  const inOrder = longestRisingRun(
    after.map(({ sectionId }) => places.get(sectionId)).filter((place) => place !== undefined),
  );
  const aligned = gone(removed.get(null));
  for (const section of after) {
    const place = places.get(section.sectionId);
    const old = place === undefined ? null : (before[place] ?? null);
    const reordered = place !== undefined && !inOrder.has(place);
    aligned.push({ before: old, after: section, change: changeOf(old, section), reordered });
    aligned.push(...gone(removed.get(section.sectionId)));
  }
  return aligned;
}

function changeOf(before: PlacedWording | null, after: PlacedWording): SectionChange {
  if (before === null) return 'added';
  if (before.revisionId === after.revisionId) return 'same';
  return before.runId === after.runId ? 'minor' : 'edited';
}

function gone<T extends PlacedWording>(sections: readonly T[] = []): AlignedSection<T>[] {
  return sections.map((before) => ({ before, after: null, change: 'removed', reordered: false }));
}

/** Sections that were left out, by the id of the kept one they stood behind; null for those that came first. */
function removedAfter<T extends PlacedWording>(
  before: readonly T[],
  kept: ReadonlySet<string>,
): Map<string | null, T[]> {
  const removed = new Map<string | null, T[]>();
  let anchor: string | null = null;
  for (const section of before) {
    if (kept.has(section.sectionId)) anchor = section.sectionId;
    else removed.set(anchor, [...(removed.get(anchor) ?? []), section]);
  }
  return removed;
}

/** Order in which a point's own fields are read. */
const fieldOrder = ['title', 'shortTitle', 'perex', 'intro', 'motto'] as const;

/** The fields that differ between two versions; none where one of them was not kept. */
export function changedFields(before: PointFields | null, after: PointFields | null): (keyof PointFields)[] {
  if (before === null || after === null) return [];
  return fieldOrder.filter((field) => (before[field] ?? '') !== (after[field] ?? ''));
}
