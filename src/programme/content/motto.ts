import { plain } from './plain.js';

/** A motto found on the first line of a body. */
export interface Motto {
  text: string;
  /** Index of its line in the body, from 0. */
  line: number;
}

const maxLength = 300;
const mottoLine = /^\s*(__|\*\*)\s*motto\s*:(.+?)\1\s*\\?$/i;
const openingQuotes = /^["'„“”»«‚‘’]+\s*/;
const closingQuotes = /\s*["'“”„»«‘’‚]+$/;

/** The motto of a body whose first non-blank line is `__Motto: …__` or `**Motto: …**`; null without one. */
export function findMotto(bodyLines: readonly string[]): Motto | null {
  const line = bodyLines.findIndex((text) => text.trim() !== '');
  const first = bodyLines[line];
  // A longer line is left alone: no motto is that long, and the pattern stays quick.
  if (first === undefined || first.length > 2 * maxLength) return null;
  const found = mottoLine.exec(first)?.[2];
  if (found === undefined) return null;
  const text = withoutQuotes(plain(found));
  return text === '' || text.length > maxLength ? null : { text, line };
}

function withoutQuotes(text: string): string {
  const inner = text.replace(openingQuotes, '');
  return inner === text ? text : inner.replace(closingQuotes, '');
}
