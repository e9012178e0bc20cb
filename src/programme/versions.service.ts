import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { slugger, slugify } from './content/slug.js';
import type { ExportedSection } from './export/export-source.js';
import { NotWritable } from './export/not-writable.js';
import { importedSource, writeBack } from './export/write-back.js';
import { Point } from './point.entity.js';
import { pointFields } from './point-fields.js';
import { PointVersion, type VersionCause } from './point-version.entity.js';
import { Section, type SectionKind } from './section.entity.js';
import { SectionRevision } from './section-revision.entity.js';
import { VersionSection } from './version-section.entity.js';

/** One place of a new version: a wording kept as it is, or a new one. */
export type VersionPlace =
  | { keep: string }
  | {
      section: string | 'new';
      wording: Wording;
      splitFromId?: string | null;
      /** The same words in another typography: votes on the present wording stay current. */
      minor?: boolean;
    };

/** Heading and body of a section. */
export interface Wording {
  kind: SectionKind;
  heading: string | null;
  body: string;
}

/** Why a version came to be, and by whom. */
export interface VersionOrigin {
  cause: VersionCause;
  actorId: string | null;
  authorId: string | null;
  note: string | null;
  /** The import that makes it. */
  importId?: string;
}

/** Makes versions: the only place where the text of a point changes. */
@Injectable()
export class Versions {
  /**
   * Adds the point's next version within a write. Sections that have no place in it are archived; they keep their
   * feedback and their number.
   * @throws NotWritable when an acceptance or an edit makes a text that its file would be read differently from.
   */
  async add(
    manager: EntityManager,
    point: Point,
    places: readonly VersionPlace[],
    origin: VersionOrigin,
  ): Promise<PointVersion> {
    if (origin.cause !== 'import') await this.refuseUnwritable(manager, point, places);
    const at = now();
    const number = point.versionNumber + 1;
    const version = {
      id: newId(),
      pointId: point.id,
      number,
      createdAt: at,
      importId: null,
      fields: JSON.stringify(pointFields(point)),
      ...origin,
    };
    await manager.insert(PointVersion, version);
    const revisionIds = await this.wordings(manager, point, places, at);
    await manager.insert(
      VersionSection,
      revisionIds.map((revisionId, position) => ({ versionId: version.id, revisionId, position })),
    );
    point.versionNumber = number;
    const { nextSectionNumber, versionNumber } = point;
    await manager.update(Point, { id: point.id }, { nextSectionNumber, versionNumber });
    await this.archiveLeftOut(manager, point, version.id, at);
    return version;
  }

  private async refuseUnwritable(
    manager: EntityManager,
    point: Point,
    places: readonly VersionPlace[],
  ): Promise<void> {
    const imported = importedSource(point);
    if (!imported) return;
    const written = writeBack(imported, await this.textsOf(manager, places));
    if (!('problem' in written)) return;
    // What an import left unwritable is not the fault of who mends the text now, nor of who takes that back.
    const newest = await this.placesOf(manager, point, point.versionNumber);
    const before = writeBack(imported, await this.textsOf(manager, newest));
    if ('problem' in before) return;
    const earlier = await this.placesOf(manager, point, point.versionNumber - 1);
    if (JSON.stringify(earlier) !== JSON.stringify(places)) throw new NotWritable(written.problem);
  }

  private async textsOf(manager: EntityManager, places: readonly VersionPlace[]): Promise<ExportedSection[]> {
    const ids = places.flatMap((place) => ('keep' in place ? [place.keep] : []));
    const kept = ids.length > 0 ? await manager.findBy(SectionRevision, { id: In(ids) }) : [];
    const byId = new Map(kept.map((revision) => [revision.id, revision]));
    return places.flatMap((place) => {
      if (!('keep' in place)) return [{ sectionId: place.section, ...place.wording }];
      const revision = byId.get(place.keep);
      return revision ? [revision] : [];
    });
  }

  private async placesOf(manager: EntityManager, point: Point, number: number): Promise<VersionPlace[]> {
    const version = await manager.findOneBy(PointVersion, { pointId: point.id, number });
    const places = version
      ? await manager.find(VersionSection, { where: { versionId: version.id }, order: { position: 'ASC' } })
      : [];
    return places.map(({ revisionId }) => ({ keep: revisionId }));
  }

  /** Revision ids in order, with new sections and revisions written. */
  private async wordings(
    manager: EntityManager,
    point: Point,
    places: readonly VersionPlace[],
    at: string,
  ): Promise<string[]> {
    const uniqueSlug = slugger();
    const ids: string[] = [];
    for (const place of places) {
      if ('keep' in place) {
        ids.push(place.keep);
        continue;
      }
      const sectionId =
        place.section === 'new'
          ? await this.newSection(manager, point, place.splitFromId ?? null, at)
          : place.section;
      const slug = uniqueSlug(slugFor(place.wording));
      ids.push(await this.newRevision(manager, sectionId, place, slug, at));
    }
    return ids;
  }

  private async newSection(
    manager: EntityManager,
    point: Point,
    splitFromId: string | null,
    at: string,
  ): Promise<string> {
    const id = newId();
    await manager.insert(Section, {
      id,
      pointId: point.id,
      number: point.nextSectionNumber,
      splitFromId,
      mergedIntoId: null,
      createdAt: at,
      archivedAt: null,
    });
    point.nextSectionNumber += 1;
    return id;
  }

  private async newRevision(
    manager: EntityManager,
    sectionId: string,
    { wording, minor }: { wording: Wording; minor?: boolean },
    slug: string,
    at: string,
  ): Promise<string> {
    const [last] = await manager.find(SectionRevision, {
      select: { id: true, number: true, sameAsId: true },
      where: { sectionId },
      order: { number: 'DESC' },
      take: 1,
    });
    const id = newId();
    const { kind, heading, body } = wording;
    await manager.insert(SectionRevision, {
      id,
      sectionId,
      number: (last?.number ?? 0) + 1,
      kind,
      heading,
      slug,
      body,
      sameAsId: minor && last ? (last.sameAsId ?? last.id) : null,
      createdAt: at,
    });
    return id;
  }

  private async archiveLeftOut(
    manager: EntityManager,
    point: Point,
    versionId: string,
    at: string,
  ): Promise<void> {
    const inVersion = manager
      .createQueryBuilder()
      .select('revision.sectionId')
      .from(VersionSection, 'place')
      .innerJoin(SectionRevision, 'revision', 'revision.id = place.revisionId')
      .where('place.versionId = :versionId');
    const setArchived = (archivedAt: string | null, state: string, membership: string) =>
      manager
        .createQueryBuilder()
        .update(Section)
        .set({ archivedAt })
        .where(`point_id = :pointId AND archived_at ${state} AND id ${membership} (${inVersion.getQuery()})`)
        .setParameters({ pointId: point.id, versionId })
        .execute();
    await setArchived(at, 'IS NULL', 'NOT IN');
    await setArchived(null, 'IS NOT NULL', 'IN');
  }
}

function slugFor(wording: Wording): string {
  if (wording.kind === 'preamble') return 'uvod';
  if (wording.kind === 'whole') return 'text';
  return slugify(wording.heading ?? '') || 'sekce';
}
