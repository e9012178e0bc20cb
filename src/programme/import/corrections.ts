import { type EntityManager, In } from 'typeorm';
import { Refusal } from '../../web/refusal.js';
import { readPoint } from '../content/point.js';
import { ImportFile } from '../import-file.entity.js';
import { Section } from '../section.entity.js';
import type { Correction } from './fates.js';

/**
 * Earlier corrections with further ones.
 * @throws Refusal 422 when a file, a section of it or an old section is not one of this import, or when one old
 *   section would be two.
 */
export async function withCorrections(
  manager: EntityManager,
  importId: string,
  before: readonly Correction[],
  further: readonly Correction[],
): Promise<Correction[]> {
  const files = await filesOf(manager, importId, further);
  for (const correction of further) {
    const file = files.get(correction.path);
    if (!file || !isSectionOf(file, correction.incoming))
      throw new Refusal(422, 'content.refusal.correctionFile', { path: correction.path });
    const { sectionId } = correction;
    if (sectionId === null || sectionId === 'new') continue;
    if (!(await mayBe(manager, file, sectionId))) throw new Refusal(422, 'content.refusal.correctionSection');
  }
  const byPlace = new Map([...before, ...further].map((correction) => [placeOf(correction), correction]));
  const all = [...byPlace.values()].filter(({ sectionId }) => sectionId !== null);
  const named = all.flatMap(({ sectionId }) => (sectionId === 'new' ? [] : [sectionId]));
  if (new Set(named).size < named.length) throw new Refusal(422, 'content.refusal.correctionTwice');
  return all;
}

async function filesOf(
  manager: EntityManager,
  importId: string,
  corrections: readonly Correction[],
): Promise<Map<string, ImportFile>> {
  const paths = [...new Set(corrections.map(({ path }) => path))];
  const files = await manager.findBy(ImportFile, { importId, path: In(paths) });
  return new Map(files.map((file) => [file.path, file]));
}

function isSectionOf({ path, source }: ImportFile, incoming: number): boolean {
  const read = source === null ? null : readPoint(path, Buffer.from(source, 'utf8'));
  const count = read?.status === 'imported' ? read.point.sections.length : 0;
  return Number.isInteger(incoming) && incoming >= 0 && incoming < count;
}

/** A section of the same point, or one of another point that changes in the same import. */
async function mayBe(
  manager: EntityManager,
  { importId, pointId }: ImportFile,
  sectionId: string,
): Promise<boolean> {
  const section = await manager.findOneBy(Section, { id: sectionId });
  if (!section) return false;
  if (section.pointId === pointId) return true;
  const changing = { importId, pointId: section.pointId, outcome: In(['changed', 'archived']) };
  return section.archivedAt === null && (await manager.existsBy(ImportFile, changing));
}

function placeOf({ path, incoming }: Correction): string {
  return JSON.stringify([path, incoming]);
}
