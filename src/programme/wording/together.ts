import type { Hunk } from './hunks.js';
import { groupHunks } from './merge-groups.js';
import { pushToken, richer, sameKeys } from './merge-output.js';
import { bringsNoWord, type ChangedText, mergeChanged, type OriginalText } from './merge3.js';
import { joinTokens, tokenKey, type WordToken } from './words.js';

/** A stretch of the original text, in tokens. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where two changes of one text exclude each other; `whole` where they cannot be compared by words. */
export type Clash = 'whole' | readonly Stretch[];

/** Null when both changes can be made: exactly when `mergeChanged` is clean, though without making the text. */
export function clashOf(original: OriginalText, one: ChangedText, other: ChangedText): Clash | null {
  if (one.text === other.text || one.text === original.text || other.text === original.text) return null;
  if (!one.hunks || !other.hunks) return 'whole';
  const texts = { base: original.tokens, current: one.tokens, proposed: other.tokens };
  const clashes: Stretch[] = [];
  const grown = { current: 0, proposed: 0 };
  for (const { by, start, end, growth } of groupHunks(texts, one.hunks, other.hunks)) {
    const taken = (side: 'current' | 'proposed') =>
      texts[side].slice(start + grown[side], end + grown[side] + growth[side]);
    if (by === 'both' && !sameKeys(taken('current'), taken('proposed'))) clashes.push({ start, end });
    grown.current += growth.current;
    grown.proposed += growth.proposed;
  }
  if (clashes.length > 0) return clashes;
  const isSafe =
    standApart(original, one.hunks, other.hunks) &&
    !closesGaps(original, one) &&
    !closesGaps(original, other);
  return isSafe || mergeChanged(original, one, other).clean ? null : 'whole';
}

/** Whether there is white space in the original text between any change of one and any of the other. */
function standApart({ tokens }: OriginalText, one: readonly Hunk[], other: readonly Hunk[]): boolean {
  const all = [...one.map((hunk) => ({ hunk, by: 0 })), ...other.map((hunk) => ({ hunk, by: 1 }))];
  all.sort((a, b) => a.hunk.oldStart - b.hunk.oldStart);
  return all.every(({ hunk, by }, index) => {
    const before = all[index - 1];
    if (!before || before.by === by) return true;
    const between = tokens.slice(before.hunk.oldStart + before.hunk.oldLength, hunk.oldStart);
    return between.some(({ kind, space }) => kind === 'break' || space !== '');
  });
}

/** Whether a change takes white space away after a word it keeps. */
function closesGaps({ tokens }: OriginalText, { hunks, tokens: changed }: ChangedText): boolean {
  return keptStretches(hunks ?? [], tokens.length).some(({ oldStart, newStart, length }) =>
    tokens
      .slice(oldStart, oldStart + length)
      .some(({ space }, index) => space !== '' && changed[newStart + index]?.space === ''),
  );
}

/** What stays between changes, with its place in both texts. */
export function keptStretches(
  hunks: readonly Hunk[],
  oldTokens: number,
): { oldStart: number; newStart: number; length: number }[] {
  let at = { old: 0, new: 0 };
  const kept: { oldStart: number; newStart: number; length: number }[] = [];
  for (const hunk of hunks) {
    kept.push({ oldStart: at.old, newStart: at.new, length: hunk.oldStart - at.old });
    at = { old: hunk.oldStart + hunk.oldLength, new: hunk.newStart + hunk.newLength };
  }
  kept.push({ oldStart: at.old, newStart: at.new, length: oldTokens - at.old });
  return kept.filter(({ length }) => length > 0);
}

/** Changes by one or more at one place, as each of them makes it. */
interface Piece extends Stretch {
  readonly owners: number[];
  readonly hunk: Hunk;
}

/**
 * The text with all changes made, whatever their order; null where they exclude each other. Two at a time must not
 * clash; that several which pass two by two do not fit together is rare, and found here.
 */
export function combine(original: OriginalText, changes: readonly ChangedText[]): string | null {
  const texts = [...new Set(changes.map(({ text }) => text))].filter((text) => text !== original.text);
  const distinct = texts.flatMap((text) => changes.find((change) => change.text === text) ?? []);
  const [first, second, third] = distinct;
  if (!first) return original.text;
  if (!second) return first.text;
  if (!third) {
    const merge = mergeChanged(original, first, second);
    return merge.clean ? merge.text : null;
  }
  if (distinct.some(({ hunks }) => hunks === null)) return null;
  const text = compose(original, distinct);
  const sources = [original.tokens, ...distinct.map(({ tokens }) => tokens)];
  return text !== null && bringsNoWord(text, sources) ? text : null;
}

