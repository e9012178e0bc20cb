import { compareTokens, type Hunk } from './hunks.js';
import { countWords, joinTokens, type WordToken, wordTokens } from './words.js';

/** A stretch of text that stayed, was added or was taken out. `text` is never empty. */
export interface DiffPart {
  readonly kind: 'same' | 'inserted' | 'deleted';
  readonly text: string;
}

/**
 * The difference of two texts in whole words. `insertions` and `deletions` count runs of change, not words.
 * `rewritten` says that the texts have too little in common, or are too long, for a comparison by words:
 * then the whole old text is deleted and the whole new one inserted.
 */
export interface WordDiff {
  readonly parts: readonly DiffPart[];
  readonly insertions: number;
  readonly deletions: number;
  readonly rewritten: boolean;
}

/** Texts longer than this, in UTF-16 units, are not compared by words. */
export const maxDiffLength = 100_000;

/** Below this share of kept words a comparison by words is a mosaic nobody can read. */
const leastKept = 0.15;
const leastWords = 8;

/**
 * Compares two wordings of a section. Joining the same and deleted parts gives `before` exactly, joining the
 * same and inserted ones gives `after`. Deterministic; takes a fraction of a second on whatever input.
 */
export function wordDiff(before: string, after: string): WordDiff {
  if (before.length > maxDiffLength || after.length > maxDiffLength) return wholeDiff(before, after);
  const oldTokens = wordTokens(before);
  const newTokens = wordTokens(after);
  const hunks = compareTokens(oldTokens, newTokens, (token) => token.text);
  if (!hunks || keptShare(hunks, oldTokens, newTokens) < leastKept) return wholeDiff(before, after);
  const runs = soften(toRuns(hunks, oldTokens, newTokens));
  return summary(runs.flatMap(toParts), false);
}

function wholeDiff(before: string, after: string): WordDiff {
  if (before === after) return summary(toParts({ same: before, deleted: '', inserted: '' }), false);
  return summary(toParts({ same: '', deleted: before, inserted: after }), true);
}

function keptShare(hunks: readonly Hunk[], oldTokens: readonly WordToken[], newTokens: readonly WordToken[]) {
  const words = countWords(oldTokens);
  const smaller = Math.min(words, countWords(newTokens));
  if (smaller < leastWords) return 1;
  const removed = hunks.map((hunk) =>
    countWords(oldTokens.slice(hunk.oldStart, hunk.oldStart + hunk.oldLength)),
  );
  return (words - removed.reduce((sum, count) => sum + count, 0)) / smaller;
}

/** A change followed by what stayed after it. The first run may have no change, the last one nothing that stayed. */
interface Run {
  deleted: string;
  inserted: string;
  same: string;
}

function toRuns(hunks: readonly Hunk[], oldTokens: readonly WordToken[], newTokens: readonly WordToken[]) {
  const runs = new RunList();
  let oldAt = 0;
  let newAt = 0;
  const keepUntil = (oldEnd: number) => {
    for (; oldAt < oldEnd; oldAt++, newAt++) runs.keep(oldTokens[oldAt], newTokens[newAt]);
  };
  for (const hunk of hunks) {
    keepUntil(hunk.oldStart);
    oldAt += hunk.oldLength;
    newAt += hunk.newLength;
    runs.change(
      joinTokens(oldTokens.slice(hunk.oldStart, oldAt)),
      joinTokens(newTokens.slice(hunk.newStart, newAt)),
    );
  }
  keepUntil(oldTokens.length);
  return runs.list;
}

class RunList {
  readonly list: Run[] = [{ deleted: '', inserted: '', same: '' }];

  keep(old: WordToken | undefined, fresh: WordToken | undefined) {
    if (!old || !fresh) return;
    this.last().same += old.text;
    if (old.space === fresh.space) this.last().same += old.space;
    else this.change(old.space, fresh.space);
  }

  change(deleted: string, inserted: string) {
    if (this.last().same !== '') this.list.push({ deleted: '', inserted: '', same: '' });
    this.last().deleted += deleted;
    this.last().inserted += inserted;
  }

  private last(): Run {
    return this.list.at(-1) ?? { deleted: '', inserted: '', same: '' };
  }
}

/** Joins changes with too little between them to be worth telling apart, and moves shared white space out. */
function soften(runs: readonly Run[]): Run[] {
  const joined: Array<Run & { size: number }> = [];
  for (const run of runs) {
    const previous = joined.at(-1);
    const size = replacementSize(run);
    if (previous && isTrifle(previous.same, Math.min(previous.size, size))) {
      previous.deleted += previous.same + run.deleted;
      previous.inserted += previous.same + run.inserted;
      previous.same = run.same;
      previous.size += size;
    } else joined.push({ ...run, size });
  }
  return joined.flatMap(trimSharedSpace);
}

/** Fewer unchanged words within a sentence than were replaced on either side of them. */
function isTrifle(between: string, replaced: number): boolean {
  return replaced > 0 && !/[.!?:;\n]/.test(between) && words(between) < replaced;
}

/** Words replaced; 0 where something was only inserted or only deleted. */
function replacementSize(run: Run): number {
  if (run.deleted.trim() === '' || run.inserted.trim() === '') return 0;
  return Math.max(words(run.deleted), words(run.inserted));
}

function words(text: string): number {
  return countWords(wordTokens(text));
}

function trimSharedSpace(run: Run): Run[] {
  const head = shared(leadingSpace(run.deleted), leadingSpace(run.inserted));
  const deleted = run.deleted.slice(head.length);
  const inserted = run.inserted.slice(head.length);
  const tail = shared(trailingSpace(deleted), trailingSpace(inserted));
  const trimmed = {
    deleted: deleted.slice(0, deleted.length - tail.length),
    inserted: inserted.slice(0, inserted.length - tail.length),
    same: tail + run.same,
  };
  return head === '' ? [trimmed] : [{ deleted: '', inserted: '', same: head }, trimmed];
}

function leadingSpace(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function trailingSpace(text: string): string {
  return text.slice(text.trimEnd().length);
}

function shared(one: string, other: string): string {
  return one === other ? one : '';
}

function toParts(run: Run): DiffPart[] {
  const parts: DiffPart[] = [
    { kind: 'deleted', text: run.deleted },
    { kind: 'inserted', text: run.inserted },
    { kind: 'same', text: run.same },
  ];
  return parts.filter((part) => part.text !== '');
}

function summary(parts: readonly DiffPart[], rewritten: boolean): WordDiff {
  const joined = joinNeighbours(parts);
  return {
    parts: joined,
    insertions: joined.filter((part) => part.kind === 'inserted').length,
    deletions: joined.filter((part) => part.kind === 'deleted').length,
    rewritten,
  };
}

function joinNeighbours(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.kind === part.kind)
      joined[joined.length - 1] = { kind: part.kind, text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
