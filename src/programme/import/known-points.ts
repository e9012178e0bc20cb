import { type EntityManager, In, MoreThan } from 'typeorm';
import { readPoint } from '../content/point.js';
import { breathe } from '../content/slices.js';
import { Point } from '../point.entity.js';
import { PointGarant } from '../point-garant.entity.js';
import { PointVersion } from '../point-version.entity.js';
import { Programme } from '../programme.entity.js';
import { Section } from '../section.entity.js';
import { SectionRevision } from '../section-revision.entity.js';
import { VersionSection } from '../version-section.entity.js';
import type { ImportedSection, KnownSection } from './plan-point.js';
import type { KnownPoint, KnownPointText } from './tree-plan.js';

/** A point with what is needed to bring its last file to mind. */
export interface StoredPoint extends KnownPoint {
  /** Ids of the sections of `source`, in its order. */
  sourceSections: readonly string[];
}

/** How many points are read at once. */
const chunk = 100;

/** All points, or those of some ids; archived ones too. Reads in pieces, and lets others in between. */
export async function knownPoints(manager: EntityManager, ids?: readonly string[]): Promise<StoredPoint[]> {
  if (ids?.length === 0) return [];
  const programmes = new Map((await manager.find(Programme)).map(({ id, uid }) => [id, uid]));
  const garants = await garantsOf(manager, ids);
  const known: StoredPoint[] = [];
  for (let last = ''; ; ) {
    const points = await manager.find(Point, {
      where: { id: ids ? In([...ids]) : MoreThan(last) },
      order: { id: 'ASC' },
      ...(ids ? {} : { take: chunk }),
    });
    known.push(
      ...points.map(({ programmeId, archivedAt, sourceSections, ...point }) => ({
        ...point,
        programme: programmes.get(programmeId) ?? '',
        archived: archivedAt !== null,
        garants: garants.get(point.id) ?? [],
        sourceSections: JSON.parse(sourceSections) as string[],
      })),
    );
    if (ids || points.length < chunk) return known;
    last = points.at(-1)?.id ?? '';
    await breathe();
  }
}

async function garantsOf(manager: EntityManager, ids?: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await manager.find(PointGarant, {
    where: ids ? { pointId: In([...ids]) } : {},
    order: { pointId: 'ASC', position: 'ASC' },
  });
  const uids = new Map<string, string[]>();
  for (const { pointId, personUid } of rows) uids.set(pointId, [...(uids.get(pointId) ?? []), personUid]);
  return uids;
}

/** The sections of points, of today and of earlier, and those of their last files. Two queries for a hundred points. */
export async function withTexts(
  manager: EntityManager,
  points: readonly StoredPoint[],
): Promise<Map<string, KnownPointText>> {
  const known = new Map<string, KnownPointText>();
  for (let from = 0; from < points.length; from += chunk) {
    const some = points.slice(from, from + chunk);
    const ids = some.map(({ id }) => id);
    const current = await currentSections(manager, ids);
    const archived = await archivedSections(manager, ids);
    for (const point of some) {
      const text = { current: current.get(point.id) ?? [], archived: archived.get(point.id) ?? [] };
      const file = readPoint(point.path, Buffer.from(point.source, 'utf8'));
      const content = file.status === 'imported' ? file.point : null;
      const own = new Set([...text.current, ...text.archived].map(({ sectionId }) => sectionId));
      const last = (content?.sections ?? []).flatMap((section, i): ImportedSection[] => {
        const sectionId = point.sourceSections[i];
        const { kind, heading, body } = section;
        return sectionId && own.has(sectionId) ? [{ sectionId, kind, heading, body }] : [];
      });
      known.set(point.id, { ...point, header: content?.header ?? '', text: { ...text, last } });
    }
  }
  return known;
}

/** A section with the point it belongs to. */
export type SectionRow = KnownSection & { pointId: string };

async function currentSections(
  manager: EntityManager,
  pointIds: string[],
): Promise<Map<string, KnownSection[]>> {
  const rows = await sectionQuery(manager)
    .from(Point, 'point')
    .innerJoin(PointVersion, 'version', 'version.pointId = point.id AND version.number = point.versionNumber')
    .innerJoin(VersionSection, 'place', 'place.versionId = version.id')
    .innerJoin(SectionRevision, 'revision', 'revision.id = place.revisionId')
    .innerJoin(Section, 'section', 'section.id = revision.sectionId')
    .where({ id: In(pointIds) })
    .orderBy('point.id')
    .addOrderBy('place.position')
    .getRawMany<SectionRow>();
  return byPoint(rows);
}

/** Each in its last wording. */
async function archivedSections(
  manager: EntityManager,
  pointIds: string[],
): Promise<Map<string, KnownSection[]>> {
  const rows = await newestQuery(manager)
    .where({ pointId: In(pointIds) })
    .andWhere('section.archivedAt IS NOT NULL')
    .orderBy('section.pointId')
    .addOrderBy('section.number')
    .getRawMany<SectionRow>();
  return byPoint(rows);
}

/** Sections by their ids, each in its last wording, by point and number. One query. */
export function newestWordings(manager: EntityManager, sectionIds: readonly string[]): Promise<SectionRow[]> {
  if (sectionIds.length === 0) return Promise.resolve([]);
  return newestQuery(manager)
    .where({ id: In([...sectionIds]) })
    .orderBy('section.pointId')
    .addOrderBy('section.number')
    .getRawMany<SectionRow>();
}

function newestQuery(manager: EntityManager) {
  const newest = manager
    .createQueryBuilder()
    .select('MAX(later.number)')
    .from(SectionRevision, 'later')
    .where('later.sectionId = section.id');
  return sectionQuery(manager)
    .from(Section, 'section')
    .innerJoin(
      SectionRevision,
      'revision',
      `revision.sectionId = section.id AND revision.number = (${newest.getQuery()})`,
    );
}

function sectionQuery(manager: EntityManager) {
  return manager
    .createQueryBuilder()
    .select([
      'section.pointId AS "pointId"',
      'section.id AS "sectionId"',
      'section.number AS "number"',
      'revision.id AS "revisionId"',
      'revision.kind AS "kind"',
      'revision.heading AS "heading"',
      'revision.body AS "body"',
    ]);
}

function byPoint(rows: readonly SectionRow[]): Map<string, KnownSection[]> {
  const sections = new Map<string, KnownSection[]>();
  for (const { pointId, ...section } of rows) {
    const ofPoint = sections.get(pointId);
    if (ofPoint) ofPoint.push(section);
    else sections.set(pointId, [section]);
  }
  return sections;
}
