import type { EntityManager } from 'typeorm';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { VersionSection } from '../programme/version-section.entity.js';

/**
 * Ids of a version's wordings from that of a section on, in their order: the section's own, then those of what was added
 * after it. Empty where the version does not have the section.
 */
export async function wordingsFrom(
  manager: EntityManager,
  versionId: string,
  sectionId: string,
): Promise<string[]> {
  const places = await manager.find(VersionSection, { where: { versionId }, order: { position: 'ASC' } });
  const revisions = await manager.findBy(SectionRevision, { sectionId });
  const own = new Set(revisions.map(({ id }) => id));
  const at = places.findIndex(({ revisionId }) => own.has(revisionId));
  return at < 0 ? [] : places.slice(at).map(({ revisionId }) => revisionId);
}
