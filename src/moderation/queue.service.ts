import { Injectable } from '@nestjs/common';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { Comment } from '../feedback/comment.entity.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { acceptedStates, Suggestion, waitingStates } from '../suggestions/suggestion.entity.js';
import type { Viewer } from '../web/viewer.js';
import { onDesk } from './desk-scope.js';

export type QueueKind = 'comment' | 'suggestion';

/** Place of an item in the queue, which is ordered by time and then by id. */
export interface QueueKey {
  createdAt: string;
  id: string;
}

/** Nulls mean everything. */
export interface QueueFilter {
  pointId: string | null;
  kind: QueueKind | null;
}

/** Something on the desk, in one line. */
export interface QueueItem extends QueueKey {
  kind: QueueKind;
  number: number;
  author: string;
  /** Markdown of the comment, or the reason of the suggestion. */
  text: string;
  pointTitle: string;
  sectionNumber: number;
  /** Number of the suggestion that a comment is about; null for what is about a section. */
  onSuggestion: number | null;
}

/** Something that was decided. */
export interface DecidedItem extends QueueItem {
  outcome: 'handled' | 'hidden' | 'accepted' | 'adapted' | 'declined';
  decidedAt: string;
  decidedById: string | null;
}

/** A point on somebody's desk with what waits there. */
export interface DeskPoint {
  id: string;
  title: string;
  slug: string;
  programmeUid: string;
  programmeTitle: string;
  comments: number;
  suggestions: number;
  /** When the longest-waiting contribution was published; null when nothing waits. */
  oldest: string | null;
}

/** What garants decide; `withdrawn` and `overtaken` are not their doing. */
const decidedStates = [...acceptedStates, 'declined'];

interface Waiting {
  pointId: string;
  count: number | string;
  oldest: string;
}

const itemColumns = [
  'author.publicName AS "author"',
  'point.title AS "pointTitle"',
  'section.number AS "sectionNumber"',
];
const commentColumns = [
  'comment.id AS "id"',
  'comment.number AS "number"',
  'comment.createdAt AS "createdAt"',
  'comment.body AS "text"',
  'suggestion.number AS "onSuggestion"',
];
const suggestionColumns = [
  'suggestion.id AS "id"',
  'suggestion.number AS "number"',
  'suggestion.createdAt AS "createdAt"',
  'suggestion.reason AS "text"',
  'NULL AS "onSuggestion"',
];

/** What waits for a garant: comments of citizens nobody has dealt with, and open suggestions. */
@Injectable()
export class Queue {
  constructor(private readonly database: Database) {}

  /** Items after a key, oldest first; one more than `size` if there are. */
  async items(
    viewer: Viewer,
    filter: QueueFilter,
    after: QueueKey | null,
    size: number,
  ): Promise<QueueItem[]> {
    const read = async (kind: QueueKind): Promise<QueueItem[]> => {
      if (filter.kind !== null && filter.kind !== kind) return [];
      const query = this.waiting(viewer, filter, kind)
        .addSelect(kind === 'comment' ? commentColumns : suggestionColumns)
        .addSelect(itemColumns)
        .orderBy(`${kind}.createdAt`)
        .addOrderBy(`${kind}.id`)
        .limit(size + 1);
      if (after) {
        const { createdAt, id } = after;
        query.andWhere(
          `(${kind}.createdAt > :createdAt OR ( ${kind}.createdAt = :createdAt AND ${kind}.id > :id))`,
          { createdAt, id },
        );
      }
      const rows = await query.getRawMany<Omit<QueueItem, 'kind'>>();
      return rows.map((row) => ({ ...row, kind }));
    };
    const [comments, suggestions] = await Promise.all([read('comment'), read('suggestion')]);
    return [...comments, ...suggestions].sort(byKey).slice(0, size + 1);
  }

  /** How many wait. */
  async count(viewer: Viewer, filter: QueueFilter): Promise<number> {
    const read = async (kind: QueueKind) => {
      if (filter.kind !== null && filter.kind !== kind) return 0;
      const row = await this.waiting(viewer, filter, kind)
        .addSelect('COUNT(*)', 'count')
        .getRawOne<{ count: number | string }>();
      return Number(row?.count ?? 0);
    };
    const counts = await Promise.all([read('comment'), read('suggestion')]);
    return counts[0] + counts[1];
  }

  /** The points of a desk in the order of their programmes, with what waits on each. Three queries. */
  async points(viewer: Viewer): Promise<DeskPoint[]> {
    const everything = { pointId: null, kind: null };
    const grouped = (kind: QueueKind) =>
      this.waiting(viewer, everything, kind)
        .addSelect('point.id', 'pointId')
        .addSelect('COUNT(*)', 'count')
        .addSelect(`MIN(${kind}.createdAt )`, 'oldest')
        .groupBy('point.id')
        .getRawMany<Waiting>();
    const [points, comments, suggestions] = await Promise.all([
      this.pointRows(viewer),
      grouped('comment'),
      grouped('suggestion'),
    ]);
    return points.map((point) => {
      const said = comments.find(({ pointId }) => pointId === point.id);
      const proposed = suggestions.find(({ pointId }) => pointId === point.id);
      return {
        ...point,
        comments: Number(said?.count ?? 0),
        suggestions: Number(proposed?.count ?? 0),
        oldest: earlier(said?.oldest ?? null, proposed?.oldest ?? null),
      };
    });
  }

