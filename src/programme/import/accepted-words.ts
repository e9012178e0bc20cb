import { fingerprint } from '../content/matching/fingerprint.js';
import { maxDiffLength } from '../wording/diff.js';
import { compareTokens, type Hunk } from '../wording/hunks.js';
import { type SourceWording, sourceText } from '../wording/wording.js';
import { tokenKey, type WordToken, wordTokens } from '../wording/words.js';

/**
 * Whether a wording goes on from `current` and not from `before`: each word that `current` brought still stands, and
 * little of what it took out is back. Case and typography make no difference; a word that went elsewhere counts as gone.
 * Without `before`, all of `current` was brought. False where `current` changed marks only, so that nothing tells whether
 * it is known, and where the texts are too long or too unlike to say.
 */
export function goesOnFrom(
  wording: SourceWording,
  before: SourceWording | null,
  current: SourceWording,
): boolean {
  const texts = [before ?? { heading: null, body: '' }, current, wording].map(sourceText);
  if (texts.some(({ length }) => length > maxDiffLength)) return false;
  const [old = [], now = [], next = []] = texts.map(wordTokens);
  const brought = before ? compareTokens(old, now, keyOf) : [all(now)];
  const changed = compareTokens(now, next, keyOf);
  if (!brought || !changed) return false;
  return (
    brought.some((hunk) => changesWords(hunk, old, now)) &&
    keepsWords(now, brought, changed) &&
    !takesBack({ old, next }, brought, changed) &&
    !hasMostOf(wording, before, current)
  );
}

/**
 * Whether a merge has a word that both sides brought more often than either of them: a file that knows an accepted
 * change may place it a little elsewhere. Short words do not count, since two changes may well bring the same one.
 */
export function saysTwice(
  merge: SourceWording,
  { last, current, incoming }: Record<'last' | 'current' | 'incoming', SourceWording>,
): boolean {
  const [old, now, next] = [last, current, incoming].map(wordCounts);
  return [...wordCounts(merge)].some(
    ([word, count]) =>
      word.length > 3 && !old?.has(word) && count > Math.max(now?.get(word) ?? 0, next?.get(word) ?? 0),
  );
}

/** Whether none of the words that came with the first change left with the second. */
function keepsWords(now: readonly WordToken[], brought: readonly Hunk[], changed: readonly Hunk[]): boolean {
  const own = new Set(brought.flatMap(({ newStart, newLength }) => range(newStart, newLength)));
  return changed
    .flatMap(({ oldStart, oldLength }) => range(oldStart, oldLength))
    .every((at) => !own.has(at) || now[at]?.kind !== 'word');
}

/** Whether most of the words that one place of the first change took out are back there. */
function takesBack(
  { old, next }: { old: readonly WordToken[]; next: readonly WordToken[] },
  brought: readonly Hunk[],
  changed: readonly Hunk[],
): boolean {
  return brought.some(({ oldStart, oldLength, newStart, newLength }) => {
    const out = wordsIn(old, oldStart, oldLength);
    const here = changed.filter(
      (hunk) => hunk.oldStart <= newStart + newLength && hunk.oldStart + hunk.oldLength >= newStart,
    );
    const back = new Set(here.flatMap((hunk) => wordsIn(next, hunk.newStart, hunk.newLength)));
    return out.length > 0 && out.filter((word) => back.has(word)).length * 2 > out.length;
  });
}

/** Whether half of what `current` took out of `before` is back, wherever it stands. */
function hasMostOf(wording: SourceWording, before: SourceWording | null, current: SourceWording): boolean {
  const after = printOf(current);
  const lost = before ? [...printOf(before)].filter((pair) => !after.has(pair)) : [];
  const own = printOf(wording);
  return lost.length > 0 && lost.filter((pair) => own.has(pair)).length * 2 >= lost.length;
}

function printOf(wording: SourceWording): Set<number> {
  return new Set(fingerprint(sourceText(wording)));
}

function changesWords(
  { oldStart, oldLength, newStart, newLength }: Hunk,
  old: readonly WordToken[],
  now: readonly WordToken[],
): boolean {
  return wordsIn(old, oldStart, oldLength).length + wordsIn(now, newStart, newLength).length > 0;
}

function wordsIn(tokens: readonly WordToken[], start: number, length: number): string[] {
  return tokens.slice(start, start + length).flatMap((token) => (token.kind === 'word' ? keyOf(token) : []));
}

function wordCounts(wording: SourceWording): Map<string, number> {
  const tokens = wordTokens(sourceText(wording));
  const counts = new Map<string, number>();
  for (const word of wordsIn(tokens, 0, tokens.length)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function keyOf(token: WordToken): string {
  return tokenKey(token).toLowerCase();
}

function all({ length }: readonly WordToken[]): Hunk {
  return { oldStart: 0, oldLength: 0, newStart: 0, newLength: length };
}

function range(start: number, length: number): number[] {
  return Array.from({ length }, (_, i) => start + i);
}
