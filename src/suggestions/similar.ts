import { compareTokens } from '../programme/wording/hunks.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import { tokenKey, type WordToken, wordTokens } from '../programme/wording/words.js';
import { beforeAndAfter, type Proposal } from './proposal.js';

/** A proposal with the wording it was written on. */
export interface Proposed {
  proposal: Proposal;
  base: SourceWording;
}

/** From here on two proposals want nearly the same. */
export const verySimilar = 0.7;

/** Below this they have nothing to do with each other. */
export const hardlySimilar = 0.2;

/**
 * How far two proposals want the same: 0 nothing, 1 exactly. Compares what they put in and take out, not the whole
 * texts, so that two small changes of a long text are alike only where they change the same.
 */
export function similarity(one: Proposed, other: Proposed): number {
  if (one.proposal.kind !== other.proposal.kind) return 0;
  if (one.proposal.kind === 'remove' || isSame(one.proposal, other.proposal)) return 1;
  const [mine, theirs] = [changeOf(one), changeOf(other)];
  const removed = dice(mine.removed, theirs.removed);
  const added = dice(mine.added, theirs.added);
  if (added === null) return removed ?? 0;
  // Whoever writes a text anew takes all of it out, as others do; what they put in says what they want.
  return removed === null ? added : 0.75 * added + 0.25 * removed;
}

/** How often each word is put in, and taken out. */
interface Change {
  readonly added: Map<string, number>;
  readonly removed: Map<string, number>;
}

function changeOf({ proposal, base }: Proposed): Change {
  const texts = beforeAndAfter(base, proposal);
  const [before, after] = [wordTokens(texts.before), wordTokens(texts.after)];
  const change = { added: new Map<string, number>(), removed: new Map<string, number>() };
  const whole = [{ oldStart: 0, oldLength: before.length, newStart: 0, newLength: after.length }];
  for (const hunk of compareTokens(before, after, tokenKey) ?? whole) {
    count(change.removed, before.slice(hunk.oldStart, hunk.oldStart + hunk.oldLength));
    count(change.added, after.slice(hunk.newStart, hunk.newStart + hunk.newLength));
  }
  return change;
}

function count(words: Map<string, number>, tokens: readonly WordToken[]): void {
  for (const token of tokens) {
    if (token.kind !== 'word') continue;
    const word = tokenKey(token).toLowerCase();
    words.set(word, (words.get(word) ?? 0) + 1);
  }
}

/** Dice coefficient; null where neither has any word. */
function dice(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number | null {
  const total = sizeOf(one) + sizeOf(other);
  if (total === 0) return null;
  let shared = 0;
  for (const [word, times] of one) shared += Math.min(times, other.get(word) ?? 0);
  return (2 * shared) / total;
}

/** Whether a proposal says nothing but what the section says, with other white space. */
export function isOnlySpace(proposal: Proposal, current: SourceWording): boolean {
  if (proposal.kind !== 'reword' || isSame(proposal, current)) return false;
  const bare = ({ heading, body }: SourceWording) => `${heading ?? ''}\n${body}`.replace(/\s+/gu, '');
  return bare(proposal) === bare(current) && wordsOf(proposal) === wordsOf(current);
}

function wordsOf({ heading, body }: SourceWording): string {
  const tokens = wordTokens(`${heading ?? ''}\n${body}`);
  return tokens.map(({ kind, text }) => (kind === 'break' ? '\n\n' : text)).join('\0');
}

function sizeOf(words: ReadonlyMap<string, number>): number {
  return [...words.values()].reduce((sum, count) => sum + count, 0);
}
