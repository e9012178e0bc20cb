import munkres from 'munkres';
import { type MatchableSection, type Profile, profiles } from './profile.js';
import { likeness, minBigrams, score } from './score.js';
import { contained } from './similarity.js';

/** The fate of the sections of a point between two states of it; all numbers are indexes from 0. */
export interface SectionMatches {
  /** For each old section the new one that it became, or -1. */
  matches: number[];
  /** Pairs [old, new]: the new section was cut out of the old one. */
  splits: [number, number][];
  /** Pairs [old, new]: the old section went into the new one. */
  merges: [number, number][];
}

const leastScore = 0.34;
const leastContained = 0.6;
// Comparing and assigning takes cubic time; real points have at most a few dozen sections.
const mostPairs = 250 * 250;

/**
 * Finds which section is which in two states of one point: headings and words count, position only breaks ties. An
 * optimal one-to-one assignment, then splits and merges among what is left.
 */
export function matchSections(
  old: readonly MatchableSection[],
  now: readonly MatchableSection[],
): SectionMatches {
  const before = profiles(old);
  const after = profiles(now);
  const isLarge = before.length * after.length > mostPairs;
  const matches = isLarge ? matchUniqueHeadings(before, after) : assign(scores(before, after));
  if (isLarge) return { matches, splits: [], merges: [] };
  const taken = new Set(matches);
  const leftNew = after.flatMap((_, i) => (taken.has(i) ? [] : [i]));
  const leftOld = matches.flatMap((match, i) => (match < 0 ? [i] : []));
  return {
    matches,
    splits: leftNew.flatMap((i) => insideOf(after[i], before).map((origin): [number, number] => [origin, i])),
    merges: leftOld.flatMap((i) => insideOf(before[i], after).map((into): [number, number] => [i, into])),
  };
}

function scores(before: readonly Profile[], after: readonly Profile[]): number[][] {
  const oldOnce = keysThatOccurOnce(before);
  const nowOnce = keysThatOccurOnce(after);
  return before.map((old) =>
    after.map((now) => {
      const key = old.headingKey;
      const unique = key !== null && key === now.headingKey && oldOnce.has(key) && nowOnce.has(key);
      const value = score(old, now, likeness(old, now), unique);
      return value < leastScore ? 0 : value;
    }),
  );
}

function keysThatOccurOnce(sections: readonly Profile[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [i, { headingKey }] of sections.entries()) {
    if (headingKey === null) continue;
    if (places.has(headingKey)) repeated.add(headingKey);
    places.set(headingKey, i);
  }
  for (const key of repeated) places.delete(key);
  return places;
}

/** For a file with hundreds of sections: only what is beyond doubt. */
function matchUniqueHeadings(before: readonly Profile[], after: readonly Profile[]): number[] {
  const oldOnce = keysThatOccurOnce(before);
  const nowOnce = keysThatOccurOnce(after);
  return before.map(({ headingKey: key }) =>
    key !== null && oldOnce.has(key) ? (nowOnce.get(key) ?? -1) : -1,
  );
}

/** The one-to-one assignment with the highest sum; pairs that scored nothing are left unmatched. */
function assign(values: readonly number[][]): number[] {
  const matches = values.map(() => -1);
  if (values.length === 0 || values[0]?.length === 0) return matches;
  for (const [old, now] of munkres(values.map((row) => row.map((value) => -value)))) {
    if ((values[old]?.[now] ?? 0) > 0) matches[old] = now;
  }
  return matches;
}

/** The section that holds most of `part`, if it holds enough of it. */
function insideOf(part: Profile | undefined, wholes: readonly Profile[]): number[] {
  if (!part || part.bigrams.size < minBigrams) return [];
  const shares = wholes.map((whole) => contained(part.bigrams, whole.bigrams));
  const most = Math.max(0, ...shares);
  return most >= leastContained ? [shares.indexOf(most)] : [];
}
