import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import type { Verb } from '../../activity/verbs.js';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import { breathe } from '../content/slices.js';
import { slugify } from '../content/slug.js';
import { FormerPointAddress } from '../former-point-address.entity.js';
import { FormerSectionNumber } from '../former-section-number.entity.js';
import { Point } from '../point.entity.js';
import { PointGarant } from '../point-garant.entity.js';
import { Points } from '../points.service.js';
import { Programme } from '../programme.entity.js';
import { Section } from '../section.entity.js';
import { type TextChange, TextChanges } from '../text-changes.service.js';
import { Versions } from '../versions.service.js';
import { pointRow } from './point-row.js';
import type { PlannedFile } from './tree-plan.js';

/** Which import writes, and who runs it; null for the system. */
export interface ImportRun {
  importId: string;
  actorId: string | null;
}

/** A point has changed since the import was planned. */
export class PlanOutdated extends Error {
  override readonly name = 'PlanOutdated';
}

/** A planned file with its point, as it is being written. */
interface Written {
  file: PlannedFile;
  point: Point;
}

/** Writes what was planned for files that belong together. */
@Injectable()
export class GroupImport {
  constructor(
    private readonly points: Points,
    private readonly versions: Versions,
    private readonly activity: ActivityLog,
    private readonly changes: TextChanges,
  ) {}

  /**
   * Within a write.
   * @returns ids of the points by path of their file.
   * @throws PlanOutdated when one of the points is no longer as it was when the import was planned.
   */
  async write(
    manager: EntityManager,
    group: readonly PlannedFile[],
    run: ImportRun,
  ): Promise<Map<string, string>> {
    const written: Written[] = [];
    for (const file of group) {
      const point = file.known ? await this.knownPoint(manager, file) : await this.newPoint(manager, file);
      written.push({ file, point });
    }
    for (const one of written) await this.updatePoint(manager, one, run);
    for (const one of written) {
      await this.moveSections(manager, one, run);
      // Nobody else may write before the whole group is done, but everybody may read.
      await breathe();
    }
    const changes: TextChange[] = [];
    for (const one of written) {
      const versionId = await this.writeText(manager, one, run);
      await this.finish(manager, one, run);
      const { id: pointId, programmeId } = one.point;
      if (versionId !== null || leavesOrReturns(one.file))
        changes.push({ pointId, programmeId, versionId, actorId: run.actorId });
      await breathe();
    }
    // Only now is every section where it shall be, also those that came from another point of the group.
    for (const change of changes) {
      await this.changes.announce(manager, change);
      await breathe();
    }
    return new Map(written.map(({ file, point }) => [file.path, point.id]));
  }

  private async knownPoint(manager: EntityManager, { known, path }: PlannedFile): Promise<Point> {
    const point = await manager.findOneBy(Point, { id: known?.id ?? '' });
    const isAsPlanned =
      point?.versionNumber === known?.versionNumber &&
      point?.path === known?.path &&
      point?.source === known?.source &&
      (point?.archivedAt !== null) === known?.archived;
    const isTaken = known?.path !== path && (await manager.existsBy(Point, { path }));
    if (!point || !isAsPlanned || isTaken) throw new PlanOutdated();
    return point;
  }

  private async newPoint(manager: EntityManager, { path, content }: PlannedFile): Promise<Point> {
    if (!content || (await manager.existsBy(Point, { path }))) throw new PlanOutdated();
    const programme = await manager.findOneByOrFail(Programme, { uid: content.programme });
    const point = manager.create(Point, {
      id: newId(),
      programmeId: programme.id,
      slug: await freeSlug(manager, programme.id, path),
      path,
      ...pointRow(content),
      sourceSections: '[]',
      versionNumber: 0,
      nextSectionNumber: 1,
      createdAt: now(),
      archivedAt: null,
    });
    await manager.insert(Point, point);
    return point;
  }

  private async updatePoint(manager: EntityManager, { file, point }: Written, run: ImportRun): Promise<void> {
    const { content, known, path } = file;
    if (!content) return;
    if (known) {
      const programme = await manager.findOneByOrFail(Programme, { uid: content.programme });
      const address = { programmeId: point.programmeId, slug: point.slug };
      if (point.programmeId !== programme.id) {
        await this.record(manager, point, 'point.left', run);
        address.slug = await movedSlug(manager, point, programme.id);
        address.programmeId = programme.id;
      }
      const row = { ...pointRow(content), ...address, path, archivedAt: null };
      await manager.update(Point, { id: point.id }, row);
      Object.assign(point, row);
    }
    if (!known || file.summary.fieldsChanged.includes('garant'))
      await setGarants(manager, point.id, content.garants);
  }