  /** The last decisions on a desk, newest first; only those of one person when `byId` is given. */
  async decided(viewer: Viewer, size: number, since: string, byId?: string): Promise<DecidedItem[]> {
    const comments = this.onPoints(this.comments(), viewer)
      .addSelect(commentColumns)
      .addSelect(itemColumns)
      .addSelect(`CASE WHEN comment.hiddenAt IS NULL THEN 'handled' ELSE 'hidden' END`, 'outcome')
      .addSelect('comment.handledAt', 'decidedAt')
      .addSelect('comment.handledById', 'decidedById')
      .andWhere('comment.handledAt >= :since', { since })
      .orderBy('comment.handledAt', 'DESC')
      .limit(size);
    const suggestions = this.onPoints(this.suggestions(), viewer)
      .addSelect(suggestionColumns)
      .addSelect(itemColumns)
      .addSelect('suggestion.state', 'outcome')
      .addSelect('suggestion.decidedAt', 'decidedAt')
      .addSelect('suggestion.decidedById', 'decidedById')
      .andWhere('suggestion.state IN (:...decidedStates)', { decidedStates })
      .andWhere('suggestion.decidedAt >= :since', { since })
      .orderBy('suggestion.decidedAt', 'DESC')
      .limit(size);
    if (byId !== undefined) {
      comments.andWhere('comment.handledById = :byId', { byId });
      suggestions.andWhere('suggestion.decidedById = :byId', { byId });
    }
    type Row = Omit<DecidedItem, 'kind'>;
    const [ofComments, ofSuggestions] = await Promise.all([
      comments.getRawMany<Row>(),
      suggestions.getRawMany<Row>(),
    ]);
    return [
      ...ofComments.map((row) => ({ ...row, kind: 'comment' as const })),
      ...ofSuggestions.map((row) => ({ ...row, kind: 'suggestion' as const })),
    ]
      .sort((a, b) => b.decidedAt.localeCompare(a.decidedAt))
      .slice(0, size);
  }

  private waiting(viewer: Viewer, filter: QueueFilter, kind: QueueKind): SelectQueryBuilder<ObjectLiteral> {
    const query = this.onPoints(kind === 'comment' ? this.comments() : this.suggestions(), viewer);
    if (kind === 'comment') query.andWhere('comment.handledAt IS NULL AND comment.hiddenAt IS NULL');
    else query.andWhere('suggestion.state IN (:...waitingStates)', { waitingStates });
    if (filter.pointId !== null) query.andWhere('point.id = :pointId', { pointId: filter.pointId });
    return query;
  }

  private comments(): SelectQueryBuilder<ObjectLiteral> {
    return this.database.read
      .createQueryBuilder()
      .select([])
      .from(Comment, 'comment')
      .leftJoin(Suggestion, 'suggestion', 'suggestion.id = comment.suggestionId')
      .innerJoin(Section, 'section', 'section.id = COALESCE(comment.sectionId, suggestion.sectionId)')
      .innerJoin(Account, 'author', 'author.id = comment.authorId')
      .where(`comment.voice = 'citizen'`);
  }

  private suggestions(): SelectQueryBuilder<ObjectLiteral> {
    return this.database.read
      .createQueryBuilder()
      .select([])
      .from(Suggestion, 'suggestion')
      .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .where('1 = 1');
  }

  private onPoints(query: SelectQueryBuilder<ObjectLiteral>, viewer: Viewer) {
    return onDesk(query.innerJoin(Point, 'point', 'point.id = section.pointId'), viewer, 'moderate');
  }

  private pointRows(viewer: Viewer) {
    const query = this.database.read
      .createQueryBuilder()
      .select([
        'point.id AS "id"',
        'point.title AS "title"',
        'point.slug AS "slug"',
        'programme.uid AS "programmeUid"',
        'programme.title AS "programmeTitle"',
      ])
      .from(Point, 'point')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .where('point.archivedAt IS NULL')
      .orderBy('programme.position')
      .addOrderBy('programme.uid')
      .addOrderBy('point.position')
      .addOrderBy('point.path');
    return onDesk(query, viewer, 'moderate').getRawMany<
      Pick<DeskPoint, 'id' | 'title' | 'slug' | 'programmeUid' | 'programmeTitle'>
    >();
  }
}

function byKey(a: QueueKey, b: QueueKey): number {
  return compare(a.createdAt, b.createdAt) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
