import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Database } from '../database/database.js';
import { Comment } from '../feedback/comment.entity.js';
import { Vote } from '../feedback/vote.entity.js';
import type { SectionVote } from '../feedback/votes.service.js';
import { Point } from '../programme/point.entity.js';
import type { Programme } from '../programme/programme.entity.js';
import { Section, type SectionKind } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Suggestion, type SuggestionState } from '../suggestions/suggestion.entity.js';
import { type CommentState, commentStateSql } from './comment-state.js';
import {
  type Figures,
  noFigures,
  type ReportedPoint,
  type ReportedProgramme,
  sumFigures,
} from './figures.js';

interface SectionRow {
  pointId: string;
  pointSlug: string;
  pointTitle: string;
  pointArchivedAt: string | null;
  sectionId: string;
  number: number;
  archivedAt: string | null;
  currentId: string | null;
  currentRunId: string | null;
  currentKind: SectionKind | null;
  currentHeading: string | null;
  lastKind: SectionKind;
  lastHeading: string | null;
}

type Count = number | string;

interface People {
  programme: number;
  points: Map<string, number>;
  sections: Map<string, number>;
}

/** That `current` is the wording of `section` in the newest version of `point`. */
const isCurrent = `current.id IN (
  SELECT place.revision_id FROM version_section place JOIN point_version version ON version.id = place.version_id
  WHERE version.point_id = point.id AND version.number = point.versionNumber )`;

/** Everybody who said something, with where; raw SQL, because the query builder has no UNION. */
const saidSql = (programmeId: string) => `
  SELECT section.id AS section_id, section.point_id AS point_id, said.person AS person
  FROM (
    SELECT COALESCE(comment.section_id, suggestion.section_id) AS section_id, comment.author_id AS person
    FROM comment LEFT JOIN suggestion ON suggestion.id = comment.suggestion_id
    WHERE comment.voice = 'citizen'
    UNION
    SELECT section_id, account_id FROM vote WHERE section_id IS NOT NULL
    UNION
    SELECT suggestion.section_id, vote.account_id FROM vote JOIN suggestion ON suggestion.id = vote.suggestion_id
    UNION
    SELECT section_id, author_id FROM suggestion
  ) said
  JOIN section ON section.id = said.section_id
  JOIN point ON point.id = section.point_id
  WHERE point.programme_id = ${programmeId}`;

/** Counts what was said about a programme, from the rows themselves. */
@Injectable()
export class FiguresService {
  constructor(private readonly database: Database) {}

  /**
   * Everything about a programme, points in order and sections as they are numbered; those no longer in the text
   * included, since what was said about them stays. A fixed number of queries.
   */
  async ofProgramme(programme: Programme): Promise<ReportedProgramme> {
    const rows = await this.sectionRows(programme.id);
    const current = new Set(rows.flatMap(({ currentRunId }) => currentRunId ?? []));
    const [figures, people] = await Promise.all([
      this.figuresOfSections(programme.id, current),
      this.people(programme.id),
    ]);
    const points = new Map<string, ReportedPoint>();
    for (const row of rows) {
      const point = points.get(row.pointId) ?? pointOf(row);
      points.set(row.pointId, point);
      const counted = figures.get(row.sectionId) ?? noFigures();
      point.sections.push({
        id: row.sectionId,
        number: row.number,
        kind: row.currentKind ?? row.lastKind,
        heading: row.currentId ? row.currentHeading : row.lastHeading,
        archived: row.archivedAt !== null,
        figures: { ...counted, people: people.sections.get(row.sectionId) ?? 0 },
      });
    }
    for (const point of points.values()) {
      const parts = point.sections.map((section) => section.figures);
      point.figures = sumFigures(parts, people.points.get(point.id) ?? 0);
    }
    const all = [...points.values()];
    return {
      uid: programme.uid,
      title: programme.title,
      figures: sumFigures(
        all.map((point) => point.figures),
        people.programme,
      ),
      points: all,
    };
  }

  private sectionRows(programmeId: string): Promise<SectionRow[]> {
    return this.database.read
      .createQueryBuilder()
      .select([
        'point.id AS "pointId"',
        'point.slug AS "pointSlug"',
        'point.title AS "pointTitle"',
        'point.archivedAt AS "pointArchivedAt"',
        'section.id AS "sectionId"',
        'section.number AS "number"',
        'section.archivedAt AS "archivedAt"',
        'current.id AS "currentId"',
        'COALESCE(current.sameAsId, current.id) AS "currentRunId"',
        'current.kind AS "currentKind"',
        'current.heading AS "currentHeading"',
        'last.kind AS "lastKind"',
        'last.heading AS "lastHeading"',
      ])
      .from(Section, 'section')
      .innerJoin(Point, 'point', 'point.id = section.pointId')
      .innerJoin(
        SectionRevision,
        'last',
        `last.sectionId = section.id AND last.number = (
          SELECT MAX(wording.number) FROM section_revision wording WHERE wording.section_id = section.id )`,
      )
      .leftJoin(SectionRevision, 'current', `current.sectionId = section.id AND ${isCurrent}`)
      .where('point.programmeId = :programmeId', { programmeId })
      .orderBy('point.position')
      .addOrderBy('point.path')
      .addOrderBy('section.number')
      .getRawMany<SectionRow>();
  }