  /** Sections that come from other points get a number here; their old address leads to the new one. */
  private async moveSections(
    manager: EntityManager,
    { file, point }: Written,
    run: ImportRun,
  ): Promise<void> {
    if (file.movesIn.length === 0) return;
    const ids = file.movesIn.map(({ sectionId }) => sectionId);
    const sections = new Map((await manager.findBy(Section, { id: In(ids) })).map((row) => [row.id, row]));
    const own = { pointId: point.id, sectionId: In(ids) };
    const former = await manager.findBy(FormerSectionNumber, own);
    const numbers = new Map(former.map(({ sectionId, number }) => [sectionId, number]));
    await manager.delete(FormerSectionNumber, own);
    const left = ids.flatMap((id) => sections.get(id) ?? []);
    await manager.insert(
      FormerSectionNumber,
      left.map(({ id, pointId, number }) => ({ pointId, number, sectionId: id })),
    );
    for (const section of left) {
      const number = numbers.get(section.id) ?? point.nextSectionNumber++;
      await manager.update(Section, { id: section.id }, { pointId: point.id, number });
      await this.activity.record(manager, {
        actorId: run.actorId,
        verb: 'section.moved',
        subjectType: 'section',
        subjectId: section.id,
        programmeId: point.programmeId,
        pointId: point.id,
        data: { fromPointId: section.pointId, fromNumber: section.number, number },
      });
    }
  }

  /** Gives the id of the version it made; null where the text stays as it is. */
  private async writeText(
    manager: EntityManager,
    { file, point }: Written,
    run: ImportRun,
  ): Promise<string | null> {
    const { places, known } = file;
    let versionId: string | null = null;
    if (places !== null || known === null) {
      const { importId, actorId } = run;
      const origin = { cause: 'import' as const, actorId, authorId: null, note: null, importId };
      const version = await this.versions.add(manager, point, places ?? [], origin);
      versionId = version.id;
    }
    await this.noteWhereSectionsAre(manager, { file, point });
    return versionId;
  }

  /** Which section of the text each section of the file is, and what was merged into what. */
  private async noteWhereSectionsAre(manager: EntityManager, { file, point }: Written): Promise<void> {
    const { places, content } = file;
    if (!content) return;
    const sections = await this.points.sections(point, manager);
    const idAt = (place: number) => sections[place]?.sectionId ?? '';
    const ids = file.sourceSections.map((at) => ('place' in at ? idAt(at.place) : at.sectionId));
    await manager.update(Point, { id: point.id }, { sourceSections: JSON.stringify(ids) });
    if (places === null) return;
    const back = { id: In(sections.map(({ sectionId }) => sectionId)) };
    await manager.update(Section, back, { mergedIntoId: null });
    for (const { sectionId, place } of file.merged)
      await manager.update(Section, { id: sectionId }, { mergedIntoId: idAt(place) || null });
  }

  private async finish(manager: EntityManager, { file, point }: Written, run: ImportRun): Promise<void> {
    if (file.content === null) {
      await manager.update(Point, { id: point.id }, { archivedAt: now() });
      await this.record(manager, point, 'point.archived', run);
    } else await this.record(manager, point, file.known ? 'point.imported-again' : 'point.imported', run);
  }

  private record(manager: EntityManager, point: Point, verb: Verb, run: ImportRun): Promise<void> {
    return this.activity.record(manager, {
      actorId: run.actorId,
      verb,
      subjectType: 'point',
      subjectId: point.id,
      programmeId: point.programmeId,
      pointId: point.id,
      data: verb.startsWith('point.imported') ? { version: point.versionNumber } : {},
    });
  }
}

/** Whether the point is out of the programme after the import and was in it before, or the other way round. */
function leavesOrReturns({ content, known }: PlannedFile): boolean {
  return known !== null && known.archived !== (content === null);
}

/** The address in another programme; the old one leads there. A point that comes back gets its own again. */
async function movedSlug(manager: EntityManager, point: Point, programmeId: string): Promise<string> {
  const own = { programmeId, pointId: point.id };
  const former = await manager.findOneBy(FormerPointAddress, own);
  const slug = former?.slug ?? (await freeSlug(manager, programmeId, point.path));
  if (former) await manager.delete(FormerPointAddress, own);
  await manager.insert(FormerPointAddress, {
    programmeId: point.programmeId,
    slug: point.slug,
    pointId: point.id,
  });
  return slug;
}

async function freeSlug(manager: EntityManager, programmeId: string, path: string): Promise<string> {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
  const base = (slugify(name) || 'bod').slice(0, 70);
  const isTaken = async (slug: string) =>
    (await manager.existsBy(Point, { programmeId, slug })) ||
    (await manager.existsBy(FormerPointAddress, { programmeId, slug }));
  let slug = base;
  for (let number = 2; await isTaken(slug); number += 1) slug = `${base}-${number}`;
  return slug;
}

async function setGarants(manager: EntityManager, pointId: string, garants: string[]): Promise<void> {
  await manager.delete(PointGarant, { pointId });
  const uids = [...new Set(garants)];
  if (uids.length === 0) return;
  await manager.insert(
    PointGarant,
    uids.map((personUid, position) => ({ pointId, personUid, position })),
  );
}
