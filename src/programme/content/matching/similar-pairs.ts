import { type Fingerprint, likenessOf } from './fingerprint.js';

/** An old and a new text that are alike; indexes, and how alike, from 0 to 1. */
export interface SimilarPair {
  old: number;
  now: number;
  likeness: number;
}

// What thousands of texts have in common tells none of them from another, and looking at it would take hours.
const mostLookedUp = 20_000;
const mostCompared = 200;

/**
 * Finds pairs of old and new texts that are at least so alike, the most alike first. Two texts that are must share one
 * of the rarer bigrams, so those are looked up in an index and only what they find is compared. Yields now and then, so
 * that others get a turn.
 */
export function* similarPairs(
  old: readonly Fingerprint[],
  now: readonly Fingerprint[],
  least: number,
): Generator<void, SimilarPair[]> {
  const index = yield* indexOf(old);
  const pairs: SimilarPair[] = [];
  for (const [i, text] of now.entries()) {
    for (const candidate of candidates(text, index, least)) {
      const likeness = likenessOf(old[candidate] ?? text, text);
      if (likeness >= least) pairs.push({ old: candidate, now: i, likeness });
    }
    yield;
  }
  return pairs.sort((a, b) => b.likeness - a.likeness || a.old - b.old || a.now - b.now);
}

/** Of pairs in order of preference those that leave no text in two pairs. */
export function oneToOne(pairs: readonly SimilarPair[]): SimilarPair[] {
  const old = new Set<number>();
  const now = new Set<number>();
  return pairs.filter((pair) => {
    if (old.has(pair.old) || now.has(pair.now)) return false;
    old.add(pair.old);
    now.add(pair.now);
    return true;
  });
}

/** For each bigram, and within it for each text that has it, one number: the hash above, the text below. Sorted. */
type Index = Float64Array;

const mostTexts = 2 ** 20;

function* indexOf(texts: readonly Fingerprint[]): Generator<void, Index> {
  const index = new Float64Array(texts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const [i, text] of texts.slice(0, mostTexts).entries()) {
    for (const hash of text) index[at++] = (hash >>> 0) * mostTexts + i;
    if (i % 100 === 0) yield;
  }
  yield;
  return index.subarray(0, at).sort();
}

/** Where the texts that have a bigram begin and end in the index. */
function rangeOf(hash: number, index: Index): { from: number; length: number } {
  const key = (hash >>> 0) * mostTexts;
  const from = firstNotBelow(key, index);
  return { from, length: firstNotBelow(key + mostTexts, index) - from };
}

function firstNotBelow(key: number, index: Index): number {
  let low = 0;
  let high = index.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Texts that may be alike, those with most in common first. */
function candidates(text: Fingerprint, index: Index, least: number): number[] {
  // Of n bigrams at least `needed` are shared with whatever is alike enough, so one of the others need not be looked at.
  const needed = Math.ceil((least * text.length) / (2 - least));
  const ranges = Array.from(text, (hash) => rangeOf(hash, index)).sort((a, b) => a.length - b.length);
  const hits = new Map<number, number>();
  let lookedUp = 0;
  for (const { from, length } of ranges.slice(0, text.length - needed + 1)) {
    lookedUp += length;
    if (lookedUp > mostLookedUp) break;
    for (const entry of index.subarray(from, from + length)) {
      const i = entry % mostTexts;
      hits.set(i, (hits.get(i) ?? 0) + 1);
    }
  }
  const found = [...hits.keys()];
  if (found.length <= mostCompared) return found;
  return found.sort((a, b) => (hits.get(b) ?? 0) - (hits.get(a) ?? 0) || a - b).slice(0, mostCompared);
}
