import { boldHeadings, rootHeadings } from '../content/headings.js';
import { type Blocks, parseBlocks } from '../content/markdown.js';
import { findMotto } from '../content/motto.js';
import type { HeadingStyle } from './source-chunks.js';

/**
 * What in a body would cut its section or swallow the next one, with the words that do:
 * `heading`: a heading that begins a section (`better`: hashes of one that does not, null where there is none);
 * `underline`: a line of `---` or `===` that makes a heading of the text above it; `bold`: a bold line that counts as
 * a heading; `fence`: a code block without an end; `html`: a tag or comment without one; `motto`: the point's motto.
 */
export type BodyProblem =
  | { code: 'heading'; words: string; better: string | null }
  | { code: 'underline' | 'bold' | 'fence' | 'html' | 'motto'; words: string };

/** What keeps a body from standing in a file with such headings; null where nothing can be seen. */
export function bodyProblem(body: string, style: HeadingStyle, isFirst = false): BodyProblem | null {
  const lines = body.split('\n');
  const blocks = parseBlocks(body);
  return (
    headingProblem(lines, blocks, style) ??
    openEnd(lines, blocks) ??
    (isFirst && findMotto(lines)
      ? { code: 'motto', words: shortened(body.trimStart().split('\n')[0]) }
      : null)
  );
}

function headingProblem(lines: string[], blocks: Blocks, style: HeadingStyle): BodyProblem | null {
  const level = style.kind === 'heading' ? style.level : 6;
  const heading = rootHeadings(blocks).find((found) => found.level <= level);
  if (heading) {
    const first = lines[heading.start] ?? '';
    if (!/^ {0,3}#/.test(first))
      return { code: 'underline', words: shortened(lines[heading.end - 1]?.trim()) };
    const better = style.kind === 'heading' && level < 6 ? '#'.repeat(level + 1) : null;
    return { code: 'heading', words: shortened(first.trim()), better };
  }
  if (style.kind === 'heading') return null;
  // Two of them count in any case; together with those of the file one is enough.
  const bold = boldHeadings(style.kind === 'bold' ? twice(lines) : blocks)[0];
  return bold ? { code: 'bold', words: shortened(bold.text) } : null;
}

function twice(lines: readonly string[]): Blocks {
  return parseBlocks([...lines, '', '**x**', '', ...lines].join('\n'));
}

function openEnd(lines: readonly string[], { tokens }: Blocks): BodyProblem | null {
  for (const { type, level, map, markup, content } of tokens) {
    if (level !== 0 || !map) continue;
    const last = lines[map[1] - 1]?.trim() ?? '';
    if (type === 'fence' && (map[1] - map[0] < 2 || !isClosing(last, markup)))
      return { code: 'fence', words: markup };
    const open = type === 'html_block' ? openMark(content) : null;
    if (open) return { code: 'html', words: open };
  }
  return null;
}

function isClosing(line: string, markup: string): boolean {
  return line.length >= markup.length && [...line].every((character) => character === markup[0]);
}

/** The mark of a block of HTML that only its own end closes, where that is missing. */
function openMark(html: string): string | null {
  const start = html.trimStart();
  const ends: [RegExp, RegExp][] = [
    [/^<!--/, /-->/],
    [/^<\?/, /\?>/],
    [/^<!\[CDATA\[/, /\]\]>/],
    [/^<![a-z]/i, />/],
    [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  ];
  const found = ends.find(([begin]) => begin.test(start));
  return found && !found[1].test(start) ? (found[0].exec(start)?.[0] ?? null) : null;
}

function shortened(words = ''): string {
  const characters = [...words];
  return characters.length <= 60 ? words : `${characters.slice(0, 59).join('')}…`;
}
