import { Injectable } from '@nestjs/common';
import { In, IsNull, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { Comment } from '../feedback/comment.entity.js';
import { Vote } from '../feedback/vote.entity.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { acceptedStates, Suggestion } from '../suggestions/suggestion.entity.js';

/** How much was said about something. Hidden comments and withdrawn suggestions do not count. */
export interface SaidCounts {
  /** Of a section those in its own thread; of points and programmes also those on suggestions. */
  comments: number;
  suggestions: number;
  /** Suggestions that became the text. */
  accepted: number;
  votes: number;
}

/** A change of a text that somebody suggested. */
export interface AcceptedChange {
  programmeUid: string;
  pointSlug: string;
  pointTitle: string;
  sectionNumber: number;
  /** Heading as it stood when the change was suggested; null for a text without one. */
  heading: string | null;
  kind: 'heading' | 'bold' | 'preamble' | 'whole';
  suggestionNumber: number;
  authorName: string;
  at: string;
}

export const nothingSaid: SaidCounts = { comments: 0, suggestions: 0, accepted: 0, votes: 0 };

/** Where what is counted was said: in a point and in some other sections, in a programme, or anywhere. */
interface Counted {
  pointId?: string;
  others?: readonly string[];
  programmeId?: string;
}

const acceptedSql = acceptedStates.map((state) => `'${state}'`).join(', ');

/** What is counted together. */
type Per = 'programme' | 'point' | 'section';

const groupColumn: Record<Per, string> = {
  programme: 'point.programmeId',
  point: 'section.pointId',
  section: 'section.id',
};

/** Counts of sections with those of the sections that became part of them. */
export function withMerged(
  said: ReadonlyMap<string, SaidCounts>,
  merged: ReadonlyMap<string, readonly { sectionId: string }[]>,
): Map<string, SaidCounts> {
  const all = new Map(said);
  for (const [into, sections] of merged)
    all.set(
      into,
      sections.reduce((sum, { sectionId }) => sumOf(sum, said.get(sectionId)), said.get(into) ?? nothingSaid),
    );
  return all;
}

function sumOf(one: SaidCounts, other: SaidCounts = nothingSaid): SaidCounts {
  return {
    comments: one.comments + other.comments,
    suggestions: one.suggestions + other.suggestions,
    accepted: one.accepted + other.accepted,
    votes: one.votes + other.votes,
  };
}

/** Counts what people said; four queries however much it is. */
@Injectable()
export class Said {
  constructor(private readonly database: Database) {}

  /** By id of the programme; of points that are not archived. */
  ofProgrammes(): Promise<Map<string, SaidCounts>> {
    return this.count('programme', {});
  }

  /** By id of the point. */
  ofPoints(programmeId: string): Promise<Map<string, SaidCounts>> {
    return this.count('point', { programmeId });
  }

  /** By id of the section; also of sections of other points, where some are named. */
  ofSections(pointId: string, others: readonly string[] = []): Promise<Map<string, SaidCounts>> {
    return this.count('section', { pointId, others });
  }

  /** Points by id of their programme, without archived ones. */
  async pointsOfProgrammes(): Promise<Map<string, number>> {
    const rows = await this.database.read
      .createQueryBuilder(Point, 'point')
      .select('point.programmeId', 'id')
      .addSelect('COUNT(*)', 'count')
      .where({ archivedAt: IsNull() })
      .groupBy('point.programmeId')
      .getRawMany<{ id: string; count: string }>();
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  /** Sections of the newest versions by id of their point, without archived points. */
  async sectionsOfPoints(programmeId: string): Promise<Map<string, number>> {
    const rows = await this.database.read
      .createQueryBuilder(Point, 'point')
      .innerJoin(Section, 'section', 'section.pointId = point.id AND section.archivedAt IS NULL')
      .select('point.id', 'id')
      .addSelect('COUNT(*)', 'count')
      .where({ archivedAt: IsNull() })
      .andWhere('point.programmeId = :programmeId', { programmeId })
      .groupBy('point.id')
      .getRawMany<{ id: string; count: string }>();
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  /** The newest changes that people brought about, newest first. */
  newestChanges(limit: number): Promise<AcceptedChange[]> {
    return this.database.read
      .createQueryBuilder(Suggestion, 'suggestion')
      .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
      .innerJoin(SectionRevision, 'base', 'base.id = suggestion.baseRevisionId')
      .innerJoin(Point, 'point', 'point.id = section.pointId')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .select('programme.uid', 'programmeUid')
      .addSelect('point.slug', 'pointSlug')
      .addSelect('point.title', 'pointTitle')
      .addSelect('section.number', 'sectionNumber')
      .addSelect('base.heading', 'heading')
      .addSelect('base.kind', 'kind')
      .addSelect('suggestion.number', 'suggestionNumber')
      .addSelect('author.publicName', 'authorName')
      .addSelect('suggestion.decidedAt', 'at')
      .where({ state: In([...acceptedStates]) })
      .andWhere('point.archivedAt IS NULL')
      .orderBy('suggestion.decidedAt', 'DESC')
      .addOrderBy('suggestion.number', 'DESC')
      .limit(limit)
      .getRawMany<AcceptedChange>();
  }

  /** When each point of a programme was last changed by an acceptance, by id of the point. */
  async lastAcceptances(programmeId: string): Promise<Map<string, string>> {
    const rows = await this.database.read
      .createQueryBuilder(PointVersion, 'version')
      .innerJoin(Point, 'point', 'point.id = version.pointId')
      .select('version.pointId', 'id')
      .addSelect('MAX(version.createdAt)', 'at')
      .where({ cause: 'acceptance' })
      .andWhere('point.programmeId = :programmeId', { programmeId })
      .groupBy('version.pointId')
      .getRawMany<{ id: string; at: string }>();
    return new Map(rows.map(({ id, at }) => [id, at]));
  }

  private async count(per: Per, where: Counted) {
    const [comments, onSuggestions, suggestions, votes] = await Promise.all([
      this.grouped(this.database.read.createQueryBuilder(Comment, 'said'), per, where)
        .andWhere('said.hiddenAt IS NULL')
        .getRawMany<{ id: string; count: string }>(),
      per === 'section' ? [] : this.onSuggestions(per, where),
      this.grouped(this.database.read.createQueryBuilder(Suggestion, 'said'), per, where)
        .addSelect(`SUM(CASE WHEN said.state IN (${acceptedSql}) THEN 1 ELSE 0 END)`, 'accepted')
        .andWhere("said.state <> 'withdrawn'")
        .getRawMany<{ id: string; count: string; accepted: string }>(),
      this.grouped(this.database.read.createQueryBuilder(Vote, 'said'), per, where).getRawMany<{
        id: string;
        count: string;
      }>(),
    ]);
    const counts = new Map<string, SaidCounts>();
    const of = (id: string) => {
      const known = counts.get(id) ?? { ...nothingSaid };
      counts.set(id, known);
      return known;
    };
    for (const { id, count } of [...comments, ...onSuggestions]) of(id).comments += Number(count);
    for (const { id, count, accepted } of suggestions)
      Object.assign(of(id), { suggestions: Number(count), accepted: Number(accepted) });
    for (const { id, count } of votes) of(id).votes = Number(count);
    return counts;
  }

  private onSuggestions(per: Per, where: Counted): Promise<{ id: string; count: string }[]> {
    const suggestions = this.database.read
      .createQueryBuilder(Suggestion, 'said')
      .innerJoin(Comment, 'comment', 'comment.suggestionId = said.id');
    return this.grouped(suggestions, per, where).andWhere('comment.hiddenAt IS NULL').getRawMany();
  }

  private grouped<T extends ObjectLiteral>(
    query: SelectQueryBuilder<T>,
    per: Per,
    where: Counted,
  ): SelectQueryBuilder<T> {
    query
      .innerJoin(Section, 'section', 'section.id = said.sectionId')
      .innerJoin(Point, 'point', 'point.id = section.pointId')
      .select(groupColumn[per], 'id')
      .addSelect('COUNT(*)', 'count')
      .groupBy(groupColumn[per]);
    if (where.pointId)
      return query.where('(point.id = :pointId OR section.id IN (:...others))', {
        pointId: where.pointId,
        // A list must not be empty.
        others: [where.pointId, ...(where.others ?? [])],
      });
    query.where('point.archivedAt IS NULL');
    if (where.programmeId) query.andWhere('point.programmeId = :programmeId', where);
    return query;
  }
}
