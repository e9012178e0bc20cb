/** How often each thing occurs. */
type Counts = ReadonlyMap<string, number>;

/** Things counted, with their total. */
export interface Bag {
  counts: Counts;
  size: number;
}

/** Counts the items of a list. */
function bag(items: readonly string[]): Bag {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return { counts, size: items.length };
}

/** Pairs of neighbouring words; a single word stands for itself. */
export function wordBigrams(words: readonly string[]): Bag {
  if (words.length < 2) return bag(words);
  return bag(words.slice(1).map((word, i) => `${words[i]} ${word}`));
}

/** Runs of three characters of a text with a blank before and after it. */
export function trigrams(text: string): Bag {
  const padded = [...` ${text} `];
  return bag(padded.slice(2).map((_, i) => padded.slice(i, i + 3).join('')));
}

/** Dice coefficient of two bags: 0 nothing in common (or nothing at all), 1 the same. */
export function dice(a: Bag, b: Bag): number {
  const size = a.size + b.size;
  return size === 0 ? 0 : (2 * shared(a, b)) / size;
}

/** Share of `part` that is found in `whole`, 0 to 1. */
export function contained(part: Bag, whole: Bag): number {
  return part.size === 0 ? 0 : shared(part, whole) / part.size;
}

function shared(a: Bag, b: Bag): number {
  const [small, large] = a.counts.size <= b.counts.size ? [a, b] : [b, a];
  let common = 0;
  for (const [item, count] of small.counts) common += Math.min(count, large.counts.get(item) ?? 0);
  return common;
}