  private async figuresOfSections(
    programmeId: string,
    currentRuns: ReadonlySet<string>,
  ): Promise<Map<string, Figures>> {
    const bySection = new Map<string, Figures>();
    const of = (sectionId: string) => {
      const figures = bySection.get(sectionId) ?? noFigures();
      bySection.set(sectionId, figures);
      return figures;
    };
    const [comments, suggestions, votes] = await Promise.all([
      this.comments(programmeId),
      this.suggestions(programmeId),
      this.votes(programmeId),
    ]);
    for (const { sectionId, state, count } of comments) of(sectionId).comments[state] += Number(count);
    for (const { sectionId, state, count, supports, opposes } of suggestions) {
      const { suggestions: byState, voices } = of(sectionId);
      byState[state] += Number(count);
      voices.supports += Number(supports);
      voices.opposes += Number(opposes);
    }
    for (const { sectionId, runId, value, count } of votes) {
      const isCurrent = runId !== null && currentRuns.has(runId);
      of(sectionId).votes[isCurrent ? value : 'older'] += Number(count);
    }
    return bySection;
  }

  private comments(programmeId: string) {
    const query = this.database.read
      .createQueryBuilder()
      .select('section.id', 'sectionId')
      .addSelect(commentStateSql, 'state')
      .addSelect('COUNT(*)', 'count')
      .from(Comment, 'comment')
      .leftJoin(Suggestion, 'suggestion', 'suggestion.id = comment.suggestionId')
      .innerJoin(Section, 'section', 'section.id = COALESCE(comment.sectionId, suggestion.sectionId)');
    return ofProgramme(query, programmeId)
      .andWhere(`comment.body <> ''`)
      .addGroupBy(commentStateSql)
      .getRawMany<{ sectionId: string; state: CommentState; count: Count }>();
  }

  private suggestions(programmeId: string) {
    const query = this.database.read
      .createQueryBuilder()
      .select('section.id', 'sectionId')
      .addSelect('suggestion.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .addSelect('SUM(suggestion.supports)', 'supports')
      .addSelect('SUM(suggestion.opposes)', 'opposes')
      .from(Suggestion, 'suggestion')
      .innerJoin(Section, 'section', 'section.id = suggestion.sectionId');
    return ofProgramme(query, programmeId).addGroupBy('suggestion.state').getRawMany<{
      sectionId: string;
      state: SuggestionState;
      count: Count;
      supports: Count;
      opposes: Count;
    }>();
  }

  private votes(programmeId: string) {
    const query = this.database.read
      .createQueryBuilder()
      .select('section.id', 'sectionId')
      // A correction of typography leaves the words as they are, and votes on them current.
      .addSelect('COALESCE(wording.sameAsId, wording.id)', 'runId')
      .addSelect('vote.value', 'value')
      .addSelect('COUNT(*)', 'count')
      .from(Vote, 'vote')
      .leftJoin(SectionRevision, 'wording', 'wording.id = vote.revisionId')
      .innerJoin(Section, 'section', 'section.id = vote.sectionId');
    return ofProgramme(query, programmeId)
      .addGroupBy('COALESCE(wording.sameAsId, wording.id)')
      .addGroupBy('vote.value')
      .getRawMany<{ sectionId: string; runId: string | null; value: SectionVote; count: Count }>();
  }

  private async people(programmeId: string): Promise<People> {
    const said = saidSql(this.database.kind === 'postgres' ? '$1' : '?');
    const count = (what: string) =>
      this.database.read.query<{ id: string; people: Count }[]>(
        `SELECT ${what} AS id, COUNT(DISTINCT person) AS people FROM (${said}) everybody GROUP BY ${what}`,
        [programmeId],
      );
    const all = this.database.read.query<{ people: Count }[]>(
      `SELECT COUNT(DISTINCT person) AS people FROM (${said}) everybody`,
      [programmeId],
    );
    const byId = (rows: { id: string; people: Count }[]) =>
      new Map(rows.map(({ id, people }) => [id, Number(people)]));
    const [programme, points, sections] = await Promise.all([all, count('point_id'), count('section_id')]);
    return {
      programme: Number(programme[0]?.people ?? 0),
      points: byId(points),
      sections: byId(sections),
    };
  }
}

function pointOf(row: SectionRow): ReportedPoint {
  return {
    id: row.pointId,
    slug: row.pointSlug,
    title: row.pointTitle,
    archived: row.pointArchivedAt !== null,
    figures: noFigures(),
    sections: [],
  };
}

function ofProgramme<T extends object>(query: SelectQueryBuilder<T>, programmeId: string) {
  return query
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .where('point.programmeId = :programmeId', { programmeId })
    .groupBy('section.id');
}
