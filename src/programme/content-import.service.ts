import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import type { Diagnostic } from './content/diagnostics.js';
import type { PersonContent } from './content/people.js';
import { type PointContent, readPoint } from './content/point.js';
import type { ProgrammeContent } from './content/programmes.js';
import { slugify } from './content/slug.js';
import { type ContentTree, readContentTree } from './content/tree.js';
import { type ImportedSection, planImport } from './import-plan.js';
import { Person } from './person.entity.js';
import { Point } from './point.entity.js';
import { PointGarant } from './point-garant.entity.js';
import { Points } from './points.service.js';
import { Programme } from './programme.entity.js';
import { Section } from './section.entity.js';
import { Versions } from './versions.service.js';

/** What became of one file. */
export interface ImportedFile {
  path: string;
  outcome: 'new' | 'changed' | 'unchanged' | 'archived' | 'skipped' | 'rejected';
  diagnostics: Diagnostic[];
}

/** What an import did. */
export interface ImportReport {
  files: ImportedFile[];
}

/** The last position: points without an order come after all others, by path. */
const noOrder = 1_000_000;

/** Brings a content folder into the database; each file is one write, so that a broken one harms no other. */
@Injectable()
export class ContentImport {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly versions: Versions,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Imports a folder. A file with an error is left as it was imported before; a file that is gone archives its point.
   *
   * @param actorId account of whoever runs it; null for the system.
   * @throws Error when the folder cannot be listed.
   */
  async run(folder: string, actorId: string | null): Promise<ImportReport> {
    const tree = await readContentTree(folder);
    await this.database.write((manager) => this.importProgrammes(manager, tree, actorId));
    await this.database.write((manager) => this.importPeople(manager, tree.people, actorId));
    const files: ImportedFile[] = [...settingsFiles(tree)];
    for (const file of tree.files) {
      const { path, diagnostics } = file;
      if (file.status !== 'imported') files.push({ path, outcome: file.status, diagnostics });
      else {
        const outcome = await this.database.write((manager) =>
          this.importPoint(manager, path, file.point, actorId),
        );
        files.push({ path, outcome, diagnostics });
      }
    }
    files.push(...(await this.archiveMissing(tree, actorId)));
    return { files };
  }

  private async importProgrammes(
    manager: EntityManager,
    tree: ContentTree,
    actorId: string | null,
  ): Promise<void> {
    const wanted = new Map<string, ProgrammeContent>(
      tree.programmes.map((programme) => [programme.uid, programme]),
    );
    const known = new Map((await manager.find(Programme)).map((programme) => [programme.uid, programme]));
    for (const file of tree.files) {
      if (file.status !== 'imported' || wanted.has(file.point.programme) || known.has(file.point.programme))
        continue;
      wanted.set(file.point.programme, unannounced(file.point, wanted.size));
    }
    for (const content of wanted.values()) {
      const row = programmeRow(content);
      const old = known.get(content.uid);
      if (old && hasSame(old, row)) continue;
      const id = old?.id ?? newId();
      if (old) await manager.update(Programme, { id }, row);
      else await manager.insert(Programme, { id, ...row });
      await this.activity.record(manager, {
        actorId,
        verb: old ? 'programme.changed' : 'programme.imported',
        subjectType: 'programme',
        subjectId: id,
        programmeId: id,
      });
    }
  }

  private async importPeople(
    manager: EntityManager,
    people: PersonContent[],
    actorId: string | null,
  ): Promise<void> {
    const known = new Map((await manager.find(Person)).map((person) => [person.uid, person]));
    let changed = false;
    for (const { uid, name, img, mail } of people) {
      const row = { uid, name, img, email: mail };
      const old = known.get(uid);
      if (old && hasSame(old, row)) continue;
      changed = true;
      if (old) await manager.update(Person, { id: old.id }, row);
      else await manager.insert(Person, { id: newId(), ...row });
    }
    if (!changed) return;
    for (const programme of await manager.find(Programme)) {
      const subject = { subjectType: 'programme', subjectId: programme.id, programmeId: programme.id };
      await this.activity.record(manager, { actorId, verb: 'people.imported', ...subject });
    }
  }

  private async importPoint(
    manager: EntityManager,
    path: string,
    content: PointContent,
    actorId: string | null,
  ): Promise<'new' | 'changed' | 'unchanged'> {
    const programme = await manager.findOneByOrFail(Programme, { uid: content.programme });
    const old = await manager.findOneBy(Point, { path });
    if (old && old.source === content.source && old.archivedAt === null) return 'unchanged';
    const lastImported = old ? importedSections(old) : [];
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

  private async archiveMissing(tree: ContentTree, actorId: string | null): Promise<ImportedFile[]> {
    const present = new Set(tree.files.map((file) => file.path));
    const live = await this.database.read.find(Point, {
      select: { id: true, path: true, programmeId: true },
      where: { archivedAt: IsNull() },
    });
    const missing = live.filter((point) => !present.has(point.path));
    for (const point of missing) {
      await this.database.write(async (manager) => {
        await manager.update(Point, { id: point.id }, { archivedAt: now() });
        await this.activity.record(manager, {
          actorId,
          verb: 'point.archived',
          subjectType: 'point',
          subjectId: point.id,
          programmeId: point.programmeId,
          pointId: point.id,
        });
      });
    }
    return missing.map(({ path }) => ({ path, outcome: 'archived', diagnostics: [] }));
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

function settingsFiles(tree: ContentTree): ImportedFile[] {
  const files = tree.programmesFile ? [tree.programmesFile, ...tree.peopleFiles] : tree.peopleFiles;
  return files
    .filter((file) => file.diagnostics.length > 0)
    .map(({ path, status, diagnostics }) => ({
      path,
      outcome: status === 'rejected' ? 'rejected' : 'unchanged',
      diagnostics,
    }));
}

/** A programme that only its points know: shown under its uid, with no consultation. */
function unannounced(point: PointContent, position: number): ProgrammeContent {
  return {
    uid: point.programme,
    title: point.programme,
    group: point.group,
    groupTitle: null,
    lead: null,
    opens: null,
    closes: null,
    settled: null,
    votesShown: 'after-vote',
    contact: null,
    position,
  };
}

function programmeRow(content: ProgrammeContent): Omit<Programme, 'id'> {
  const { uid, title, groupTitle, lead, votesShown, contact, position } = content;
  const dates = { opensAt: content.opens, closesAt: content.closes, settledAt: content.settled };
  return { uid, groupUid: content.group, groupTitle, title, lead, votesShown, contact, position, ...dates };
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

function hasSame(old: object, row: object): boolean {
  const known = old as Record<string, unknown>;
  return Object.entries(row).every(([name, value]) => known[name] === value);
}
