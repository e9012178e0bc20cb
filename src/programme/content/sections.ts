import { type Diagnostic, diagnostic } from './diagnostics.js';
import { boldHeadings, type Heading, rootHeadings, sectionHeadings } from './headings.js';
import type { Blocks } from './markdown.js';
import { slugger, slugify } from './slug.js';

/** How a section came to be: under a heading, under a bold line, before the first heading, or the whole body. */
type SectionKind = 'heading' | 'bold' | 'preamble' | 'whole';

/** One section as it stands in its file. */
export interface SectionContent {
  kind: SectionKind;
  /** Plain text; null for a preamble and a whole body. */
  heading: string | null;
  /** Unique within the point, ASCII. */
  slug: string;
  /** Markdown, exactly as in the source (LF, NFC), less leading blank lines and trailing white space. */
  body: string;
  /** Line of the heading (of the first text, if it has none) in the file, from 1. */
  line: number;
  /** Lines of the body in the file, from 1; `end` exclusive. Equal when the body is empty. */
  bodyLines: { start: number; end: number };
}

/** The body of a point, cut into sections. */
export interface SectionedBody {
  sections: SectionContent[];
  diagnostics: Diagnostic[];
}

interface Piece {
  kind: SectionKind;
  heading: string | null;
  /** Indexes of body lines. */
  headingAt: number;
  start: number;
  end: number;
}

const maxHeadingLength = 120;

/** Cuts a body (its lines and their parsed blocks) into sections; `offset` lines of the file stand before it. */
export function readSections(lines: readonly string[], blocks: Blocks, offset: number): SectionedBody {
  if (lines.every(isBlank)) return { sections: [], diagnostics: [diagnostic('W-BODY-EMPTY', offset + 1)] };
  const { headings, diagnostics } = chooseHeadings(blocks, lines, offset);
  const pieces = [...unheaded(lines, blocks, headings), ...headings.map(headed(lines.length))];
  const uniqueSlug = slugger();
  const sections = pieces.map((piece) => sectionOf(piece, lines, offset, uniqueSlug(slugFor(piece))));
  const remarks = [...sections.flatMap(headingRemarks), ...repeatedHeadings(sections)];
  return { sections, diagnostics: [...diagnostics, ...remarks, ...unspacedHeadings(blocks, offset)] };
}

function chooseHeadings(blocks: Blocks, lines: readonly string[], offset: number) {
  const marked = rootHeadings(blocks);
  const [first] = marked;
  if (first) {
    const { level, headings } = sectionHeadings(marked);
    const remark = diagnostic('I-LEVEL', offset + first.start + 1, { level });
    return { headings, diagnostics: level === 2 ? [] : [remark] };
  }
  const bold = boldHeadings(blocks);
  const [firstBold] = bold;
  const remark = firstBold
    ? diagnostic('W-BOLD-HEADINGS', offset + firstBold.start + 1, { count: bold.length })
    : diagnostic('I-NO-SECTIONS', offset + lines.findIndex((line) => !isBlank(line)) + 1);
  return { headings: bold, diagnostics: [remark] };
}

/** What stands before the first heading: a preamble, unless it is only rules; without any heading, the whole body. */
function unheaded(lines: readonly string[], blocks: Blocks, headings: readonly Heading[]): Piece[] {
  const end = headings[0]?.start ?? lines.length;
  const rules = new Set(
    blocks.tokens.flatMap((token) => (token.type === 'hr' && token.map ? [token.map[0]] : [])),
  );
  const first = lines.findIndex((line) => !isBlank(line));
  if (headings.length === 0) return [{ kind: 'whole', heading: null, headingAt: first, start: 0, end }];
  const hasText = lines.slice(0, end).some((line, i) => !isBlank(line) && !rules.has(i));
  return hasText ? [{ kind: 'preamble', heading: null, headingAt: first, start: 0, end }] : [];
}

function headed(lineCount: number) {
  return (heading: Heading, i: number, all: readonly Heading[]): Piece => ({
    kind: heading.kind,
    heading: heading.text,
    headingAt: heading.start,
    start: heading.end,
    end: all[i + 1]?.start ?? lineCount,
  });
}

function sectionOf(piece: Piece, lines: readonly string[], offset: number, slug: string): SectionContent {
  let { start, end } = piece;
  while (start < end && isBlank(lines[start] ?? '')) start++;
  while (end > start && isBlank(lines[end - 1] ?? '')) end--;
  return {
    kind: piece.kind,
    heading: piece.heading,
    slug,
    body: lines.slice(start, end).join('\n').trimEnd(),
    line: offset + piece.headingAt + 1,
    bodyLines: { start: offset + start + 1, end: offset + end + 1 },
  };
}

function slugFor(piece: Piece): string {
  if (piece.kind === 'preamble') return 'uvod';
  if (piece.kind === 'whole') return 'text';
  return slugify(piece.heading ?? '') || 'sekce';
}

function headingRemarks(section: SectionContent): Diagnostic[] {
  const { heading, line } = section;
  if (heading === null) return [];
  const remarks: Diagnostic[] = [];
  const length = [...heading].length;
  if (length === 0) remarks.push(diagnostic('W-HEADING-EMPTY', line));
  if (length > maxHeadingLength) remarks.push(diagnostic('W-HEADING-LONG', line, { length }));
  if (section.body === '') remarks.push(diagnostic('W-SECTION-EMPTY', line, { heading: shortened(heading) }));
  return remarks;
}

/** Headings that would have the same address as an earlier one. */
function repeatedHeadings(sections: readonly SectionContent[]): Diagnostic[] {
  const seen = new Map<string, number>();
  return sections.flatMap(({ heading, line }) => {
    const slug = slugify(heading ?? '');
    const nth = (seen.get(slug) ?? 0) + 1;
    if (slug === '' || heading === null) return [];
    seen.set(slug, nth);
    return nth > 1 ? [diagnostic('W-HEADING-DUP', line, { heading: shortened(heading), nth })] : [];
  });
}

function shortened(heading: string): string {
  return heading.slice(0, maxHeadingLength);
}

/** Lines like `##Text` at the root, which Markdown reads as text. A single `#word` is left alone: it is a hashtag. */
function unspacedHeadings(blocks: Blocks, offset: number): Diagnostic[] {
  return blocks.tokens.flatMap((token, i) => {
    if (token.type !== 'paragraph_open' || token.level !== 0 || !token.map) return [];
    const start = token.map[0];
    return (blocks.tokens[i + 1]?.content.split('\n') ?? []).flatMap((line, at) =>
      /^ {0,3}(?:#{2,6}[^#\s]|#[^#\s]+\s+\S)/.test(line)
        ? [diagnostic('W-HEADING-NOSPACE', offset + start + at + 1, { text: line.trim().slice(0, 80) })]
        : [],
    );
  });
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
