import { bodyWords } from './profile.js';

/** The word bigrams of a text as sorted, distinct 32-bit hashes; a repeated bigram counts once for each time. */
export type Fingerprint = Int32Array;

/** A text made ready to be found among ten thousand others. Takes four bytes a word. */
export function fingerprint(body: string): Fingerprint {
  const words = bodyWords(body);
  const seen = new Map<number, number>();
  const hashes = new Int32Array(Math.max(0, words.length - 1));
  for (let i = 1; i < words.length; i++) {
    const hash = hashOf(`${words[i - 1]} ${words[i]}`, 0);
    const times = seen.get(hash) ?? 0;
    seen.set(hash, times + 1);
    hashes[i - 1] = times === 0 ? hash : hashOf(String(times), hash);
  }
  return hashes.sort();
}

/** Fingerprints of many texts; yields now and then, so that others get a turn. */
export function* fingerprints(bodies: Iterable<string>): Generator<void, Fingerprint[]> {
  const prints: Fingerprint[] = [];
  for (const body of bodies) {
    prints.push(fingerprint(body));
    yield;
  }
  return prints;
}

/** Dice coefficient of two fingerprints, 0 to 1. */
export function likenessOf(one: Fingerprint, other: Fingerprint): number {
  const size = one.length + other.length;
  return size === 0 ? 0 : (2 * inCommon(one, other)) / size;
}

function inCommon(one: Fingerprint, other: Fingerprint): number {
  let common = 0;
  let at = 0;
  for (const hash of one) {
    while (at < other.length && (other[at] ?? 0) < hash) at++;
    if (other[at] === hash) {
      common++;
      at++;
    }
  }
  return common;
}

/** FNV-1a with a final mix, as bigrams are short and alike. */
function hashOf(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) | 0;
}
