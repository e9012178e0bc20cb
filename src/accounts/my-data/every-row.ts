import { setImmediate as aTurn } from 'node:timers/promises';

/** Rows that are read at once; others get their turn in between. */
export const rowsAtOnce = 300;

/** All rows of a query that reads `rowsAtOnce` of them after a given one, in the order of a key. */
export async function everyRow<Row>(read: (after: Row | null) => Promise<Row[]>): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const rows = await read(all.at(-1) ?? null);
    all.push(...rows);
    if (rows.length < rowsAtOnce) return all;
    await aTurn();
  }
}
