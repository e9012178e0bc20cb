import { Injectable } from '@nestjs/common';
import { In, LessThan, type SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { ContentImport } from './content-import.entity.js';
import { FormerSectionNumber } from './former-section-number.entity.js';
import type { PointFields } from './point-fields.js';
import { PointVersion, type VersionCause } from './point-version.entity.js';
import type { SectionText } from './points.service.js';
import { Section } from './section.entity.js';
import { SectionRevision } from './section-revision.entity.js';
import { VersionSection } from './version-section.entity.js';

/** A version with what brought it about. */
export interface VersionEntry {
  id: string;
  pointId: string;
  number: number;
  cause: VersionCause;
  createdAt: string;
  /** Czech, whatever the reader's language. */
  note: string | null;
  /** Who ran the import, accepted or edited; null for the system. */
  actorName: string | null;
  /** Folder or file an import read; null where it was not kept. */
  importedFrom: string | null;
  /** Null for versions made before they were kept. */
  fields: PointFields | null;
}

/** A section as a version has it; its number is the one it had in that point. */
export interface VersionText extends SectionText {
  /** The point it belongs to today. */
  homePointId: string;
  /** Whether it has also belonged to another point than this one. */
  hasTravelled: boolean;
  /** The section it became part of, the last time it left the text; null when it did not. */
  mergedIntoId: string | null;
  /** The section it was split from; null when it was not. */
  splitFromId: string | null;
}

/** The same without the text itself. */
export type VersionPlaceRead = Omit<VersionText, 'body' | 'slug'>;

/** One wording of a section with the time it was the text. */
export interface WordingEntry {
  revisionId: string;
  runId: string;
  number: number;
  kind: SectionText['kind'];
  heading: string | null;
  body: string;
  /** The version that brought it. */
  version: VersionEntry;
  /** When another took its place; null for the present one and for the last one of a point that is gone. */
  until: string | null;
}

interface Stay {
  revisionId: string;
  pointId: string;
  first: number;
  last: number;
}

/** Reads what versions and wordings there were; the number of queries never depends on how many. */
@Injectable()
export class VersionsReader {
  constructor(private readonly database: Database) {}

  /** Versions of a point, newest first, before a number where one is given. */
  async newest(pointId: string, before: number | null, limit: number): Promise<VersionEntry[]> {
    const where = { pointId, ...(before === null ? {} : { number: LessThan(before) }) };
    return entriesOf(this.entries().where(where).orderBy('version.number', 'DESC').limit(limit));
  }

  /** These versions of a point, as far as there are any, by number. */
  async some(pointId: string, numbers: readonly number[]): Promise<Map<number, VersionEntry>> {
    const entries = await entriesOf(this.entries().where({ pointId, number: In([...numbers]) }));
    return new Map(entries.map((entry) => [entry.number, entry]));
  }

  /** Which wordings versions of a point have, in order, by the version's number. */
  places(pointId: string, numbers: readonly number[]): Promise<Map<number, VersionPlaceRead[]>> {
    return this.sections<VersionPlaceRead>(pointId, numbers, false);
  }

  /** The same with their text. */
  texts(pointId: string, numbers: readonly number[]): Promise<Map<number, VersionText[]>> {
    return this.sections<VersionText>(pointId, numbers, true);
  }

  /** How many wordings a section has had, with the number of the newest. */
  wordingCount(sectionId: string): Promise<number> {
    return this.database.read.countBy(SectionRevision, { sectionId });
  }

  /** Wordings of a section, newest first, before a number where one is given. */
  wordings(sectionId: string, before: number | null, limit: number): Promise<WordingEntry[]> {
    const where = { sectionId, ...(before === null ? {} : { number: LessThan(before) }) };
    return this.wordingsWhere(where, limit);
  }

  /** These wordings of a section, as far as there are any, by number. */
  async someWordings(sectionId: string, numbers: readonly number[]): Promise<Map<number, WordingEntry>> {
    const entries = await this.wordingsWhere({ sectionId, number: In([...numbers]) }, numbers.length);
    return new Map(entries.map((entry) => [entry.number, entry]));
  }

  private entries(): SelectQueryBuilder<PointVersion> {
    return this.database.read
      .createQueryBuilder(PointVersion, 'version')
      .leftJoin(Account, 'actor', 'actor.id = version.actorId')
      .leftJoin(ContentImport, 'import', 'import.id = version.importId')
      .select('version.id', 'id')
      .addSelect('version.pointId', 'pointId')
      .addSelect('version.number', 'number')
      .addSelect('version.cause', 'cause')
      .addSelect('version.createdAt', 'createdAt')
      .addSelect('version.note', 'note')
      .addSelect('version.fields', 'fields')
      .addSelect('actor.publicName', 'actorName')
      .addSelect('import.originName', 'importedFrom');
  }

  private async sections<T>(
    pointId: string,
    numbers: readonly number[],
    withText: boolean,
  ): Promise<Map<number, T[]>> {
    const sections = new Map<number, T[]>(numbers.map((number) => [number, []]));
    if (numbers.length === 0) return sections;
    const query = this.database.read
      .createQueryBuilder(PointVersion, 'version')
      .innerJoin(VersionSection, 'place', 'place.versionId = version.id')
      .innerJoin(SectionRevision, 'revision', 'revision.id = place.revisionId')
      .innerJoin(Section, 'section', 'section.id = revision.sectionId')
      // A section that has moved to another point since stood here under another number.
      .leftJoin(
        FormerSectionNumber,
        'former',
        'former.sectionId = section.id AND former.pointId = version.pointId AND section.pointId <> version.pointId',
      )
      .select('version.number', 'versionNumber')
      .addSelect('section.id', 'sectionId')
      .addSelect('COALESCE(former.number, section.number)', 'number')
      .addSelect('revision.id', 'revisionId')
      .addSelect('revision.number', 'revisionNumber')
      .addSelect('COALESCE(revision.sameAsId, revision.id)', 'runId')
      .addSelect('revision.kind', 'kind')
      .addSelect('revision.heading', 'heading')
      .addSelect('section.pointId', 'homePointId')
      .addSelect('section.mergedIntoId', 'mergedIntoId')
      .addSelect('section.splitFromId', 'splitFromId')
      .addSelect(`CASE WHEN ${elsewhere} THEN 1 ELSE 0 END`, 'travelled')
      .where({ pointId, number: In([...numbers]) })
      .orderBy('version.number')
      .addOrderBy('place.position');
    if (withText) query.addSelect('revision.slug', 'slug').addSelect('revision.body', 'body');
    const rows = await query.getRawMany<{ versionNumber: number; travelled: number }>();
    for (const { versionNumber, travelled, ...section } of rows)
      sections.get(versionNumber)?.push({ ...section, hasTravelled: Number(travelled) === 1 } as T);
    return sections;
  }

  private async wordingsWhere(where: object, limit: number): Promise<WordingEntry[]> {
    const revisions = await this.database.read.find(SectionRevision, {
      where,
      order: { number: 'DESC' },
      take: limit,
    });
    const stays = await this.stays(revisions.map(({ id }) => id));
    const versions = await this.around([...stays.values()].flat());
    return revisions.flatMap(({ id, sameAsId, number, kind, heading, body }) => {
      const time = timeOf(stays.get(id) ?? [], versions);
      return time ? [{ revisionId: id, runId: sameAsId ?? id, number, kind, heading, body, ...time }] : [];
    });
  }

  /** In which versions wordings are the text, from the first to the last, for each point they have been in. */
  private async stays(revisionIds: string[]): Promise<Map<string, Stay[]>> {
    const rows = await this.database.read
      .createQueryBuilder(VersionSection, 'place')
      .innerJoin(PointVersion, 'version', 'version.id = place.versionId')
      .select('place.revisionId', 'revisionId')
      .addSelect('version.pointId', 'pointId')
      .addSelect('MIN(version.number)', 'first')
      .addSelect('MAX(version.number)', 'last')
      .where({ revisionId: In(revisionIds) })
      .groupBy('place.revisionId')
      .addGroupBy('version.pointId')
      .getRawMany<Stay>();
    const stays = new Map<string, Stay[]>();
    for (const row of rows) stays.set(row.revisionId, [...(stays.get(row.revisionId) ?? []), row]);
    return stays;
  }

  /** The versions that began and ended such stays, by point and number. */
  private async around(stays: readonly Stay[]): Promise<Map<string, VersionEntry>> {
    const numbers = new Map<string, number[]>();
    for (const { pointId, first, last } of stays)
      numbers.set(pointId, [...(numbers.get(pointId) ?? []), Number(first), Number(last) + 1]);
    if (numbers.size === 0) return new Map();
    const where = [...numbers].map(([pointId, list]) => ({ pointId, number: In([...new Set(list)]) }));
    const entries = await entriesOf(this.entries().where(where));
    return new Map(entries.map((entry) => [versionKey(entry.pointId, entry.number), entry]));
  }
}

const elsewhere = `EXISTS (
  SELECT 1 FROM former_section_number other WHERE other.section_id = section.id AND other.point_id <> version.point_id
)`;

const versionKey = (pointId: string, number: number | string): string => `${pointId}/${number}`;

function timeOf(
  stays: readonly Stay[],
  versions: ReadonlyMap<string, VersionEntry>,
): Pick<WordingEntry, 'version' | 'until'> | null {
  const begun = stays.flatMap(({ pointId, first }) => versions.get(versionKey(pointId, first)) ?? []);
  const [version] = begun.sort(byTime);
  const ends = stays.map(({ pointId, last }) => versions.get(versionKey(pointId, Number(last) + 1)) ?? null);
  // A wording that some newest version still has goes on.
  const until = ends.some((end) => end === null)
    ? null
    : (ends
        .flatMap((end) => end ?? [])
        .sort(byTime)
        .at(-1)?.createdAt ?? null);
  return version ? { version, until } : null;
}

function byTime(one: VersionEntry, other: VersionEntry): number {
  return one.createdAt.localeCompare(other.createdAt) || one.number - other.number;
}

async function entriesOf(query: SelectQueryBuilder<PointVersion>): Promise<VersionEntry[]> {
  const rows = await query.getRawMany<Omit<VersionEntry, 'fields'> & { fields: string | null }>();
  return rows.map((row) => ({
    ...row,
    fields: row.fields === null ? null : (JSON.parse(row.fields) as PointFields),
  }));
}
