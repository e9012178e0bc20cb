/**
 * A word, a punctuation mark or a paragraph break, with the white space that follows it.
 * Joining `text + space` of all tokens gives the source back exactly.
 */
export interface WordToken {
  readonly text: string;
  readonly space: string;
  readonly kind: 'start' | 'word' | 'mark' | 'break';
}

// A word keeps its inner hyphens, dots, slashes and apostrophes (on-line, www.kraj.cz, 2026/27), and its
// commas and colons between digits (2,5 or 8:30), so that a change never cuts it into letters.
const letter = '[\\p{L}\\p{N}\\p{M}_\\u00ad\\u200b-\\u200d\\u2060]';
const joiner = "(?:[-‐‑–.'’/@]|(?<=\\p{N})[,:](?=\\p{N}))";
const pattern = new RegExp(
  `(?<word>${letter}+(?:${joiner}${letter}+)*)|(?<mark>(?<char>[^\\s])\\k<char>*)|(?<space>\\s+)`,
  'gu',
);
const paragraphBreak = /\n[^\S\n]*\n/;

/**
 * Cuts a text into word tokens. The first token is always the empty `start`, which carries leading white space.
 * A blank line is a token of its own, any other white space belongs to the token before it. Linear in time.
 */
export function wordTokens(source: string): WordToken[] {
  const tokens: { text: string; space: string; kind: WordToken['kind'] }[] = [
    { text: '', space: '', kind: 'start' },
  ];
  for (const match of source.matchAll(pattern)) {
    const { word, mark, space } = match.groups ?? {};
    if (word !== undefined) tokens.push({ text: word, space: '', kind: 'word' });
    else if (mark !== undefined) tokens.push({ text: mark, space: '', kind: 'mark' });
    else if (space !== undefined && paragraphBreak.test(space)) {
      tokens.push({ text: space, space: '', kind: 'break' });
    } else if (space !== undefined) {
      const last = tokens.at(-1);
      if (last) last.space = space;
    }
  }
  return tokens;
}

/** Gives the source back from its tokens. */
export function joinTokens(tokens: readonly WordToken[]): string {
  return tokens.map((token) => token.text + token.space).join('');
}

/** Counts the words among the tokens; marks and breaks are not words. */
export function countWords(tokens: readonly WordToken[]): number {
  return tokens.filter((token) => token.kind === 'word').length;
}

/** Nearly every Czech word: nothing in it has another typographic form. */
const plainWord = /^[0-9A-Za-z\u00c0-\u017f]+$/;

/**
 * What a token means regardless of typography: kinds of quotation marks, dashes and apostrophes, soft hyphens,
 * zero-width characters and the form of accents do not distinguish two tokens; letters and their case do.
 */
export function tokenKey(token: WordToken): string {
  if (token.kind === 'break') return '\n\n';
  if (plainWord.test(token.text)) return token.text;
  return token.text
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200d\u2060]/g, '')
    .replace(/[„“”‟«»]/g, '"')
    .replace(/[‚‘’‛´]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/^\.{3}$/, '…');
}

/** Whether a new line begins after the token. */
export function endsLine(token: WordToken): boolean {
  return token.kind === 'start' || token.kind === 'break' || token.space.includes('\n');
}

/** Whether a new sentence or a new line begins after the token. */
export function endsSentence(token: WordToken): boolean {
  return endsLine(token) || /^[.!?…]+$/.test(token.text);
}