function compose(original: OriginalText, changes: readonly ChangedText[]): string | null {
  const output: WordToken[] = [];
  const grown = changes.map(() => 0);
  let at = 0;
  const keepUntil = (end: number) => {
    for (; at < end; at++) {
      const token = richer(
        original.tokens[at],
        changes.map(({ tokens }, index) => tokens[at + (grown[index] ?? 0)]),
      );
      if (token) pushToken(output, token);
    }
  };
  for (const cluster of clusters(original, changes)) {
    const { start, end } = spanOf(cluster);
    keepUntil(start);
    const sayings = ownersOf(cluster).map((owner) => {
      const own = cluster.filter(({ owners }) => owners.includes(owner));
      const growth = own.reduce((sum, { hunk }) => sum + hunk.newLength - hunk.oldLength, 0);
      const from = grown[owner] ?? 0;
      grown[owner] = from + growth;
      return changes[owner]?.tokens.slice(start + from, end + from + growth) ?? [];
    });
    const [said = [], ...others] = sayings;
    if (others.some((other) => !sameKeys(said, other))) return null;
    for (const index of said.keys()) {
      const token = richer(
        undefined,
        sayings.map((tokens) => tokens[index]),
      );
      if (token) pushToken(output, token);
    }
    at = end;
  }
  keepUntil(original.tokens.length);
  return joinTokens(output);
}

/** Changes in the order of the text; those that can only be made or refused together are one cluster. */
function clusters(original: OriginalText, changes: readonly ChangedText[]): Piece[][] {
  const pieces = piecesOf(changes);
  const found = new Map([...pieces.values()].map((piece) => [piece, [piece]]));
  for (const together of decidedTogether(original, changes, pieces)) {
    const joined = [...new Set(together.flatMap((piece) => found.get(piece) ?? []))];
    for (const piece of joined) found.set(piece, joined);
  }
  return joinInterlaced([...new Set(found.values())]);
}

/** Each hunk with what it does; the same done by several is one piece. */
function piecesOf(changes: readonly ChangedText[]): Map<Hunk, Piece> {
  const known = new Map<string, Piece>();
  const pieces = new Map<Hunk, Piece>();
  for (const [owner, { hunks, tokens }] of changes.entries()) {
    for (const hunk of hunks ?? []) {
      const keys = tokens.slice(hunk.newStart, hunk.newStart + hunk.newLength).map(tokenKey);
      const identity = JSON.stringify([hunk.oldStart, hunk.oldLength, ...keys]);
      const [start, end] = [hunk.oldStart, hunk.oldStart + hunk.oldLength];
      const piece = known.get(identity) ?? { start, end, hunk, owners: [] };
      piece.owners.push(owner);
      known.set(identity, piece);
      pieces.set(hunk, piece);
    }
  }
  return pieces;
}

/**
 * What a merge of two of the changes decides at once. Of "very very", one may have taken the first word away and
 * another the second: they said the same, and one word stays.
 */
function* decidedTogether(
  { tokens: base }: OriginalText,
  changes: readonly ChangedText[],
  pieces: ReadonlyMap<Hunk, Piece>,
): Iterable<Piece[]> {
  for (const [index, one] of changes.entries()) {
    for (const other of changes.slice(index + 1)) {
      const texts = { base, current: one.tokens, proposed: other.tokens };
      for (const { by, hunks } of groupHunks(texts, one.hunks ?? [], other.hunks ?? []))
        if (by === 'both') yield hunks.flatMap((hunk) => pieces.get(hunk) ?? []);
    }
  }
}

/** A change in the middle of others that are decided together belongs to them. */
function joinInterlaced(found: readonly Piece[][]): Piece[][] {
  const sorted = found
    .map((pieces) => ({ pieces: [...pieces], ...spanOf(pieces) }))
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const joined: typeof sorted = [];
  for (const next of sorted) {
    const open = joined.at(-1);
    if (open && next.start < open.end) {
      open.pieces.push(...next.pieces);
      open.end = Math.max(open.end, next.end);
    } else joined.push(next);
  }
  return joined.map(({ pieces }) => pieces);
}

function spanOf(pieces: readonly Piece[]): { start: number; end: number } {
  return {
    start: Math.min(...pieces.map(({ start }) => start)),
    end: Math.max(...pieces.map(({ end }) => end)),
  };
}

function ownersOf(cluster: readonly Piece[]): number[] {
  return [...new Set(cluster.flatMap(({ owners }) => owners))];
}
