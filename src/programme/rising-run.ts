/** The longest rising part of a list without repetitions. https://en.wikipedia.org/wiki/Patience_sorting */
export function longestRisingRun(values: readonly number[]): Set<number> {
  const tops: number[] = [];
  const under = new Map<number, number | undefined>();
  for (const value of values) {
    const pile = firstNotBelow(tops, value);
    under.set(value, tops[pile - 1]);
    tops[pile] = value;
  }
  const run = new Set<number>();
  for (let value = tops.at(-1); value !== undefined; value = under.get(value)) run.add(value);
  return run;
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
