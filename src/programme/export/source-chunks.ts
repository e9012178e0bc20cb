import { splitFrontMatter } from '../content/front-matter.js';
import { boldHeadings, type Heading, rootHeadings, sectionHeadings } from '../content/headings.js';
import { parseBlocks } from '../content/markdown.js';
import { findMotto } from '../content/motto.js';
import { readSections, type SectionContent } from '../content/sections.js';

/** One line of a file: as it stands there, how it is read (NFC, no byte order mark), and its line end ('' at the end). */
export interface RawLine {
  raw: string;
  text: string;
  end: string;
}

/** The stretch of a file that belongs to one section. */
export interface SourceChunk {
  section: SectionContent;
  /** Lines of the heading; none for a preamble and a whole body. */
  head: RawLine[];
  /** Blank lines between heading and body; above a text without heading also the motto. */
  gap: RawLine[];
  body: RawLine[];
  /** All that follows its last line that is not blank: that line's end, then blank lines. */
  after: string;
}

/** How the headings of a file that begin sections are written: with hashes or underlines of a level, as bold lines, or not at all. */
export type HeadingStyle = { kind: 'heading'; level: number } | { kind: 'bold' } | { kind: 'none' };

/** A file cut at its sections; joined again it is the file to the letter. */
export interface SourceChunks {
  /** The header, and what stands before the first heading without being a section. */
  prologue: string;
  chunks: SourceChunk[];
  style: HeadingStyle;
  /** The line end most lines have. */
  lineEnd: string;
  /** Whether the body begins with a motto. */
  hasMotto: boolean;
}

/** Cuts a file that can be imported; null for what cannot. */
export function cutSource(source: string): SourceChunks | null {
  const lines = rawLines(source);
  const parts = splitFrontMatter(lines.map(({ text }) => text).join('\n'));
  if ('error' in parts) return null;
  const { bodyLines, bodyOffset } = parts;
  const motto = findMotto(bodyLines);
  const read = bodyLines.map((line, i) => (i === motto?.line ? '' : line));
  const blocks = parseBlocks(read.join('\n'));
  const { sections } = readSections(read, blocks, bodyOffset);
  const { headings, style } = headingsOf(blocks);
  const body = lines.slice(bodyOffset);
  const chunks = sections.map((section, i) => {
    const unheaded = section.heading === null ? 1 : 0;
    const heading = unheaded ? undefined : headings[i - (sections.length - headings.length)];
    const end = headings[i + 1 - (sections.length - headings.length)]?.start ?? body.length;
    return chunkOf(section, heading, end, { lines: body, offset: bodyOffset });
  });
  const first = chunks[0];
  const prologueEnd = first && first.head.length > 0 ? (headings[0]?.start ?? 0) : first ? 0 : body.length;
  return {
    prologue: joined([...lines.slice(0, bodyOffset), ...body.slice(0, prologueEnd)]),
    chunks,
    style,
    lineEnd: dominantEnd(lines),
    hasMotto: motto !== null,
  };
}

/** Lines as they stand, with their ends. */
export function joined(lines: readonly RawLine[]): string {
  return lines.map(({ raw, end }) => raw + end).join('');
}

function headingsOf(blocks: ReturnType<typeof parseBlocks>): { headings: Heading[]; style: HeadingStyle } {
  const marked = rootHeadings(blocks);
  if (marked.length > 0) {
    const { level, headings } = sectionHeadings(marked);
    return { headings, style: { kind: 'heading', level } };
  }
  const headings = boldHeadings(blocks);
  return { headings, style: { kind: headings.length > 0 ? 'bold' : 'none' } };
}

function chunkOf(
  section: SectionContent,
  heading: Heading | undefined,
  end: number,
  { lines, offset }: { lines: readonly RawLine[]; offset: number },
): SourceChunk {
  const start = heading?.start ?? 0;
  const headEnd = heading?.end ?? 0;
  const bodyStart = Math.min(section.bodyLines.start - 1 - offset, end);
  const bodyEnd = section.bodyLines.end - 1 - offset;
  const isEmpty = bodyEnd <= bodyStart;
  const lastLine = isEmpty ? headEnd : bodyEnd;
  return {
    section,
    head: lines.slice(start, headEnd),
    gap: isEmpty ? [] : lines.slice(headEnd, bodyStart),
    body: isEmpty ? [] : lines.slice(bodyStart, bodyEnd),
    after: (lines[lastLine - 1]?.end ?? '') + joined(lines.slice(lastLine, end)),
  };
}

function rawLines(source: string): RawLine[] {
  const lines: RawLine[] = [];
  let start = 0;
  for (const match of source.matchAll(/\r\n?|\n/g)) {
    lines.push(rawLine(source.slice(start, match.index), match[0], start === 0));
    start = match.index + match[0].length;
  }
  lines.push(rawLine(source.slice(start), '', start === 0));
  return lines;
}

function rawLine(raw: string, end: string, isFirst: boolean): RawLine {
  const text = isFirst ? raw.replace(/^\ufeff/, '') : raw;
  return { raw, text: text.normalize('NFC'), end };
}

function dominantEnd(lines: readonly RawLine[]): string {
  const count = (end: string) => lines.filter((line) => line.end === end).length;
  const ends = ['\n', '\r\n', '\r'].sort((one, other) => count(other) - count(one));
  return ends[0] ?? '\n';
}
