import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { Refusal } from '../../web/refusal.js';
import { type Diagnostic, diagnostic } from '../content/diagnostics.js';
import type { TreeFile } from '../content/files.js';
import { breathe } from '../content/slices.js';
import { decodeSource } from '../content/source-text.js';
import { type FileOutcome, ImportFile } from '../import-file.entity.js';
import { noChange } from './fates.js';
import type { PlannedFile } from './tree-plan.js';

const mebibyte = 1024 * 1024;
const mostText = 100 * mebibyte;
const mostFiles = 20_000;
const chunk = 50;

/** Keeps the files of an import. @throws Refusal 413 when they are too many or too large. */
export async function keepFiles(
  manager: EntityManager,
  importId: string,
  files: readonly TreeFile[],
): Promise<void> {
  const size = files.reduce((sum, file) => sum + ('bytes' in file ? file.bytes.length : 0), 0);
  if (size > mostText || files.length > mostFiles)
    throw new Refusal(413, 'content.refusal.importTooLarge', { limit: mostText / mebibyte });
  for (let from = 0; from < files.length; from += chunk) {
    const rows = files.slice(from, from + chunk).map((file, i) => keptFile(importId, from + i, file));
    await manager.insert(ImportFile, rows);
    // Nobody else may write meanwhile, but everybody may read.
    await breathe();
  }
}

function keptFile(importId: string, position: number, file: TreeFile): ImportFile {
  const kept = { importId, position, path: file.path, pointId: null, summary: JSON.stringify(noChange) };
  const unread = (outcome: FileOutcome, found: Diagnostic) => ({
    ...kept,
    source: null,
    outcome,
    diagnostics: JSON.stringify([found]),
  });
  if (!('bytes' in file)) return unread(file.status, file.diagnostic);
  const decoded = decodeSource(file.bytes);
  if ('error' in decoded) return unread('rejected', decoded.error);
  return { ...kept, source: decoded.source, outcome: null, diagnostics: '[]' };
}

/** The files of an import as they were given, in order. */
export async function keptFiles(manager: EntityManager, importId: string): Promise<TreeFile[]> {
  const files: TreeFile[] = [];
  for (let after = -1; ; ) {
    const rows = await manager.find(ImportFile, {
      where: { importId, position: MoreThan(after) },
      order: { position: 'ASC' },
      take: chunk,
    });
    files.push(...rows.flatMap(treeFile));
    if (rows.length < chunk) return files;
    after = rows.at(-1)?.position ?? after;
    await breathe();
  }
}

function treeFile({ path, source, outcome, diagnostics }: ImportFile): TreeFile[] {
  if (source !== null) {
    // Encoded only when it is read, so that a thousand files are not held twice.
    return [
      {
        path,
        get bytes() {
          return Buffer.from(source, 'utf8');
        },
      },
    ];
  }
  if (outcome !== 'skipped' && outcome !== 'rejected') return [];
  const [found = diagnostic('E-FILE', 1, { reason: 'unknown' })] = JSON.parse(diagnostics) as Diagnostic[];
  return [{ path, status: outcome, diagnostic: found }];
}

/** Forgets the points without a file that an earlier rehearsal added to the list. */
export async function forgetGone(manager: EntityManager, importId: string): Promise<void> {
  await manager.delete(ImportFile, { importId, outcome: 'archived', source: IsNull() });
}

/** Position of each file of an import by its path. */
export async function positionsOf(manager: EntityManager, importId: string): Promise<Map<string, number>> {
  const rows = await manager.find(ImportFile, {
    select: { path: true, position: true },
    where: { importId },
    order: { position: 'ASC' },
  });
  return new Map(rows.map(({ path, position }) => [path, position]));
}

/** Notes what becomes of some files; those that are not in the list yet are added to it, and to `positions`. */
export async function noteOutcomes(
  manager: EntityManager,
  importId: string,
  files: readonly PlannedFile[],
  positions: Map<string, number>,
): Promise<void> {
  for (const { path, outcome, diagnostics, known, summary } of files) {
    const noted = {
      outcome,
      diagnostics: JSON.stringify(diagnostics),
      pointId: known?.id ?? null,
      summary: JSON.stringify(summary),
    };
    const position = positions.get(path);
    if (position !== undefined) await manager.update(ImportFile, { importId, position }, noted);
    else {
      await manager.insert(ImportFile, { importId, position: positions.size, path, source: null, ...noted });
      positions.set(path, positions.size);
    }
  }
}
