import { byLine, diagnostic } from './diagnostics.js';
import type { ReadPerson } from './people.js';
import type { ReadFile } from './point.js';

/** Adds what only shows when the points of a tree are seen together: repeated uids and orders, on the later path. */
export function withRepeats(files: readonly ReadFile[]): ReadFile[] {
  const uids = new Map<string, string>();
  const orders = new Map<string, string>();
  return files.map((file) => {
    if (file.status !== 'imported') return file;
    const { programme, uid, order, lines } = file.point;
    const remarks = [];
    const sameUid = firstWith(uids, JSON.stringify([programme, uid]), file.path);
    if (sameUid !== null)
      remarks.push(diagnostic('W-UID-DUP', lines.get('uid') ?? 1, { uid, path: sameUid }));
    const sameOrder =
      order === null ? null : firstWith(orders, JSON.stringify([programme, order]), file.path);
    if (order !== null && sameOrder !== null) {
      remarks.push(diagnostic('W-ORDER-DUP', lines.get('order') ?? 1, { order, path: sameOrder }));
    }
    return { ...file, diagnostics: byLine([...file.diagnostics, ...remarks]) };
  });
}

/** Adds a remark to every person whose uid an earlier file has already; the earlier one counts. */
export function withRepeatedPeople(people: readonly ReadPerson[]): ReadPerson[] {
  const uids = new Map<string, string>();
  return people.map((file) => {
    if (file.status !== 'imported') return file;
    const { uid } = file.person;
    const same = firstWith(uids, uid, file.path);
    if (same === null) return file;
    return { ...file, diagnostics: [...file.diagnostics, diagnostic('W-UID-DUP', 1, { uid, path: same })] };
  });
}

/** The path that had this key first, if it was another one. */
function firstWith(seen: Map<string, string>, key: string, path: string): string | null {
  const first = seen.get(key);
  if (first === undefined) seen.set(key, path);
  return first ?? null;
}
