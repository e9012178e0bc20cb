import type { SourceWording } from './wording.js';

// Characters that may come, go or change without changing what is said. Brackets, the question mark and all signs
// (+ − % § € ~ * …) are not among them: each can turn a sentence around.
const trifles = /[\s.,;:!…'"`´„“”‟‚‘’‛«»‹›‐‑‒–—―\-\u00ad\u200b-\u200d\u2060\ufeff]/u;
const token = new RegExp(
  [
    '(?<address>(?:https?:\\/\\/|www\\.|mailto:)[^\\s<>()\\[\\]"]+|\\]\\([^()\\s]*|<[^<>]*>)',
    '(?<number>(?:(?<![\\p{L}\\p{M}\\p{N}])[-‐‑‒–—−])?[\\p{L}\\p{M}]*\\p{N}[\\p{L}\\p{M}\\p{N}]*)',
    '(?<word>[\\p{L}\\p{M}]+)',
    '(?<other>[^])',
  ].join('|'),
  'giu',
);

/**
 * Whether a change is a correction of typography: other white space, quotation marks, dashes, ellipses, punctuation,
 * case or diacritics, but the same words in the same order, and numbers, signs, brackets, tags and the addresses of
 * links as they were. Not for two identical wordings.
 */
export function isMinor(before: SourceWording, after: SourceWording): boolean {
  const heading = [before.heading ?? '', after.heading ?? ''] as const;
  if (heading[0] === heading[1] && before.body === after.body) return false;
  return saysTheSame(...heading) && saysTheSame(before.body, after.body);
}

function saysTheSame(before: string, after: string): boolean {
  const one = meaning(before);
  const other = meaning(after);
  return one.length === other.length && one.every((piece, index) => piece === other[index]);
}

/** What a text says, piece by piece, without its trifles. */
function meaning(text: string): string[] {
  const pieces: string[] = [];
  // Marks since the last piece; they count only between two numbers: 2–5, 2,5 and 2. 5. are three things.
  let marks = '';
  let afterNumber = false;
  for (const { groups = {} } of withListMarks(text.normalize('NFC')).matchAll(token)) {
    const { number, other } = groups;
    if (other !== undefined && trifles.test(other)) {
      marks += mark(other);
      continue;
    }
    if (number !== undefined && afterNumber) pieces.push(` ${marks}`);
    pieces.push(pieceOf(groups));
    marks = '';
    afterNumber = number !== undefined;
  }
  return pieces;
}

function pieceOf({ number, word, address, other }: Record<string, string | undefined>): string {
  if (number !== undefined) return number.replace(/^[-‐‑‒–—]/u, '−');
  if (word !== undefined) return foldedWord(word);
  return address?.replace(/[.,;:!]+$/, '') ?? other ?? '';
}

/** Bullets of a list are dashes, whichever they are. */
function withListMarks(text: string): string {
  return text.replace(/^([^\S\n]*)[*+](?=[^\S\n])/gmu, '$1-');
}

function mark(character: string): string {
  if (/\s/u.test(character)) return '';
  return /[‐‑‒–—―-]/u.test(character) ? '-' : character;
}

function foldedWord(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
