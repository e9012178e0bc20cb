import type { Hunk } from './hunks.js';
import { countWords, endsSentence, tokenKey, type WordToken } from './words.js';

type Side = 'current' | 'proposed';

/**
 * Changes that must be decided together, over the base tokens `start` to `end`. By one side: `hunks` are its exact
 * changes. By both: they collide unless they say the same; `growth` is by how many tokens each side is longer.
 */
export interface Group {
  readonly by: Side | 'both';
  readonly start: number;
  readonly end: number;
  readonly hunks: readonly Hunk[];
  readonly growth: { readonly current: number; readonly proposed: number };
}

interface Texts {
  readonly base: readonly WordToken[];
  readonly current: readonly WordToken[];
  readonly proposed: readonly WordToken[];
}

/** A side's changes, joined where too little is left between them to be a text of its own. */
interface Block {
  readonly by: Side | 'both';
  readonly start: number;
  readonly end: number;
  readonly hunks: readonly Hunk[];
  /** Adds whole sentences between two others, so it does not disturb a change right beside it. */
  readonly sentences: boolean;
}

/** Sorts the changes of both sides into groups in the order of the base text. */
export function groupHunks(texts: Texts, current: readonly Hunk[], proposed: readonly Hunk[]): Group[] {
  const same = new Map(proposed.map((hunk) => [identity(hunk, texts.proposed), hunk]));
  const shared = current.filter((hunk) => same.has(identity(hunk, texts.current)));
  const sharedStarts = new Set(shared.map((hunk) => hunk.oldStart));
  const blocks = [
    ...shared.map((hunk) => block('both', [hunk], texts)),
    ...toBlocks('current', current, sharedStarts, texts),
    ...toBlocks('proposed', proposed, sharedStarts, texts),
  ];
  blocks.sort((one, other) => one.start - other.start || one.end - other.end);
  return gather(blocks).map(toGroup);
}

function identity(hunk: Hunk, tokens: readonly WordToken[]): string {
  const keys = tokens.slice(hunk.newStart, hunk.newStart + hunk.newLength).map(tokenKey);
  return JSON.stringify([hunk.oldStart, hunk.oldLength, ...keys]);
}

function toBlocks(side: Side, hunks: readonly Hunk[], shared: ReadonlySet<number>, texts: Texts): Block[] {
  const gathered: Hunk[][] = [];
  let open: Hunk[] | null = null;
  for (const hunk of hunks) {
    const last: Hunk | undefined = open?.at(-1);
    if (shared.has(hunk.oldStart)) open = null;
    else if (open && last && isTrifle(last, hunk, texts.base, texts[side])) open.push(hunk);
    else {
      open = [hunk];
      gathered.push(open);
    }
  }
  return gathered.map((group) => block(side, group, texts));
}

/** Fewer unchanged words within a sentence than were changed on either side of them. */
function isTrifle(one: Hunk, other: Hunk, base: readonly WordToken[], side: readonly WordToken[]): boolean {
  const between = base.slice(one.oldStart + one.oldLength, other.oldStart);
  return (
    !between.some(endsSentence) &&
    countWords(between) < Math.min(size(one, base, side), size(other, base, side))
  );
}

function size(hunk: Hunk, base: readonly WordToken[], side: readonly WordToken[]): number {
  return Math.max(
    countWords(base.slice(hunk.oldStart, hunk.oldStart + hunk.oldLength)),
    countWords(side.slice(hunk.newStart, hunk.newStart + hunk.newLength)),
  );
}

function block(by: Side | 'both', hunks: readonly Hunk[], texts: Texts): Block {
  const first = hunks[0];
  const last = hunks.at(-1);
  if (!first || !last) return { by, start: 0, end: 0, hunks, sentences: false };
  const tokens = texts[by === 'both' ? 'current' : by];
  const before = texts.base[first.oldStart - 1];
  const final = tokens[first.newStart + first.newLength - 1];
  return {
    by,
    start: first.oldStart,
    end: last.oldStart + last.oldLength,
    hunks,
    sentences:
      hunks.length === 1 &&
      first.oldLength === 0 &&
      (!before || endsSentence(before)) &&
      (!final || endsSentence(final)),
  };
}

function gather(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const next of blocks) {
    const open = groups.at(-1);
    if (open?.some((member) => collide(member, next))) open.push(next);
    else groups.push([next]);
  }
  return groups;
}

/** `next` does not begin before `one`. Changes that touch collide, too: neighbouring words hang together. */
function collide(one: Block, next: Block): boolean {
  if (next.start > one.end) return false;
  const besideEachOther = next.start === one.end && (one.start < one.end || next.start < next.end);
  return !(besideEachOther && (one.sentences || next.sentences));
}

function toGroup(blocks: readonly Block[]): Group {
  const sides = new Set(blocks.map((member) => member.by));
  const only = sides.size === 1 ? blocks[0]?.by : undefined;
  const growth = (side: Side) =>
    blocks
      .filter((member) => member.by === side || member.by === 'both')
      .flatMap((member) => member.hunks)
      .reduce((sum, hunk) => sum + hunk.newLength - hunk.oldLength, 0);
  return {
    by: only ?? 'both',
    start: Math.min(...blocks.map((member) => member.start)),
    end: Math.max(...blocks.map((member) => member.end)),
    hunks: blocks.flatMap((member) => member.hunks),
    growth: { current: growth('current'), proposed: growth('proposed') },
  };
}
