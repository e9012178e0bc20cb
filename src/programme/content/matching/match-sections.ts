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
  const matches = assign(scores(before, after));
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

function keysThatOccurOnce(sections: readonly Profile[]): Set<string> {
  const keys = sections.flatMap(({ headingKey }) => (headingKey === null ? [] : [headingKey]));
  const repeated = new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
  return new Set(keys.filter((key) => !repeated.has(key)));
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
