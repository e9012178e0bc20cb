import { readPoint } from '../content/point.js';
import { type BodyProblem, bodyProblem } from './body-problem.js';
import {
  type ExportedSection,
  exportSource,
  type ImportedSource,
  type WritingManner,
} from './export-source.js';
import { cutSource } from './source-chunks.js';

/** Why a text cannot stand in its file: it would be read as something else. */
export type WriteProblem = BodyProblem | { code: 'headingForm' | 'size' | 'other' };

/** A problem with the section that causes it; null where it is the whole. */
export type WrittenBack = { text: string } | { problem: WriteProblem; sectionId: string | null };

/** The file of a point as its row keeps it; null for a point that came from no file. */
export function importedSource(point: { source: string; sourceSections: string }): ImportedSource | null {
  if (point.source === '') return null;
  return { source: point.source, sectionIds: JSON.parse(point.sourceSections) as string[] };
}

const manners: readonly WritingManner[] = ['close', 'loose', 'uniform'];
const maxBytes = 1024 * 1024;

/**
 * Writes a text into its file in the way that changes least and still is read as exactly these sections: kinds,
 * headings, bodies and their order. A text with nothing changed gives the file to the letter.
 */
export function writeBack(imported: ImportedSource, sections: readonly ExportedSection[]): WrittenBack {
  for (const manner of manners) {
    const text = exportSource(imported, sections, manner);
    if (!isReadAs(text, imported.source, sections)) continue;
    return Buffer.byteLength(text) > maxBytes ? { problem: { code: 'size' }, sectionId: null } : { text };
  }
  return causeOf(imported, sections);
}

/** Whether the file is the same beside its sections, and these are the sections it is read as. */
function isReadAs(text: string, source: string, sections: readonly ExportedSection[]): boolean {
  const before = pointOf(source);
  const after = pointOf(text);
  return (
    before !== null &&
    after !== null &&
    before.header === after.header &&
    before.motto === after.motto &&
    after.sections.length === sections.length &&
    after.sections.every((read, i) => {
      const section = sections[i];
      return read.kind === section?.kind && read.heading === section.heading && read.body === section.body;
    })
  );
}

function pointOf(source: string) {
  const file = readPoint('', Buffer.from(source, 'utf8'));
  return file.status === 'imported' ? file.point : null;
}

/** The first section that is not as in the file and in which a reason can be seen. */
function causeOf({ source, sectionIds }: ImportedSource, sections: readonly ExportedSection[]): WrittenBack {
  const file = cutSource(source);
  if (!file) return { problem: { code: 'other' }, sectionId: null };
  for (const section of sections) {
    const { sectionId, heading, body } = section;
    const written = file.chunks[sectionIds.indexOf(sectionId)]?.section;
    if (written && written.heading === heading && written.body === body) continue;
    const takesMotto = heading === null && !file.hasMotto;
    const problem = bodyProblem(body, file.style, takesMotto) ?? headingProblem(section);
    if (problem) return { problem, sectionId };
  }
  return { problem: { code: 'other' }, sectionId: null };
}

/** Bold lines count as headings only within limits. */
function headingProblem({ kind, heading }: ExportedSection): WriteProblem | null {
  if (kind !== 'bold' || heading === null) return null;
  return heading.endsWith('.') || [...heading].length > 120 ? { code: 'headingForm' } : null;
}
