/** A stretch of two lists: `count` items that both have, or that only one of them has. */
export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added';
  readonly count: number;
}

/** What a diagonal that cannot be reached holds. */
const unreached = -2;

/**
 * The shortest way to turn one list of keys into another, by Myers' greedy algorithm (An O(ND) Difference Algorithm,
 * 1986). Removals come before additions where it does not matter. Returns null where it takes more than `limit`
 * removals and additions; the worst it does is some `limit`² steps, and it sees most hopeless pairs in linear time.
 */
export function shortestEdit(
  oldKeys: readonly string[],
  newKeys: readonly string[],
  limit: number,
): Stretch[] | null {
  const ids = new Map<string, number>();
  const [before, after] = [idsOf(oldKeys, ids), idsOf(newKeys, ids)];
  if (leastEdits(before, after, ids.size) > limit) return null;
  const search = new Search(before, after);
  for (let edits = 0; edits <= limit; edits++) {
    const end = search.extend(edits);
    if (end !== null) return search.wayTo(edits, end);
  }
  return null;
}

function idsOf(keys: readonly string[], ids: Map<string, number>): Int32Array {
  return Int32Array.from(keys, (key) => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, ids.size);
    return ids.size - 1;
  });
}

/** How often each key occurs says how many have to go and to come at the least, whatever their order. */
function leastEdits(before: Int32Array, after: Int32Array, kinds: number): number {
  const surplus = new Int32Array(kinds);
  for (const id of before) surplus[id] = (surplus[id] ?? 0) + 1;
  for (const id of after) surplus[id] = (surplus[id] ?? 0) - 1;
  return surplus.reduce((sum, count) => sum + Math.abs(count), 0);
}

/**
 * For each number of edits, how far each diagonal gets: the place in `before` of the last item that is dealt with, -1 at
 * the beginning. A diagonal is the number of items of `before` less that of `after` that are dealt with.
 */
class Search {
  private readonly reached: Int32Array[] = [];
  /** Beyond an edge of either list there is nothing to find. */
  private least = Number.NEGATIVE_INFINITY;
  private most = Number.POSITIVE_INFINITY;

  constructor(
    private readonly before: Int32Array,
    private readonly after: Int32Array,
  ) {}

  /** Takes one more edit; the diagonal on which both lists end, or null while none does. */
  extend(edits: number): number | null {
    const row = new Int32Array(edits + 1).fill(unreached);
    this.reached.push(row);
    const last = Math.min(this.most, edits);
    for (let diagonal = -edits; diagonal <= last; diagonal += 2) {
      if (diagonal < this.least) continue;
      const start = edits === 0 ? -1 : this.step(edits, diagonal).at;
      if (start === unreached) continue;
      const at = this.follow(start, diagonal);
      row[(diagonal + edits) / 2] = at;
      const isOldDone = at + 1 >= this.before.length;
      const isNewDone = at - diagonal + 1 >= this.after.length;
      if (isOldDone && isNewDone) return diagonal;
      if (isOldDone) this.most = Math.min(this.most, diagonal - 1);
      if (isNewDone) this.least = Math.max(this.least, diagonal + 1);
    }
    return null;
  }

  /** The stretches of the way that ends on a diagonal. */
  wayTo(edits: number, end: number): Stretch[] {
    const way: Stretch[] = [];
    let diagonal = end;
    for (let left = edits; left > 0; left--) {
      const { at, kind } = this.step(left, diagonal);
      prepend(way, 'same', this.at(left, diagonal) - at);
      prepend(way, kind, 1);
      diagonal += kind === 'added' ? 1 : -1;
    }
    prepend(way, 'same', this.at(0, 0) + 1);
    return way.reverse();
  }

  /** The better of the two ways onto a diagonal with its last edit. */
  private step(edits: number, diagonal: number): { at: number; kind: 'added' | 'removed' } {
    const removing = this.at(edits - 1, diagonal - 1);
    const adding = this.at(edits - 1, diagonal + 1);
    const canRemove = removing !== unreached && removing + 1 < this.before.length;
    const added = adding - diagonal;
    const canAdd = adding !== unreached && added >= 0 && added < this.after.length;
    if (canAdd && (!canRemove || removing < adding)) return { at: adding, kind: 'added' };
    return { at: canRemove ? removing + 1 : unreached, kind: 'removed' };
  }

  private at(edits: number, diagonal: number): number {
    if (diagonal < -edits || diagonal > edits) return unreached;
    return this.reached[edits]?.[(diagonal + edits) / 2] ?? unreached;
  }

  private follow(from: number, diagonal: number): number {
    let at = from;
    const end = Math.min(this.before.length, this.after.length + diagonal) - 1;
    while (at < end && this.before[at + 1] === this.after[at + 1 - diagonal]) at++;
    return at;
  }
}

/** Collected from the end. */
function prepend(way: Stretch[], kind: Stretch['kind'], count: number): void {
  if (count === 0) return;
  const next = way.at(-1);
  if (next?.kind === kind) way[way.length - 1] = { kind, count: next.count + count };
  else way.push({ kind, count });
}
