import { diffArrays } from 'diff';
import type { SectionKind } from '../section.entity.js';
import { fresh, rewritten } from './heading-line.js';
import { cutSource, joined, type RawLine, type SourceChunk, type SourceChunks } from './source-chunks.js';

/** A file as it was imported last, and which section each of its sections is. */
export interface ImportedSource {
  source: string;
  /** Ids of the sections of `source`, in its order; '' for one that has no place any more. */
  sectionIds: readonly string[];
}

/** A section of the text to be written. */
export interface ExportedSection {
  sectionId: string;
  kind: SectionKind;
  heading: string | null;
  body: string;
}

/**
 * Ways of writing, from the one that changes least: lines as they stand; blank lines around what changed; and every
 * heading with the hashes of one level.
 */
export type WritingManner = 'close' | 'loose' | 'uniform';

/** More lines than this may be removed and added in one section before all its lines count as new. */
const maxEditLength = 2000;

/**
 * Writes a text into the file it came from. Header, comments, line ends and every line of an untouched section stay to
 * the letter; within a changed one the lines that are the same. Whether the result is read as these sections is for
 * the caller to find out (`writeBack`).
 */
export function exportSource(
  { source, sectionIds }: ImportedSource,
  sections: readonly ExportedSection[],
  manner: WritingManner = 'close',
): string {
  const file = cutSource(source);
  if (!file) return source;
  const indexOf = new Map(file.chunks.map((_, i) => [sectionIds[i] ?? '', i]));
  const pieces = sections.map((section) =>
    pieceOf(section, indexOf.get(section.sectionId) ?? -1, file, manner),
  );
  const last = file.chunks.at(-1);
  const written = pieces.map((piece, i) => {
    const next = pieces[i + 1];
    return piece.core + (next ? between(piece, next, file, manner) : (last?.after ?? file.lineEnd));
  });
  return opening(file, pieces[0]) + written.join('');
}

/** A section as it will stand in the file, without what follows its last line. */
interface Piece {
  core: string;
  chunk: SourceChunk | undefined;
  /** Index of its chunk in the file; -1 for a new one. */
  at: number;
  changed: boolean;
  /** Whether it begins with a line that must be the first of its paragraph. */
  needsBlank: boolean;
}

function pieceOf(section: ExportedSection, at: number, file: SourceChunks, manner: WritingManner): Piece {
  const chunk = file.chunks[at];
  const head = headOf(section, chunk, file, manner);
  const isSameHead = head === chunk?.head;
  const isSameBody = section.body === chunk?.section.body;
  const body = isSameBody && chunk ? chunk.body : bodyOf(section.body, chunk, file.lineEnd);
  const isNewBody = !chunk || chunk.body.length === 0;
  const gap = isNewBody ? usualGap(head, body, file) : chunk.gap;
  const changed = !isSameHead || !isSameBody;
  const roomy = manner === 'close' || !changed || head.length === 0 ? gap : withBlank(gap, file.lineEnd);
  const lines = body.length > 0 ? [...head, ...roomy, ...body] : head.length > 0 ? head : gap;
  return {
    core: withoutLastEnd(lines, file.lineEnd),
    chunk,
    at,
    changed,
    needsBlank: head.length > 0 && !/^ {0,3}#/.test(head[0]?.text ?? ''),
  };
}

function headOf(
  section: ExportedSection,
  chunk: SourceChunk | undefined,
  file: SourceChunks,
  manner: WritingManner,
): RawLine[] {
  const { heading, kind } = section;
  if (heading === null) return chunk?.head.length === 0 ? chunk.head : [];
  const written = chunk?.section.kind === kind ? chunk : undefined;
  if (manner !== 'uniform' || kind === 'bold') {
    if (written?.section.heading === heading) return written.head;
    const again = written && rewritten(written.head, heading, file.lineEnd);
    if (again) return again;
  }
  return fresh(file.style, kind, heading, file.lineEnd);
}

/** The lines of a body: those it had where they are the same, the others with the file's line end. */
function bodyOf(body: string, chunk: SourceChunk | undefined, lineEnd: string): RawLine[] {
  if (body === '') return [];
  const lines = body.split('\n');
  const old = (chunk?.section.body ?? '').split('\n');
  const kept = chunk && chunk.body.length > 0 ? keptLines(old, lines) : new Map<number, number>();
  return lines.map((text, i) => {
    const raw = chunk?.body[kept.get(i) ?? -1];
    // The last line of a body is read without its trailing white space, any other with it.
    const isSame = raw && (raw.text === text || (i === lines.length - 1 && raw.text.trimEnd() === text));
    return isSame ? raw : { raw: text, text, end: lineEnd };
  });
}

/** For indexes of new lines the indexes of the old ones that stay. */
function keptLines(old: string[], lines: string[]): Map<number, number> {
  const kept = new Map<number, number>();
  let oldAt = 0;
  let newAt = 0;
  for (const { added, removed, count } of diffArrays(old, lines, { maxEditLength }) ?? []) {
    if (!added && !removed) for (let i = 0; i < count; i++) kept.set(newAt + i, oldAt + i);
    if (!added) oldAt += count;
    if (!removed) newAt += count;
  }
  return kept;
}

/** What other sections of the file have between heading and text. */
function usualGap(head: readonly RawLine[], body: readonly RawLine[], file: SourceChunks): RawLine[] {
  if (head.length === 0 || body.length === 0) return [];
  const model = file.chunks.find((chunk) => chunk.head.length > 0 && chunk.body.length > 0);
  return model
    ? model.gap.map((line) => ({ ...line, end: line.end || file.lineEnd }))
    : [blank(file.lineEnd)];
}

function withBlank(gap: RawLine[], lineEnd: string): RawLine[] {
  return gap.length > 0 ? gap : [blank(lineEnd)];
}

function blank(end: string): RawLine {
  return { raw: '', text: '', end };
}

/** Only the last line of a file may lack its end, and here none is last. */
function withoutLastEnd(lines: readonly RawLine[], lineEnd: string): string {
  const last = lines.at(-1);
  const complete = lines.slice(0, -1).map((line) => (line.end === '' ? { ...line, end: lineEnd } : line));
  return joined(complete) + (last?.raw ?? '');
}

/** What stands between two pieces: as in the file where it had the same two there. */
function between(
  piece: Piece,
  next: Piece,
  { chunks, lineEnd }: SourceChunks,
  manner: WritingManner,
): string {
  const { at } = piece;
  const after = at >= 0 && at < chunks.length - 1 ? (piece.chunk?.after ?? '') : '';
  const isAsBefore = next.chunk !== undefined && chunks[at + 1] === next.chunk;
  const isTouched = !isAsBefore || piece.changed || next.changed;
  if (!isTouched) return after;
  const wantsBlank = !next.chunk || next.needsBlank || manner !== 'close' || !piece.chunk;
  const ends = after.match(/\r\n?|\n/g)?.length ?? 0;
  return ends >= (wantsBlank ? 2 : 1) ? after : lineEnd + lineEnd;
}

/** What stands before the first piece: with the motto, where the text below it is gone. */
function opening({ prologue, chunks, lineEnd }: SourceChunks, first: Piece | undefined): string {
  const head = chunks[0];
  if (!first) return head && head.head.length === 0 ? prologue + joined(head.gap) : prologue;
  if (!head || head.head.length > 0) return withEnd(prologue, lineEnd);
  return first.chunk === head ? prologue : withEnd(prologue + joined(head.gap), lineEnd);
}

function withEnd(text: string, lineEnd: string): string {
  return /[\r\n]$/.test(text) || text === '' ? text : text + lineEnd;
}
