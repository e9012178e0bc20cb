import { Injectable } from '@nestjs/common';
import { Brackets, In, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { Comment } from '../feedback/comment.entity.js';
import { Decisions, type HiddenReason } from '../moderation/decisions.service.js';
import { Section, type SectionKind } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { type CommentState, commentStateSql } from '../reports/comment-state.js';
import { Suggestion, waitingStates } from '../suggestions/suggestion.entity.js';
import { type SuggestionView, suggestionViews, viewsOf } from '../suggestions/suggestion-reads.js';
import type { SettlementFilter, SettlementPlace } from './settlement.filter.js';

/** A section that the point has or had. */
export interface SettledSection {
  id: string;
  number: number;
  kind: SectionKind;
  heading: string | null;
}

/** A citizen's comment on a section or on a suggestion, with what became of it. */
export interface SettledComment {
  id: string;
  number: number;
  /** The comment that began the thread; null for one that began it itself. */
  parentId: string | null;
  rootNumber: number | null;
  /** The section it is about, also by way of a suggestion. */
  sectionId: string;
  /** The suggestion it is about; null where it is about the text. */
  suggestionNumber: number | null;
  authorName: string;
  body: string;
  createdAt: string;
  state: CommentState;
  handledAt: string | null;
  handledBy: string | null;
}

/** What a garant or the team said in answer. */
export interface SettledAnswer {
  parentId: string;
  body: string;
  createdAt: string;
  authorName: string;
}

/** One contribution. */
export type Settled =
  | { kind: 'suggestion'; at: string; id: string; suggestion: SuggestionView }
  | { kind: 'comment'; at: string; id: string; comment: SettledComment };

/** How many contributions a filter leaves, and how many of them have no answer yet. */
export interface SettlementCounts {
  suggestions: { all: number; waiting: number };
  comments: { all: number; waiting: number };
}

export interface SettlementPart {
  /** What waits for an answer first; within that the oldest first. One more than asked for where there are more. */
  rows: { isWaiting: boolean; settled: Settled }[];
  counts: SettlementCounts;
  sections: SettledSection[];
  reasons: ReadonlyMap<string, HiddenReason>;
  answers: readonly SettledAnswer[];
}

/** Reads every contribution to a point with its answer; the number of queries does not depend on how many there are. */
@Injectable()
export class SettlementReader {
  constructor(
    private readonly database: Database,
    private readonly decisions: Decisions,
  ) {}

  /** @param size one row more is read, to tell whether there are more. */
  async of(
    pointId: string,
    { filter, after, size }: { filter: SettlementFilter; after: SettlementPlace | null; size: number },
  ): Promise<SettlementPart> {
    const sections = await this.sections(pointId);
    const wanted = sections.filter(({ number }) => filter.section === null || filter.section === number);
    const asked = { sectionIds: wanted.map(({ id }) => id), filter, after, size: size + 1 };
    const [counts, waiting, answered] = await Promise.all([
      this.counts(asked),
      this.group(asked, true),
      this.group(asked, false),
    ]);
    const rows = [...waiting, ...answered].slice(0, size + 1);
    const comments = rows.flatMap(({ settled }) => (settled.kind === 'comment' ? [settled.comment] : []));
    const [reasons, answers] = await Promise.all([
      this.decisions.ofComments(comments.map(({ id }) => id)),
      this.answers(comments),
    ]);
    return { rows, counts, sections, reasons, answers };
  }

  private sections(pointId: string): Promise<SettledSection[]> {
    return this.database.read
      .createQueryBuilder(Section, 'section')
      .innerJoin(SectionRevision, 'last', 'last.sectionId = section.id')
      .select('section.id', 'id')
      .addSelect('section.number', 'number')
      .addSelect('last.kind', 'kind')
      .addSelect('last.heading', 'heading')
      .where({ pointId })
      .andWhere(
        'last.number = (SELECT MAX(newest.number) FROM section_revision newest WHERE newest.section_id = section.id)',
      )
      .orderBy('section.number')
      .getRawMany<SettledSection>();
  }

  /** Contributions with or without an answer, the oldest first; none of what stands before the place asked for. */
  private async group(asked: Asked, isWaiting: boolean): Promise<SettlementPart['rows']> {
    const { filter, after } = asked;
    const isOver = isWaiting && after?.group === 'answered';
    const isLeftOut = filter.state !== null && filter.state !== (isWaiting ? 'waiting' : 'answered');
    if (isOver || isLeftOut || asked.sectionIds.length === 0) return [];
    const inGroup = { ...asked, after: after?.group === (isWaiting ? 'waiting' : 'answered') ? after : null };
    const [suggestions, comments] = await Promise.all([
      filter.kind === 'comment' ? [] : this.suggestions(inGroup, isWaiting),
      filter.kind === 'suggestion' ? [] : this.comments(inGroup, isWaiting),
    ]);
    return [...suggestions, ...comments]
      .sort((one, other) => one.at.localeCompare(other.at) || (one.id < other.id ? -1 : 1))
      .slice(0, asked.size)
      .map((settled) => ({ isWaiting, settled }));
  }

  private async suggestions({ sectionIds, after, size }: Asked, isWaiting: boolean): Promise<Settled[]> {
    const query = suggestionViews(this.database.read)
      .where({ sectionId: In(sectionIds) })
      .andWhere(`suggestion.state ${isWaiting ? 'IN' : 'NOT IN'} (:...waitingStates)`, { waitingStates });
    const suggestions = await viewsOf(inOrder(query, 'suggestion', after).limit(size));
    return suggestions.map((suggestion) => {
      const { id, createdAt: at } = suggestion;
      return { kind: 'suggestion' as const, at, id, suggestion };
    });
  }

  private async comments({ sectionIds, after, size }: Asked, isWaiting: boolean): Promise<Settled[]> {
    const query = this.said(sectionIds)
      .leftJoin(Suggestion, 'about', 'about.id = comment.suggestionId')
      .leftJoin(Comment, 'root', 'root.id = comment.parentId')
      .leftJoin(Account, 'handler', 'handler.id = comment.handledById')
      .innerJoin(Account, 'author', 'author.id = comment.authorId')
      .select('comment.id', 'id')
      .addSelect('comment.number', 'number')
      .addSelect('comment.parentId', 'parentId')
      .addSelect('root.number', 'rootNumber')
      .addSelect('COALESCE(comment.sectionId, about.sectionId)', 'sectionId')
      .addSelect('about.number', 'suggestionNumber')
      .addSelect('author.publicName', 'authorName')
      .addSelect('comment.body', 'body')
      .addSelect('comment.createdAt', 'createdAt')
      .addSelect(commentStateSql, 'state')
      .addSelect('comment.handledAt', 'handledAt')
      .addSelect('handler.publicName', 'handledBy')
      .andWhere(isWaiting ? commentWaits : `NOT (${commentWaits})`);
    const comments = await inOrder(query, 'comment', after).limit(size).getRawMany<SettledComment>();
    return comments.map((comment) => {
      const { id, createdAt: at } = comment;
      return { kind: 'comment' as const, at, id, comment };
    });
  }

  /** Citizens' comments about sections, or about suggestions on them. */
  private said(sectionIds: readonly string[]): SelectQueryBuilder<Comment> {
    const suggested = 'SELECT own.id FROM suggestion own WHERE own.section_id IN (:...sectionIds)';
    return this.database.read
      .createQueryBuilder(Comment, 'comment')
      .where(
        new Brackets((place) =>
          place
            .where('comment.sectionId IN (:...sectionIds)', { sectionIds })
            .orWhere(`comment.suggestionId IN (${suggested})`, { sectionIds }),
        ),
      )
      .andWhere(`comment.voice = 'citizen' AND comment.body <> ''`);
  }

  private async answers(comments: readonly SettledComment[]): Promise<SettledAnswer[]> {
    const ids = comments.flatMap(({ id, parentId }) => (parentId === null ? [id] : [id, parentId]));
    if (ids.length === 0) return [];
    return this.database.read
      .createQueryBuilder(Comment, 'answer')
      .innerJoin(Account, 'author', 'author.id = answer.authorId')
      .select('answer.parentId', 'parentId')
      .addSelect('answer.body', 'body')
      .addSelect('answer.createdAt', 'createdAt')
      .addSelect('author.publicName', 'authorName')
      .where({ parentId: In([...new Set(ids)]), voice: In(['garant', 'staff']) })
      .andWhere('answer.hiddenAt IS NULL')
      .orderBy('answer.createdAt')
      .addOrderBy('answer.id')
      .getRawMany<SettledAnswer>();
  }

  private async counts({ sectionIds, filter }: Asked): Promise<SettlementCounts> {
    const none = { all: 0, waiting: 0 };
    if (sectionIds.length === 0) return { suggestions: none, comments: none };
    const suggested = this.database.read
      .createQueryBuilder(Suggestion, 'suggestion')
      .where({ sectionId: In(sectionIds) });
    const waits = `suggestion.state IN (${waitingStates.map((state) => `'${state}'`).join(', ')})`;
    const [suggestions, comments] = await Promise.all([
      filter.kind === 'comment' ? none : countOf(suggested, waits),
      filter.kind === 'suggestion' ? none : countOf(this.said(sectionIds), commentWaits),
    ]);
    return { suggestions: asFar(suggestions, filter), comments: asFar(comments, filter) };
  }
}

interface Asked {
  sectionIds: string[];
  filter: SettlementFilter;
  after: SettlementPlace | null;
  size: number;
}

const commentWaits = 'comment.handledAt IS NULL AND comment.hiddenAt IS NULL';

function inOrder<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  alias: string,
  after: SettlementPlace | null,
): SelectQueryBuilder<T> {
  if (after !== null)
    query.andWhere(
      `(${alias}.createdAt > :afterAt OR (${alias}.createdAt = :afterAt AND ${alias}.id > :afterId))`,
      { afterAt: after.at, afterId: after.id },
    );
  return query.orderBy(`${alias}.createdAt`, 'ASC').addOrderBy(`${alias}.id`, 'ASC');
}

async function countOf<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, waits: string) {
  const row = await query
    .select('COUNT(*)', 'all')
    .addSelect(`SUM(CASE WHEN ${waits} THEN 1 ELSE 0 END)`, 'waiting')
    .getRawOne<{ all: string | number; waiting: string | number | null }>();
  return { all: Number(row?.all ?? 0), waiting: Number(row?.waiting ?? 0) };
}

/** Only what the filter leaves is counted. */
function asFar({ all, waiting }: { all: number; waiting: number }, { state }: SettlementFilter) {
  if (state === 'waiting') return { all: waiting, waiting };
  return state === 'answered' ? { all: all - waiting, waiting: 0 } : { all, waiting };
}
