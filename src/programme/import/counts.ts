import { type EntityManager, In } from 'typeorm';
import { type FileOutcome, ImportFile } from '../import-file.entity.js';
import { type FateKind, type SectionFate, summaryOf } from './fates.js';

/** An import in numbers. */
export interface ImportCounts {
  files: Record<FileOutcome, number>;
  /** Sections of changed, new and archived files by fate; `minor` and `overwritten` are contained in the others. */
  sections: Record<FateKind, number> & { minor: number; overwritten: number };
}

/** Two queries, whatever the size. */
export async function countsOf(manager: EntityManager, importId: string): Promise<ImportCounts> {
  const files: ImportCounts['files'] = {
    new: 0,
    changed: 0,
    unchanged: 0,
    archived: 0,
    skipped: 0,
    rejected: 0,
  };
  const rows = await manager
    .createQueryBuilder(ImportFile, 'file')
    .select('file.outcome', 'outcome')
    .addSelect('COUNT(*)', 'count')
    .where({ importId })
    .groupBy('file.outcome')
    .getRawMany<{ outcome: FileOutcome | null; count: string | number }>();
  for (const { outcome, count } of rows) if (outcome) files[outcome] = Number(count);
  const changing = await manager.find(ImportFile, {
    select: { importId: true, position: true, summary: true },
    where: { importId, outcome: In(['new', 'changed', 'archived']) },
  });
  return { files, sections: fatesCounted(changing.flatMap((file) => summaryOf(file).sections)) };
}

/** How often each fate occurs; a section that moves counts once, where it arrives. */
export function fatesCounted(fates: readonly SectionFate[]): ImportCounts['sections'] {
  const counts = {
    unchanged: 0,
    edited: 0,
    moved: 0,
    split: 0,
    merged: 0,
    new: 0,
    archived: 0,
    minor: 0,
    overwritten: 0,
  };
  for (const { kind, minor, clash, into } of fates) {
    if (kind === 'moved' && into) continue;
    counts[kind] += 1;
    if (minor) counts.minor += 1;
    if (clash === 'overwritten') counts.overwritten += 1;
  }
  return counts;
}
