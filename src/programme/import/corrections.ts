import { type EntityManager, In } from 'typeorm';
import { Refusal } from '../../web/refusal.js';
import { readPoint } from '../content/point.js';
import { ImportFile } from '../import-file.entity.js';
import { Section } from '../section.entity.js';
import {
  type Correction,
  isMatch,
  isStay,
  type StayCorrection,
  summaryOf,
  type WordingCorrection,
} from './fates.js';

/**
 * Earlier corrections with further ones.
 * @throws Refusal 422 when a file, a section of it or an old section is not one of this import, when one old section
 *   would be two, or when there is nothing to choose from.
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
    if (!file || !(isStay(correction) || isSectionOf(file, correction.incoming)))
      throw new Refusal(422, 'content.refusal.correctionFile', { path: correction.path });
    if (!(await isPossible(manager, file, correction)))
      throw new Refusal(422, 'content.refusal.correctionSection');
  }
  const all = latest([...before, ...further]);
  const named = all.flatMap((correction) => {
    return isMatch(correction) && correction.sectionId !== 'new' ? [correction.sectionId] : [];
  });
  if (new Set(named).size < named.length) throw new Refusal(422, 'content.refusal.correctionTwice');
  return all;
}

async function isPossible(
  manager: EntityManager,
  file: ImportFile,
  correction: Correction,
): Promise<boolean> {
  if (isStay(correction)) return isLeaving(file, correction);
  if (!isMatch(correction)) return isClash(file, correction);
  const { sectionId } = correction;
  return sectionId === null || sectionId === 'new' || mayBe(manager, file, sectionId);
}

/** Only where the file's wording collides with today's is there anything to keep. */
function isClash(file: ImportFile, { incoming, keep }: WordingCorrection): boolean {
  if (keep === null) return true;
  const fate = summaryOf(file).sections.find((section) => section.incoming === incoming);
  return fate?.sectionId === keep && (fate.clash === 'overwritten' || fate.clash === 'kept');
}

/** Only what was changed here in a section that the file leaves out lets it stay. */
function isLeaving(file: ImportFile, { leaving, stays }: StayCorrection): boolean {
  const fate = summaryOf(file).sections.find(({ sectionId }) => sectionId === leaving);
  return !stays || (fate?.incoming === null && (fate.clash === 'overwritten' || fate.clash === 'kept'));
}

/** The last word on each section of a file; saying which section it is forgets what was kept of another one. */
function latest(corrections: readonly Correction[]): Correction[] {
  const matches = new Map<string, Correction>();
  const kept = new Map<string, Correction>();
  for (const correction of corrections) {
    const place = placeOf(correction);
    const decided = isMatch(correction) ? matches : kept;
    if (isForgotten(correction)) decided.delete(place);
    else decided.set(place, correction);
    if (isMatch(correction)) kept.delete(place);
  }
  return [...matches.values(), ...kept.values()];
}

/** Whether a correction takes an earlier one back. */
function isForgotten(correction: Correction): boolean {
  if (isStay(correction)) return !correction.stays;
  return isMatch(correction) ? correction.sectionId === null : correction.keep === null;
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

/** Names the section that a correction is about. */
export function placeOf(correction: Correction): string {
  const { path } = correction;
  return JSON.stringify([path, isStay(correction) ? correction.leaving : correction.incoming]);
}
