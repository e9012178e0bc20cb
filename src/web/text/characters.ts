/** Half of a surrogate pair without its other half: no character at all, and PostgreSQL refuses it. */
export const loneSurrogate = /\p{Surrogate}/u;

/** Characters that turn the direction of the text around them. */
export const bidiControl = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Characters without width or ink: zero-width, fillers, soft hyphens, variation selectors, tags. */
export const invisible = new RegExp(
  [
    '[\\u00ad\\u115f\\u1160\\u180e\\u200b-\\u200d\\u2060-\\u2065\\u206a-\\u206f\\u2800\\u3164\\ufeff\\uffa0]',
    '[\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]',
    '\\u034f|\\u17b4|\\u17b5|[\\u180b-\\u180d\\u180f\\ufe00-\\ufe0f]',
  ].join('|'),
  'u',
);

const otherControls = /(?![\n\t\0])\p{Cc}/gu;
const blank = new RegExp(`[\\p{C}\\p{Z}\\p{M}]|${invisible.source}`, 'gu');

/** Counts what a person takes for characters: code points, so that most emoji count as one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Whether anything of the text can be seen. */
export function isVisible(text: string): boolean {
  return text.replace(blank, '') !== '';
}

/**
 * The normal form of a text of several lines: NFC, lines end in `\n`, no control characters but tab (and NUL, which
 * is refused rather than dropped), no blank lines before it and no white space after it.
 */
export function normaliseText(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .normalize('NFC')
    .replace(otherControls, '')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
}

/** The normal form of a text of one line: as above, and white space of every kind collapsed into single spaces. */
export function normaliseLine(text: string): string {
  return normaliseText(text).replace(/\s+/g, ' ').trim();
}
