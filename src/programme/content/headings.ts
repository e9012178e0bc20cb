import { type Blocks, inlineText, type MarkdownToken, parseInline } from './markdown.js';
import { plain } from './plain.js';

/** A line (or two, when underlined) of the body that begins a section. Lines from 0, `end` exclusive. */
export interface Heading {
  kind: 'heading' | 'bold';
  /** 1 to 6; 0 for a bold line. */
  level: number;
  text: string;
  start: number;
  end: number;
}

const maxBoldLength = 120;

/** The Markdown headings at the root of a document, in order. */
export function rootHeadings(blocks: Blocks): Heading[] {
  return blocks.tokens.flatMap((token, i) => {
    if (token.type !== 'heading_open' || token.level !== 0 || !token.map) return [];
    const content = blocks.tokens[i + 1]?.content ?? '';
    const text = plain(inlineText(parseInline(content, blocks.definitions)));
    return [
      { kind: 'heading', level: Number(token.tag.slice(1)), text, start: token.map[0], end: token.map[1] },
    ];
  });
}

/** The headings that begin sections: those not deeper than the shallowest level that occurs twice, or occurs at all. */
export function sectionHeadings(headings: readonly Heading[]): { level: number; headings: Heading[] } {
  const levels = [1, 2, 3, 4, 5, 6];
  const count = (level: number) => headings.filter((heading) => heading.level === level).length;
  const level = levels.find((level) => count(level) > 1) ?? levels.find((level) => count(level) > 0) ?? 2;
  return { level, headings: headings.filter((heading) => heading.level <= level) };
}

/** Lines that are wholly bold and first in a paragraph at the root; they count only if there are at least two. */
export function boldHeadings(blocks: Blocks): Heading[] {
  const found = blocks.tokens.flatMap((token, i) => {
    if (token.type !== 'paragraph_open' || token.level !== 0 || !token.map) return [];
    const firstLine = blocks.tokens[i + 1]?.content.split('\n')[0] ?? '';
    const text = wholeBoldText(firstLine, blocks);
    return text === null ? [] : [boldHeading(text, token.map[0])];
  });
  return found.length >= 2 ? found : [];
}

function boldHeading(text: string, start: number): Heading {
  return { kind: 'bold', level: 0, text, start, end: start + 1 };
}

function wholeBoldText(line: string, blocks: Blocks): string | null {
  if (!/^[*_]{2}/.test(line) || line.length > 4 * maxBoldLength) return null;
  const children = parseInline(line.replace(/\\$/, ''), blocks.definitions);
  const text = plain(inlineText(children.slice(0, lastStrongClose(children) + 1)));
  const fits = text !== '' && [...text].length <= maxBoldLength && !text.endsWith('.');
  return fits && onlyBold(children) ? text : null;
}

function lastStrongClose(children: readonly MarkdownToken[]): number {
  return children.findLastIndex((token) => token.type === 'strong_close');
}

/** Whether nothing but white space stands outside the bold text, and after it at most a colon and a line break. */
function onlyBold(children: readonly MarkdownToken[]): boolean {
  let depth = 0;
  let outside = '';
  for (const token of children) {
    if (token.type === 'strong_open') depth++;
    else if (token.type === 'strong_close') depth--;
    else if (depth === 0) outside += token.type === 'html_inline' ? token.content : token.content.trim();
    if (token.type === 'strong_open' && outside !== '') return false;
  }
  return /^:?\s*(?:<br\s*\/?>)?:?$/i.test(outside);
}
