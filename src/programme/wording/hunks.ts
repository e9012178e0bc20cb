import { type Stretch, shortestEdit } from './shortest-edit.js';
import { endsLine, endsSentence, type WordToken } from './words.js';

/** One change: `oldLength` tokens from `oldStart` become `newLength` tokens from `newStart`. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLength: number;
  readonly newStart: number;
  readonly newLength: number;
}

/** So many tokens may be removed and added in all; beyond it two texts count as unlike. */
export const maxEditLength = 1_500;

/**
 * Compares two token lists by Myers' algorithm; tokens with the same key are the same.
 * Hunks come in order and never touch each other. Returns null where the lists differ in more than
 * `maxEditLength` tokens.
 */
export function compareTokens(
  oldTokens: readonly WordToken[],
  newTokens: readonly WordToken[],
  key: (token: WordToken) => string,
): Hunk[] | null {
  if (Math.abs(oldTokens.length - newTokens.length) > maxEditLength) return null;
  const [oldKeys, newKeys] = [oldTokens.map(key), newTokens.map(key)];
  const changes = shortestEdit(oldKeys, newKeys, maxEditLength);
  if (!changes) return null;
  const hunks = collect(changes);
  return hunks.map((hunk, index) => {
    const side =
      hunk.oldLength === 0 ? { tokens: newTokens, keys: newKeys } : { tokens: oldTokens, keys: oldKeys };
    return slide(hunk, room(hunks, index, oldTokens.length), side);
  });
}

function collect(changes: readonly Stretch[]): Hunk[] {
  const hunks: Hunk[] = [];
  let oldAt = 0;
  let newAt = 0;
  let open = { oldStart: 0, oldLength: 0, newStart: 0, newLength: 0 };
  const close = () => {
    if (open.oldLength + open.newLength > 0) hunks.push(open);
    open = { oldStart: oldAt, oldLength: 0, newStart: newAt, newLength: 0 };
  };
  for (const change of changes) {
    if (change.kind === 'removed') {
      open.oldLength += change.count;
      oldAt += change.count;
    } else if (change.kind === 'added') {
      open.newLength += change.count;
      newAt += change.count;
    } else {
      const { count } = change;
      close();
      oldAt += count;
      newAt += count;
      open = { oldStart: oldAt, oldLength: 0, newStart: newAt, newLength: 0 };
    }
  }
  close();
  return hunks;
}

/** How far a hunk may move without touching its neighbours as they were found. */
function room(hunks: readonly Hunk[], index: number, oldLength: number): { back: number; ahead: number } {
  const hunk = hunks[index];
  const previous = hunks[index - 1];
  const next = hunks[index + 1];
  if (!hunk) return { back: 0, ahead: 0 };
  const before = hunk.oldStart - (previous ? previous.oldStart + previous.oldLength : 0);
  const after = (next ? next.oldStart : oldLength) - hunk.oldStart - hunk.oldLength;
  // Two neighbours that move towards each other share the room between them.
  return {
    back: previous ? Math.floor((before - 1) / 2) : before,
    ahead: next ? Math.floor((after - 1) / 2) : after,
  };
}

/**
 * A pure insertion or deletion can often sit in several places that mean the same: "A. [B. ]C." or "A[. B]. C.".
 * Moves it to where it begins after a paragraph, a line or a sentence, as a reader would mark it.
 */
function slide(
  hunk: Hunk,
  { back, ahead }: { back: number; ahead: number },
  { tokens, keys }: { tokens: readonly WordToken[]; keys: readonly string[] },
): Hunk {
  if (hunk.oldLength > 0 && hunk.newLength > 0) return hunk;
  const start = hunk.oldLength === 0 ? hunk.newStart : hunk.oldStart;
  const length = hunk.oldLength + hunk.newLength;
  const shifts = [0];
  for (let by = 1; by <= back && keys[start - by] === keys[start + length - by]; by++) shifts.push(-by);
  for (let by = 1; by <= ahead && keys[start + by - 1] === keys[start + length + by - 1]; by++)
    shifts.push(by);
  let best = 0;
  for (const shift of shifts) {
    if (rank(tokens[start + shift - 1]) > rank(tokens[start + best - 1])) best = shift;
  }
  return { ...hunk, oldStart: hunk.oldStart + best, newStart: hunk.newStart + best };
}

function rank(before: WordToken | undefined): number {
  if (!before || endsLine(before)) return 3;
  if (endsSentence(before)) return 2;
  return /^[,;:–—-]$/.test(before.text) ? 1 : 0;
}
