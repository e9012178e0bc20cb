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

/** A section that is known under a key, in the wording of one state. */
export interface KeyedSection extends MatchableSection {
  key: string;
}

/** The fate of sections known by keys; the numbers are indexes of new sections. */
export interface KeyedMatches {
  matches: Map<string, number>;
  splits: [string, number][];
  merges: [string, number][];
}

/** Matches that are decided already. */
export interface Decided {
  /** For a new section the key it is, or null: none of these. */
  pins: ReadonlyMap<number, string | null>;
  /** Keys that belong elsewhere. */
  elsewhere: ReadonlySet<string>;
}

const nothingDecided: Decided = { pins: new Map(), elsewhere: new Set() };
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
  const keyed = old.map((section, i) => ({ ...section, key: String(i) }));
  const found = matchKnownSections([keyed], now);
  const byNumber = (pairs: [string, number][]) => pairs.map(([key, i]): [number, number] => [Number(key), i]);
  return {
    matches: keyed.map(({ key }) => found.matches.get(key) ?? -1),
    splits: byNumber(found.splits),
    merges: byNumber(found.merges),
  };
}

/**
 * The same where the point is known in several states, such as its file as imported last and its text of today. A
 * section is as like a new one as its likest wording.
 */
export function matchKnownSections(
  states: readonly (readonly KeyedSection[])[],
  now: readonly MatchableSection[],
  decided = nothingDecided,
): KeyedMatches {
  const after = profiles(now);
  const known = states.map((state) => ({ keys: state.map(({ key }) => key), before: profiles(state) }));
  const keys = [...new Set(known.flatMap((state) => state.keys))].filter(
    (key) => !decided.elsewhere.has(key),
  );
  const matches = decidedMatches(keys, decided);
  const openOld = () => new Set(keys.filter((key) => !matches.has(key)));
  const openNow = () => openIndexes(after.length, matches, decided);
  if (keys.length * after.length > mostPairs)
    matchUniqueHeadings(known, after, openOld(), openNow(), matches);
  const old = [...openOld()];
  const open = openNow();
  if (old.length * open.length > mostPairs) return { matches, splits: [], merges: [] };
  assign(scores(known, after, old, open), old, open, matches);
  const wordings = known.flatMap(({ keys: names, before }) =>
    names.flatMap((key, i) =>
      before[i] && !decided.elsewhere.has(key) ? [{ key, profile: before[i] }] : [],
    ),
  );
  return { matches, ...leftOvers(wordings, after, matches, openNow()) };
}

interface KnownState {
  keys: readonly string[];
  before: readonly Profile[];
}

function decidedMatches(keys: readonly string[], { pins }: Decided): Map<string, number> {
  const own = new Set(keys);
  const matches = new Map<string, number>();
  for (const [i, key] of pins) if (key !== null && own.has(key)) matches.set(key, i);
  return matches;
}

function openIndexes(count: number, matches: ReadonlyMap<string, number>, { pins }: Decided): number[] {
  const taken = new Set(matches.values());
  return Array.from({ length: count }, (_, i) => i).filter((i) => !taken.has(i) && !pins.has(i));
}

/** Values of pairs, the open keys by the open new sections. */
function scores(
  known: readonly KnownState[],
  after: readonly Profile[],
  old: readonly string[],
  open: readonly number[],
): number[][] {
  const nowOnce = keysThatOccurOnce(after);
  const values = old.map(() => open.map(() => 0));
  const rows = new Map(old.map((key, row) => [key, row]));
  for (const { keys, before } of known) {
    const oldOnce = keysThatOccurOnce(before);
    for (const [i, profile] of before.entries()) {
      const row = values[rows.get(keys[i] ?? '') ?? -1];
      if (row) raise(row, profile, after, open, (key) => oldOnce.has(key) && nowOnce.has(key));
    }
  }
  return values;
}

function raise(
  row: number[],
  old: Profile,
  after: readonly Profile[],
  open: readonly number[],
  occursOnce: (key: string) => boolean,
): void {
  for (const [column, i] of open.entries()) {
    const now = after[i];
    if (!now) continue;
    const key = old.headingKey;
    const unique = key !== null && key === now.headingKey && occursOnce(key);
    const value = score(old, now, likeness(old, now), unique);
    if (value >= leastScore) row[column] = Math.max(row[column] ?? 0, value);
  }
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

/** For a file with hundreds of sections: what is beyond doubt comes first, the rest is compared if it is little. */
function matchUniqueHeadings(
  known: readonly KnownState[],
  after: readonly Profile[],
  old: ReadonlySet<string>,
  open: readonly number[],
  matches: Map<string, number>,
): void {
  const free = new Set(open);
  const nowOnce = keysThatOccurOnce(after);
  for (const { keys, before } of known) {
    for (const [heading, i] of keysThatOccurOnce(before)) {
      const key = keys[i] ?? '';
      const now = nowOnce.get(heading);
      if (now === undefined || !free.has(now) || !old.has(key) || matches.has(key)) continue;
      matches.set(key, now);
      free.delete(now);
    }
  }
}

/** The one-to-one assignment with the highest sum; pairs that scored nothing are left unmatched. */
function assign(
  values: readonly number[][],
  old: readonly string[],
  open: readonly number[],
  matches: Map<string, number>,
): void {
  if (old.length === 0 || open.length === 0) return;
  for (const [row, column] of munkres(values.map((line) => line.map((value) => -value)))) {
    const key = old[row];
    const now = open[column];
    if (key === undefined || now === undefined) continue;
    if ((values[row]?.[column] ?? 0) > 0) matches.set(key, now);
  }
}

function leftOvers(
  wordings: readonly { key: string; profile: Profile }[],
  after: readonly Profile[],
  matches: ReadonlyMap<string, number>,
  leftNew: readonly number[],
): Pick<KeyedMatches, 'splits' | 'merges'> {
  const before = wordings.map(({ profile }) => profile);
  const splits = leftNew.flatMap((i) =>
    insideOf(after[i], before).map((at): [string, number] => [wordings[at.whole]?.key ?? '', i]),
  );
  const merged = new Map<string, { whole: number; share: number }>();
  for (const { key, profile } of wordings) {
    if (matches.has(key)) continue;
    const [into] = insideOf(profile, after);
    if (into && into.share > (merged.get(key)?.share ?? 0)) merged.set(key, into);
  }
  return { splits, merges: [...merged].map(([key, { whole }]) => [key, whole]) };
}

/** The section that holds most of `part`, if it holds enough of it. */
function insideOf(part: Profile | undefined, wholes: readonly Profile[]): { whole: number; share: number }[] {
  if (!part || part.bigrams.size < minBigrams) return [];
  const shares = wholes.map((whole) => contained(part.bigrams, whole.bigrams));
  const share = Math.max(0, ...shares);
  return share >= leastContained ? [{ whole: shares.indexOf(share), share }] : [];
}
