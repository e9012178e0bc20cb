import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Database } from '../database/database.js';
import { Point } from './point.entity.js';
import { Programme } from './programme.entity.js';
import { Section, type SectionKind } from './section.entity.js';
import { SectionRevision } from './section-revision.entity.js';

/** Another section that a section's text came from or went to, with its last wording. */
export interface KinSection {
  sectionId: string;
  number: number;
  pointId: string;
  pointSlug: string;
  programmeId: string;
  programmeUid: string;
  revisionId: string;
  revisionNumber: number;
  runId: string;
  kind: SectionKind;
  heading: string | null;
  archivedAt: string | null;
}

/** Where a section's text came from and where it went. */
export interface Kinship {
  /** The section it became part of; null when it did not. */
  mergedInto: KinSection | null;
  /** The section it was split from; null when it was not. */
  splitFrom: KinSection | null;
  /** Sections split from it. */
  splits: KinSection[];
}

/** Tells how sections are related after texts were split and merged. */
@Injectable()
export class SectionKin {
  constructor(private readonly database: Database) {}

  /** Sections that became part of these, at whatever remove, by id of the section they are part of now. One query. */
  async mergedInto(sectionIds: readonly string[]): Promise<Map<string, KinSection[]>> {
    const merged = new Map<string, KinSection[]>();
    if (sectionIds.length === 0) return merged;
    const rows = await kinSections(this.database.read)
      .addCommonTableExpression(mergedSql, 'merged', { recursive: true, columnNames: ['id', 'into_id'] })
      .innerJoin('merged', 'merged', 'merged.id = section.id')
      .addSelect('merged.into_id', 'intoId')
      .andWhere('section.archivedAt IS NOT NULL')
      .setParameter('sectionIds', sectionIds)
      .orderBy('section.number')
      .getRawMany<KinSection & { intoId: string }>();
    for (const { intoId, ...section } of rows)
      if (section.sectionId !== intoId) merged.set(intoId, [...(merged.get(intoId) ?? []), section]);
    return merged;
  }

  /** The nearest kin of one section. Two queries. */
  async around(sectionId: string): Promise<Kinship> {
    const own = await this.database.read.findOneBy(Section, { id: sectionId });
    const known = [own?.mergedIntoId, own?.splitFromId].filter((id) => typeof id === 'string');
    const kin = await kinSections(this.database.read)
      .andWhere('(section.splitFromId = :sectionId OR section.id IN (:...known))', {
        sectionId,
        known: [sectionId, ...known],
      })
      .addSelect('section.splitFromId', 'splitFromId')
      .orderBy('section.number')
      .getRawMany<KinSection & { splitFromId: string | null }>();
    const find = (id: string | null | undefined) => kin.find((one) => one.sectionId === id) ?? null;
    return {
      mergedInto: own?.archivedAt ? find(own.mergedIntoId) : null,
      splitFrom: find(own?.splitFromId),
      splits: kin.filter((one) => one.splitFromId === sectionId),
    };
  }
}

const mergedSql = `
  SELECT id, merged_into_id FROM section WHERE merged_into_id IN (:...sectionIds)
  UNION
  SELECT section.id, merged.into_id FROM section JOIN merged ON section.merged_into_id = merged.id`;

function kinSections(manager: EntityManager): SelectQueryBuilder<Section> {
  return manager
    .createQueryBuilder(Section, 'section')
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .innerJoin(SectionRevision, 'last', 'last.sectionId = section.id')
    .select('section.id', 'sectionId')
    .addSelect('section.number', 'number')
    .addSelect('section.archivedAt', 'archivedAt')
    .addSelect('point.id', 'pointId')
    .addSelect('point.slug', 'pointSlug')
    .addSelect('programme.id', 'programmeId')
    .addSelect('programme.uid', 'programmeUid')
    .addSelect('last.id', 'revisionId')
    .addSelect('last.number', 'revisionNumber')
    .addSelect('COALESCE(last.sameAsId, last.id)', 'runId')
    .addSelect('last.kind', 'kind')
    .addSelect('last.heading', 'heading')
    .where(
      'last.number = (SELECT MAX(newest.number) FROM section_revision newest WHERE newest.section_id = section.id)',
    );
}
