import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { Database } from '../database/database.js';
import { movedSectionId, type SectionAddress } from './moved-section.js';
import { Person } from './person.entity.js';
import { Point } from './point.entity.js';
import { PointGarant } from './point-garant.entity.js';
import { PointVersion } from './point-version.entity.js';
import { Programme } from './programme.entity.js';
import { Section, type SectionKind } from './section.entity.js';
import { SectionRevision } from './section-revision.entity.js';
import { VersionSection } from './version-section.entity.js';

/** A person who answers for a point; `name` is the uid where `people/` does not know them. */
export interface Garant {
  uid: string;
  name: string;
  img: string | null;
}

/** A section with the wording it has in one version. */
export interface SectionText {
  sectionId: string;
  number: number;
  revisionId: string;
  revisionNumber: number;
  /** Id of the first wording with these words: a correction of typography does not change it. */
  runId: string;
  kind: SectionKind;
  /** Null for a preamble and a whole body. */
  heading: string | null;
  slug: string;
  body: string;
}

/** A point with its programme and the people who answer for it. */
export interface PointInContext {
  programme: Programme;
  point: Point;
  garants: Garant[];
}

/** A section of a point's newest version, with all that stands around it. */
export interface SectionInContext extends PointInContext {
  section: SectionText;
}

/** Reads programmes, points and the text of their sections. */
@Injectable()
export class Points {
  constructor(private readonly database: Database) {}

  /** All programmes in the order of the home page. */
  programmes(): Promise<Programme[]> {
    return this.database.read.find(Programme, { order: { position: 'ASC', uid: 'ASC' } });
  }

  /** Null when there is none. */
  programme(uid: string): Promise<Programme | null> {
    return this.database.read.findOneBy(Programme, { uid });
  }

  /** Points of a programme in their order, without those archived. */
  async ofProgramme(programme: Programme): Promise<PointInContext[]> {
    const points = await this.database.read.find(Point, {
      where: { programmeId: programme.id, archivedAt: IsNull() },
      order: { position: 'ASC', path: 'ASC' },
    });
    const garants = await this.garants(points.map((point) => point.id));
    return points.map((point) => ({ programme, point, garants: garants.get(point.id) ?? [] }));
  }

  /** Null when there is none. Archived points stay readable. */
  async find(
    programmeUid: string,
    slug: string,
    manager = this.database.read,
  ): Promise<PointInContext | null> {
    const programme = await manager.findOneBy(Programme, { uid: programmeUid });
    const point = programme && (await manager.findOneBy(Point, { programmeId: programme.id, slug }));
    return programme && point ? this.inContext(programme, point, manager) : null;
  }

  /** Null when the point's newest version has no section of that number. */
  async findSection(
    programmeUid: string,
    slug: string,
    number: number,
    manager = this.database.read,
  ): Promise<SectionInContext | null> {
    const context = await this.find(programmeUid, slug, manager);
    const sections = context ? await this.sections(context.point, manager) : [];
    const section = sections.find((candidate) => candidate.number === number);
    return context && section ? { ...context, section } : null;
  }

  /** The section that had an address before it or its point moved; null also when the text no longer has it. */
  async movedSection(
    address: SectionAddress,
    manager = this.database.read,
  ): Promise<SectionInContext | null> {
    const sectionId = await movedSectionId(manager, address);
    return sectionId === null ? null : this.sectionById(sectionId, manager);
  }

  /** The same by id; null also when the section is not part of the newest version. */
  async sectionById(sectionId: string, manager = this.database.read): Promise<SectionInContext | null> {
    const row = await manager.findOneBy(Section, { id: sectionId });
    const point = row && (await manager.findOneBy(Point, { id: row.pointId }));
    const programme = point && (await manager.findOneBy(Programme, { id: point.programmeId }));
    if (!point || !programme) return null;
    const section = (await this.sections(point, manager)).find(
      (candidate) => candidate.sectionId === sectionId,
    );
    return section ? { ...(await this.inContext(programme, point, manager)), section } : null;
  }

  /** The text of a point's newest version, in order. */
  async sections(point: Point, manager = this.database.read): Promise<SectionText[]> {
    return this.sectionsOfVersions([point.id], manager);
  }

  /** The text of the newest versions of all points of a programme, in order. */
  async sectionsOfProgramme(points: readonly Point[]): Promise<Map<string, SectionText[]>> {
    const texts = await this.sectionsOfVersions(
      points.map((point) => point.id),
      this.database.read,
    );
    const byPoint = new Map<string, SectionText[]>(points.map((point) => [point.id, []]));
    for (const text of texts) byPoint.get(text.pointId)?.push(text);
    return byPoint;
  }

  /** The newest version of a point; null before its first import is complete. */
  newestVersion(point: Point, manager = this.database.read): Promise<PointVersion | null> {
    return manager.findOneBy(PointVersion, { pointId: point.id, number: point.versionNumber });
  }

  private async inContext(
    programme: Programme,
    point: Point,
    manager: EntityManager,
  ): Promise<PointInContext> {
    const garants = await this.garants([point.id], manager);
    return { programme, point, garants: garants.get(point.id) ?? [] };
  }

  private sectionsOfVersions(
    pointIds: string[],
    manager: EntityManager,
  ): Promise<(SectionText & { pointId: string })[]> {
    if (pointIds.length === 0) return Promise.resolve([]);
    return manager
      .createQueryBuilder()
      .select([
        'point.id AS "pointId"',
        'section.id AS "sectionId"',
        'section.number AS "number"',
        'revision.id AS "revisionId"',
        'revision.number AS "revisionNumber"',
        'COALESCE(revision.sameAsId, revision.id) AS "runId"',
        'revision.kind AS "kind"',
        'revision.heading AS "heading"',
        'revision.slug AS "slug"',
        'revision.body AS "body"',
      ])
      .from(Point, 'point')
      .innerJoin(
        PointVersion,
        'version',
        'version.pointId = point.id AND version.number = point.versionNumber',
      )
      .innerJoin(VersionSection, 'place', 'place.versionId = version.id')
      .innerJoin(SectionRevision, 'revision', 'revision.id = place.revisionId')
      .innerJoin(Section, 'section', 'section.id = revision.sectionId')
      .where('point.id IN (:...pointIds)', { pointIds })
      .orderBy('point.id')
      .addOrderBy('place.position')
      .getRawMany();
  }

  private async garants(pointIds: string[], manager = this.database.read): Promise<Map<string, Garant[]>> {
    const named = await manager.find(PointGarant, {
      where: { pointId: In(pointIds) },
      order: { pointId: 'ASC', position: 'ASC' },
    });
    const people = await manager.findBy(Person, { uid: In(named.map((garant) => garant.personUid)) });
    const byUid = new Map(people.map((person) => [person.uid, person]));
    const garants = new Map<string, Garant[]>(pointIds.map((id) => [id, []]));
    for (const { pointId, personUid } of named) {
      const person = byUid.get(personUid);
      garants
        .get(pointId)
        ?.push({ uid: personUid, name: person?.name ?? personUid, img: person?.img ?? null });
    }
    return garants;
  }
}
