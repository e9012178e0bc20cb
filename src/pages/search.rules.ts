/** Longest search that is looked at, in characters; what is longer is cut. */
export const longestSearch = 100;

/** Most words of a search that count. */
const mostWords = 8;

/**
 * A text without case and diacritics, each character in its place: positions in it are positions in the original.
 */
export function fold(text: string): string {
  return text.replace(/[^\x20-\x7e]|[A-Z]/g, (character) => {
    const folded = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return folded.length === character.length ? folded : character;
  });
}

/** Words of a search, folded, without repeats; empty for a search of nothing. */
export function searchWords(search: string): string[] {
  const words = fold(search.normalize('NFC').slice(0, longestSearch)).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, mostWords);
}

/** True when every word occurs in the folded text. */
export function hasAll(folded: string, words: readonly string[]): boolean {
  return words.every((word) => folded.includes(word));
}

/** A stretch of text around a word that was found. */
export interface Excerpt {
  before: string;
  match: string;
  after: string;
}

/** The surroundings of the first of `words` in a text; null when none occurs. */
export function excerpt(text: string, folded: string, words: readonly string[], reach = 70): Excerpt | null {
  const [place] = words
    .map((word) => ({ at: folded.indexOf(word), length: word.length }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  if (!place) return null;
  const from = wordStart(text, Math.max(0, place.at - reach));
  const to = wordEnd(text, Math.min(text.length, place.at + place.length + reach));
  const clean = (part: string) => part.replace(/\s+/g, ' ');
  return {
    before: (from > 0 ? '… ' : '') + clean(text.slice(from, place.at)),
    match: text.slice(place.at, place.at + place.length),
    after: clean(text.slice(place.at + place.length, to)) + (to < text.length ? ' …' : ''),
  };
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 25).search(/\s/);
  return space < 0 ? at : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at === text.length) return at;
  const space = text.slice(Math.max(0, at - 25), at).search(/\s\S*$/);
  return space < 0 ? at : Math.max(0, at - 25) + space;
}
