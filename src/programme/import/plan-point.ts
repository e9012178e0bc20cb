import { fingerprints } from '../content/matching/fingerprint.js';
import { matchKnownSections } from '../content/matching/match-sections.js';
import { headingKeyOf } from '../content/matching/profile.js';
import { minBigrams } from '../content/matching/score.js';
import { oneToOne, similarPairs } from '../content/matching/similar-pairs.js';
import type { FateWording } from './fates.js';
import { isSameWording } from './next-wording.js';

/** A section of the file that was imported last, with the identity it was given then. */
export interface ImportedSection extends FateWording {
  sectionId: string;
}

/** A section of the point as it stands, with identity and wording. */
export interface KnownSection extends ImportedSection {
  revisionId: string;
  number: number;
}

/** The sections of a point that an import may find again. */
export interface KnownText {
  /** The file imported last; only sections that still belong to the point. */
  last: readonly ImportedSection[];
  /** Today's text, in order. */
  current: readonly KnownSection[];
  /** Sections that are no longer in the text, in their last wording. */
  archived: readonly KnownSection[];
}

/** What a person decided about the sections of one file. */
export interface PointDecisions {
  /** For a section of the file (index) the old section it is, or null: it is new. */
  pins: ReadonlyMap<number, string | null>;
  /** Sections that were said to be some of another file. */
  elsewhere: ReadonlySet<string>;
  /** Sections whose wording of today stays where that of the file (index) collides with it. */
  kept: ReadonlyMap<number, string>;
  /** Sections that stay although the file leaves them out, where they hold what was changed here. */
  staying: ReadonlySet<string>;
}

/** Which section of a point is which in its file, before other points are asked. */
export interface PointMatches {
  /** For each section of the file the old one it is; null for none. */
  sections: (string | null)[];
  /** For a section of the file the one it was cut out of. */
  splitFrom: Map<number, string>;
  /** Old sections that went into one of the file (index). */
  mergedInto: Map<string, number>;
  /** Sections of the file that nothing was found for. */
  unknown: number[];
  /** Sections of today's text that nothing was found for. */
  lost: KnownSection[];
}

/** Texts that came back or moved to another point are at least so alike. */
export const leastMoved = 0.6;

/** Matches a file with all that is known of its point. */
export function* matchPoint(
  known: KnownText,
  incoming: readonly FateWording[],
  { pins, elsewhere }: Omit<PointDecisions, 'kept' | 'staying'>,
): Generator<void, PointMatches> {
  const found = matchKnownSections(statesOf(known), incoming, { pins, elsewhere });
  yield;
  const sections: (string | null)[] = incoming.map((_, i) => pins.get(i) ?? null);
  for (const [sectionId, i] of found.matches) sections[i] = sectionId;
  const open = sections.flatMap((section, i) => (section === null && !pins.has(i) ? [i] : []));
  const pinned = new Set(pins.values());
  const left = [...known.current, ...known.archived].filter(
    ({ sectionId }) => !found.matches.has(sectionId) && !elsewhere.has(sectionId) && !pinned.has(sectionId),
  );
  for (const { old, now } of yield* alike(left, open, incoming)) sections[now] = old.sectionId;
  const splitFrom = new Map(
    found.splits.flatMap(([parent, i]) => (sections[i] === null ? [[i, parent] as const] : [])),
  );
  const inText = new Set(known.current.map(({ sectionId }) => sectionId));
  const taken = new Set(sections);
  const mergedInto = new Map(found.merges.filter(([id]) => inText.has(id) && !taken.has(id)));
  return {
    sections,
    splitFrom,
    mergedInto,
    unknown: open.filter((i) => sections[i] === null && !splitFrom.has(i)),
    lost: known.current.filter(
      ({ sectionId }) => !taken.has(sectionId) && !mergedInto.has(sectionId) && !elsewhere.has(sectionId),
    ),
  };
}

/** Pairs of old sections and sections of a file that are beyond doubt the same text, without regard to their place. */
export function* alike<T extends FateWording>(
  old: readonly T[],
  open: readonly number[],
  incoming: readonly FateWording[],
): Generator<void, { old: T; now: number }[]> {
  if (old.length === 0 || open.length === 0) return [];
  const before = yield* fingerprints(old.map(({ body }) => body));
  const after = yield* fingerprints(open.map((i) => incoming[i]?.body ?? ''));
  const pairs = yield* similarPairs(before, after, leastMoved);
  const certain = pairs.filter((pair) => {
    const size = Math.min(before[pair.old]?.length ?? 0, after[pair.now]?.length ?? 0);
    return size >= minBigrams || hasSameHeading(old[pair.old], incoming[open[pair.now] ?? -1]);
  });
  return oneToOne(certain).flatMap((pair) => {
    const section = old[pair.old];
    const now = open[pair.now];
    return section && now !== undefined ? [{ old: section, now }] : [];
  });
}

function hasSameHeading(one: FateWording | undefined, other: FateWording | undefined): boolean {
  const key = headingKeyOf(one?.heading ?? null);
  return key !== null && key === headingKeyOf(other?.heading ?? null);
}

/** The states a file may go on from; one, where nothing was accepted since the last import. */
function statesOf({ last, current }: KnownText) {
  const keyed = (sections: readonly ImportedSection[]) =>
    sections.map(({ sectionId, kind, heading, body }) => ({ key: sectionId, kind, heading, body }));
  const isSame =
    last.length === current.length &&
    last.every((section, i) => {
      const other = current[i];
      return other?.sectionId === section.sectionId && isSameWording(section, other);
    });
  return isSame ? [keyed(current)] : [keyed(last), keyed(current)];
}
