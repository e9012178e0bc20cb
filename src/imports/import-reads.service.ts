import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import type { FateWording, SectionFate } from '../programme/import/fates.js';
import { summaryOf } from '../programme/import/fates.js';
import { newestWordings } from '../programme/import/known-points.js';
import { ImportFile } from '../programme/import-file.entity.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Suggestion, waitingStates } from '../suggestions/suggestion.entity.js';
import type { SuggestionAtStake } from './fate-of-suggestion.js';
import { type FeedbackTouched, feedbackOf, sumOf } from './feedback-touched.js';

/** Where a point is to be found, and what it is called. */
export interface PointPlace {
  id: string;
  title: string;
  slug: string;
  programmeUid: string;
}

/** An open suggestion on a section. */
export interface OpenSuggestion extends SuggestionAtStake {
  number: number;
  authorName: string;
}

interface BaseColumns {
  baseHeading: string | null;
  baseBody: string;
  baseSectionId: string;
}

/** What a section is called by. */
export type Headed = Pick<FateWording, 'kind' | 'heading'>;

/** So many sections at a time keep statements within what engines take. */
const batch = 5_000;

/** What the pages of imports show beside the import itself: people, points, and what was said. */
@Injectable()
export class ImportReads {
  constructor(private readonly database: Database) {}

  /** Public names by account. */
  async names(accountIds: readonly (string | null)[]): Promise<Map<string, string>> {
    const ids = [...new Set(accountIds.filter((id) => id !== null))];
    if (ids.length === 0) return new Map();
    const accounts = await this.database.read.find(Account, {
      select: { id: true, publicName: true },
      where: { id: In(ids) },
    });
    return new Map(accounts.map(({ id, publicName }) => [id, publicName]));
  }

  async points(pointIds: readonly (string | null | undefined)[]): Promise<Map<string, PointPlace>> {
    const ids = [...new Set(pointIds.filter((id) => typeof id === 'string'))];
    if (ids.length === 0) return new Map();
    const rows = await this.database.read
      .createQueryBuilder()
      .select(['point.id AS "id"', 'point.title AS "title"', 'point.slug AS "slug"'])
      .addSelect('programme.uid', 'programmeUid')
      .from(Point, 'point')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .where('point.id IN (:...ids)', { ids })
      .getRawMany<PointPlace>();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Newest headings by section. */
  async headings(sectionIds: readonly string[]): Promise<Map<string, Headed>> {
    if (sectionIds.length === 0) return new Map();
    const sections = await newestWordings(this.database.read, sectionIds);
    return new Map(sections.map(({ sectionId, kind, heading }) => [sectionId, { kind, heading }]));
  }

  /** What was said on sections; many at once are asked for in turns. */
  async feedback(sectionIds: readonly string[]): Promise<Map<string, FeedbackTouched>> {
    const all = new Map<string, FeedbackTouched>();
    for (let start = 0; start < sectionIds.length; start += batch) {
      const part = await feedbackOf(this.database.read, sectionIds.slice(start, start + batch));
      for (const [id, touched] of part) all.set(id, touched);
    }
    return all;
  }

  /** What was said on all sections that an import changes. */
  async touchedBy(importId: string): Promise<FeedbackTouched> {
    const files = await this.database.read.find(ImportFile, {
      select: { summary: true },
      where: { importId, outcome: In(['changed', 'archived']) },
    });
    const ids = files.flatMap((file) => touchedSections(summaryOf(file).sections));
    return sumOf((await this.feedback([...new Set(ids)])).values());
  }

  /** How many points have a version that an import made. */
  async written(importId: string): Promise<number> {
    const row = await this.database.read
      .createQueryBuilder(PointVersion, 'version')
      .select('COUNT(DISTINCT version.pointId)', 'count')
      .where({ importId })
      .getRawOne<{ count: string | number }>();
    return Number(row?.count ?? 0);
  }

  /** Suggestions that rest with a point that is out of the programme, and wait again when it comes back; by number. */
  async restingOn(pointId: string): Promise<{ number: number; authorName: string }[]> {
    return this.database.read
      .createQueryBuilder()
      .select(['suggestion.number AS "number"', 'author.publicName AS "authorName"'])
      .from(Suggestion, 'suggestion')
      .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .where('section.pointId = :pointId', { pointId })
      .andWhere("suggestion.state = 'overtaken' AND suggestion.overtakenById IS NULL")
      .orderBy('suggestion.number')
      .getRawMany<{ number: number; authorName: string }>();
  }

  /** Suggestions on these sections that wait for a decision, by number. */
  async openSuggestions(sectionIds: readonly string[]): Promise<OpenSuggestion[]> {
    if (sectionIds.length === 0) return [];
    const rows = await this.database.read
      .createQueryBuilder()
      .select(['suggestion.number AS "number"', 'suggestion.sectionId AS "sectionId"'])
      .addSelect([
        'suggestion.kind AS "kind"',
        'suggestion.heading AS "heading"',
        'suggestion.body AS "body"',
      ])
      .addSelect(['author.publicName AS "authorName"'])
      .addSelect(['base.heading AS "baseHeading"', 'base.body AS "baseBody"'])
      .addSelect(['base.sectionId AS "baseSectionId"'])
      .from(Suggestion, 'suggestion')
      .innerJoin(SectionRevision, 'base', 'base.id = suggestion.baseRevisionId')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .where('suggestion.sectionId IN (:...sectionIds)', { sectionIds })
      .andWhere('suggestion.state IN (:...waitingStates)', { waitingStates })
      .orderBy('suggestion.number')
      .getRawMany<Omit<OpenSuggestion, 'base'> & BaseColumns>();
    return rows.map(({ baseHeading, baseBody, baseSectionId, ...row }) => ({
      ...row,
      base: { heading: baseHeading, body: baseBody, sectionId: baseSectionId },
    }));
  }
}

/** Ids of the sections that do not stay as they are. */
export function touchedSections(fates: readonly SectionFate[]): string[] {
  return fates.flatMap(({ kind, sectionId }) =>
    kind !== 'unchanged' && sectionId !== null ? [sectionId] : [],
  );
}
