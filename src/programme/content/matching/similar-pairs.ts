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
  const index = indexOf(old);
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

type Index = ReadonlyMap<number, readonly number[]>;

function indexOf(texts: readonly Fingerprint[]): Index {
  const index = new Map<number, number[]>();
  for (const [i, text] of texts.entries()) {
    for (const hash of text) {
      const places = index.get(hash);
      if (places) places.push(i);
      else index.set(hash, [i]);
    }
  }
  return index;
}

/** Texts that may be alike, those with most in common first. */
function candidates(text: Fingerprint, index: Index, least: number): number[] {
  // Of n bigrams at least `needed` are shared with whatever is alike enough, so one of the others need not be looked at.
  const needed = Math.ceil((least * text.length) / (2 - least));
  const lists = [...text].map((hash) => index.get(hash) ?? []).sort((a, b) => a.length - b.length);
  const hits = new Map<number, number>();
  let lookedUp = 0;
  for (const list of lists.slice(0, text.length - needed + 1)) {
    lookedUp += list.length;
    if (lookedUp > mostLookedUp) break;
    for (const i of list) hits.set(i, (hits.get(i) ?? 0) + 1);
  }
  const found = [...hits.keys()];
  if (found.length <= mostCompared) return found;
  return found.sort((a, b) => (hits.get(b) ?? 0) - (hits.get(a) ?? 0) || a - b).slice(0, mostCompared);
}
