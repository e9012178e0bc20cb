import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { type PointContent, readPoint } from './content/point.js';
import { slugify } from './content/slug.js';
import { type ImportedSection, planImport } from './import-plan.js';
import { Point } from './point.entity.js';
import { PointGarant } from './point-garant.entity.js';
import { Points } from './points.service.js';
import { Programme } from './programme.entity.js';
import { Section } from './section.entity.js';
import { Versions } from './versions.service.js';

/** The last position: points without an order come after all others, by path. */
const noOrder = 1_000_000;

/** Brings one file into the database: a new point, or the next state of one that is there. */
@Injectable()
export class PointImport {
  constructor(
    private readonly points: Points,
    private readonly versions: Versions,
    private readonly activity: ActivityLog,
  ) {}

  /** Within a write; a file that is the same as last time changes nothing. */
  async import(
    manager: EntityManager,
    path: string,
    content: PointContent,
    actorId: string | null,
  ): Promise<'new' | 'changed' | 'unchanged'> {
    const programme = await manager.findOneByOrFail(Programme, { uid: content.programme });
    const old = await manager.findOneBy(Point, { path });
    if (old && old.source === content.source && old.archivedAt === null) return 'unchanged';
    const lastImported = old ? importedSections(old) : [];
    if (old && old.programmeId !== programme.id) await this.leave(manager, old, actorId);
    const point = old ?? (await this.newPoint(manager, programme, path, content));
    if (old) await this.updatePoint(manager, old, programme, content);
    await this.setGarants(manager, point.id, content.garants);
    await this.importSections(manager, point, lastImported, content, actorId);
    await this.activity.record(manager, {
      actorId,
      verb: old ? 'point.imported-again' : 'point.imported',
      subjectType: 'point',
      subjectId: point.id,
      programmeId: programme.id,
      pointId: point.id,
      data: { version: point.versionNumber },
    });
    return old ? 'changed' : 'new';
  }

  /** The programme it moves away from has changed as well, and its pages look for that in the log. */
  private leave(manager: EntityManager, point: Point, actorId: string | null): Promise<void> {
    return this.activity.record(manager, {
      actorId,
      verb: 'point.left',
      subjectType: 'point',
      subjectId: point.id,
      programmeId: point.programmeId,
      pointId: point.id,
    });
  }

  private async newPoint(
    manager: EntityManager,
    programme: Programme,
    path: string,
    content: PointContent,
  ): Promise<Point> {
    const slug = await this.freeSlug(manager, programme.id, path);
    const point = manager.create(Point, {
      id: newId(),
      programmeId: programme.id,
      slug,
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

  private async updatePoint(
    manager: EntityManager,
    point: Point,
    programme: Programme,
    content: PointContent,
  ): Promise<void> {
    const slug =
      point.programmeId === programme.id
        ? point.slug
        : await this.freeSlug(manager, programme.id, point.path);
    const row = { ...pointRow(content), slug, programmeId: programme.id, archivedAt: null };
    await manager.update(Point, { id: point.id }, row);
    Object.assign(point, row);
  }

  private async freeSlug(manager: EntityManager, programmeId: string, path: string): Promise<string> {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
    const base = (slugify(name) || 'bod').slice(0, 70);
    const taken = new Set((await manager.findBy(Point, { programmeId })).map((point) => point.slug));
    let slug = base;
    for (let number = 2; taken.has(slug); number += 1) slug = `${base}-${number}`;
    return slug;
  }

  private async setGarants(manager: EntityManager, pointId: string, garants: string[]): Promise<void> {
    await manager.delete(PointGarant, { pointId });
    const uids = [...new Set(garants)];
    await manager.insert(
      PointGarant,
      uids.map((personUid, position) => ({ pointId, personUid, position })),
    );
  }

  private async importSections(
    manager: EntityManager,
    point: Point,
    lastImported: ImportedSection[],
    content: PointContent,
    actorId: string | null,
  ): Promise<void> {
    const current = await this.points.sections(point, manager);
    const plan = planImport(lastImported, current, content.sections);
    if (plan.places !== null || point.versionNumber === 0) {
      const origin = { cause: 'import' as const, actorId, authorId: null, note: null };
      await this.versions.add(manager, point, plan.places ?? [], origin);
    }
    const sections = await this.points.sections(point, manager);
    const sourceSections = plan.incoming.map((at) =>
      'place' in at ? (sections[at.place]?.sectionId ?? '') : at.sectionId,
    );
    await manager.update(Point, { id: point.id }, { sourceSections: JSON.stringify(sourceSections) });
    for (const { sectionId, place } of plan.mergedInto) {
      await manager.update(Section, { id: sectionId }, { mergedIntoId: sections[place]?.sectionId ?? null });
    }
  }
}

/** The sections of the file as it was imported last, each with the identity it was given. */
function importedSections(point: Point): ImportedSection[] {
  const ids = JSON.parse(point.sourceSections) as string[];
  const file = readPoint(point.path, Buffer.from(point.source, 'utf8'));
  const sections = file.status === 'imported' ? file.point.sections : [];
  return sections.flatMap((section, index) => {
    const sectionId = ids[index];
    return sectionId ? [{ ...section, sectionId }] : [];
  });
}

function pointRow(content: PointContent) {
  const { uid, title, shortTitle, perex, intro, motto, img, approved, redmine, order, source } = content;
  const position = order ?? noOrder;
  return {
    uid,
    title,
    shortTitle,
    perex,
    intro,
    motto,
    img,
    approved,
    redmine: JSON.stringify(redmine),
    position,
    source,
  };
}
