import { type EntityManager, In, MoreThanOrEqual, Not } from 'typeorm';
import { PointVersion } from '../point-version.entity.js';
import { SectionRevision } from '../section-revision.entity.js';
import type { StayCorrection, WordingCorrection } from './fates.js';
import type { PlannedFile } from './tree-plan.js';

interface Overwritten {
  keeping: WordingCorrection | StayCorrection;
  pointId: string;
  /** Null where the text does not have the section, and the file brings it back. */
  revisionId: string | null;
}

/**
 * Keeps today's wordings that came about after an import was begun and that its files would overwrite or leave out: nobody has seen
 * that these words would be lost. Three queries at most.
 * @param since ISO; until then everything was as whoever began it had seen it.
 */
export async function keepingUnseen(
  manager: EntityManager,
  files: readonly PlannedFile[],
  since: string,
): Promise<Overwritten['keeping'][]> {
  const all = files.flatMap(overwrittenBy);
  if (all.length === 0) return [];
  const createdAt = MoreThanOrEqual(since);
  const ids = all.flatMap(({ revisionId }) => revisionId ?? []);
  const pointIds = [...new Set(all.map(({ pointId }) => pointId))];
  const [revisions, versions] = await Promise.all([
    manager.findBy(SectionRevision, { id: In(ids), createdAt }),
    manager.findBy(PointVersion, { pointId: In(pointIds), cause: Not('import'), createdAt }),
  ]);
  const fresh = new Set([...revisions.map(({ id }) => id), ...versions.map(({ pointId }) => pointId)]);
  return all
    .filter(({ revisionId, pointId }) => fresh.has(revisionId ?? pointId))
    .map(({ keeping }) => keeping);
}

function overwrittenBy({ path, known, summary }: PlannedFile): Overwritten[] {
  return summary.sections.flatMap(({ incoming, sectionId, clash }) => {
    if (clash !== 'overwritten' || sectionId === null || !known) return [];
    const current = known.text?.current.find((section) => section.sectionId === sectionId);
    const keeping =
      incoming === null ? { path, leaving: sectionId, stays: true } : { path, incoming, keep: sectionId };
    return [{ keeping, pointId: known.id, revisionId: current?.revisionId ?? null }];
  });
}
