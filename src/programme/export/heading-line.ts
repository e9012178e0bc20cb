import { boldHeadings, rootHeadings } from '../content/headings.js';
import { parseBlocks } from '../content/markdown.js';
import type { HeadingStyle, RawLine } from './source-chunks.js';

/**
 * The lines of a heading with another text, in the way its old lines are written: hashes (closing ones as well), an
 * underline, or bold with what follows it. Texts that Markdown would read otherwise get backslashes.
 */
export function rewritten(old: readonly RawLine[], heading: string, lineEnd: string): RawLine[] | null {
  const [first] = old;
  const underline = old.at(-1);
  if (!first || !underline) return null;
  if (old.length > 1) {
    const text = writtenAs(heading, (inline) => [inline, underline.text]);
    return text && [line(text[0] ?? '', first.end), underline];
  }
  const hashes = /^( {0,3}#{1,6}[ \t]+).*?([ \t]+#+[ \t]*)?$/.exec(first.text);
  const bold = /^([*_]{2,3}).*[*_]{2}(:?\s*(?:<br\s*\/?>)?:?\s*\\?\s*)$/i.exec(first.text);
  const written = hashes
    ? writtenAs(heading, (inline) => [`${hashes[1]}${inline}${hashes[2] ?? ''}`])
    : bold && writtenAs(heading, (inline) => [`${bold[1]}${inline}${reversed(bold[1])}${bold[2]}`]);
  return written ? written.map((text) => line(text, first.end || lineEnd)) : null;
}

/** The line of a new heading in the style of its file; a file without headings gets those of level 2. */
export function fresh(style: HeadingStyle, kind: string, heading: string, lineEnd: string): RawLine[] {
  const hashes = '#'.repeat(style.kind === 'heading' ? style.level : 2);
  const around =
    kind === 'bold' ? (inline: string) => [`**${inline}**`] : (inline: string) => [`${hashes} ${inline}`];
  return (writtenAs(heading, around) ?? around(heading)).map((text) => line(text, lineEnd));
}

/** The first way of writing a text that is read as this heading. */
function writtenAs(heading: string, around: (inline: string) => string[]): string[] | null {
  const escaped = heading.replace(/[!-/:-@[-`{-~]/g, '\\$&');
  // Brackets may name a link that is defined elsewhere in the file.
  const ways = /[[\]]/.test(heading) ? [escaped] : [heading, escaped];
  return ways.map(around).find((lines) => isRead(lines, heading)) ?? null;
}

function isRead(lines: readonly string[], heading: string): boolean {
  // Bold lines count from two on.
  const source = [...lines, '', ...lines].join('\n');
  const blocks = parseBlocks(source);
  const marked = rootHeadings(blocks);
  const found = marked.length > 0 ? marked : boldHeadings(blocks);
  return found.length === 2 && found.every(({ text }) => text === heading);
}

function reversed(mark: string | undefined): string {
  return [...(mark ?? '')].reverse().join('');
}

function line(text: string, end: string): RawLine {
  return { raw: text, text, end };
}
