import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { Comment, type Voice } from '../feedback/comment.entity.js';
import type { Ground } from '../moderation/decision.entity.js';
import { Decisions } from '../moderation/decisions.service.js';
import type { Programme } from '../programme/programme.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import {
  type Stance,
  Suggestion,
  type SuggestionKind,
  type SuggestionState,
} from '../suggestions/suggestion.entity.js';
import { type CommentState, commentStateSql } from './comment-state.js';
import type { ReportedPoint, ReportedProgramme, ReportedSection } from './figures.js';
import { FiguresService } from './figures.service.js';

/** Where a contribution belongs. */
export interface Place {
  programme: ReportedProgramme;
  point: ReportedPoint;
  section: ReportedSection;
}

/** A comment with what became of it. */
export interface CommentRow {
  type: 'comment';
  number: number;
  /** Number of the suggestion it belongs to; null when it belongs to the section itself. */
  suggestionNumber: number | null;
  /** Number of the comment its thread begins with: its own unless it is a reply. */
  rootNumber: number;
  isReply: boolean;
  voice: Voice;
  author: string;
  /** Null when hidden: what others may not read is in no file either. */
  text: string | null;
  state: CommentState;
  /** Why it is hidden, as the public reads it. */
  hidden: { ground: Ground; facts: string } | null;
  decidedAt: string | null;
  createdAt: string;
  wording: Wording | null;
}

/** A suggestion with what became of it. */
export interface SuggestionRow {
  type: 'suggestion';
  number: number;
  kind: SuggestionKind;
  author: string;
  heading: string | null;
  body: string;
  reason: string;
  state: SuggestionState;
  stance: Stance | null;
  supports: number;
  opposes: number;
  statement: string | null;
  decidedAt: string | null;
  createdAt: string;
  wording: Wording | null;
}

/** The wording somebody had before them. */
interface Wording {
  id: string;
  number: number;
  body: string;
}

export type Contribution = Place & { said: CommentRow | SuggestionRow };

interface WordingColumns {
  revisionId: string | null;
  revisionNumber: number | null;
  revisionBody: string | null;
}

interface RawComment extends Omit<CommentRow, 'type' | 'wording' | 'hidden' | 'isReply'>, WordingColumns {
  id: string;
  parentId: string | null;
  hiddenAt: string | null;
  handledAt: string | null;
}

type RawSuggestion = Omit<SuggestionRow, 'type' | 'wording'> & WordingColumns & { id: string };

const pageSize = 500;

const commentColumns = [
  'comment.id AS "id"',
  'comment.number AS "number"',
  'comment.parentId AS "parentId"',
  'COALESCE(root.number, comment.number) AS "rootNumber"',
  'comment.voice AS "voice"',
  'comment.body AS "text"',
  'comment.hiddenAt AS "hiddenAt"',
  'comment.handledAt AS "handledAt"',
  'comment.createdAt AS "createdAt"',
  `${commentStateSql} AS "state"`,
];
const wordingColumns = [
  'author.publicName AS "author"',
  'revision.id AS "revisionId"',
  'revision.number AS "revisionNumber"',
  'revision.body AS "revisionBody"',
];
const suggestionColumns = [
  'suggestion.id AS "id"',
  'suggestion.number AS "number"',
  'suggestion.kind AS "kind"',
  'suggestion.heading AS "heading"',
  'suggestion.body AS "body"',
  'suggestion.reason AS "reason"',
  'suggestion.state AS "state"',
  'suggestion.stance AS "stance"',
  'suggestion.supports AS "supports"',
  'suggestion.opposes AS "opposes"',
  'suggestion.statement AS "statement"',
  'suggestion.decidedAt AS "decidedAt"',
  'suggestion.createdAt AS "createdAt"',
];

/** Walks through everything people have said about a programme. */
@Injectable()
export class Contributions {
  constructor(
    private readonly database: Database,
    private readonly figures: FiguresService,
    private readonly decisions: Decisions,
  ) {}

  /**
   * Every contribution of a programme, section by section: comments as numbered, then suggestions, then comments on
   * suggestions. Reads in pages by key, so that no more than one page is ever in memory.
   */
  async *ofProgramme(programme: Programme): AsyncGenerator<Contribution> {
    const report = await this.figures.ofProgramme(programme);
    for (const point of report.points) {
      for (const section of point.sections) {
        for await (const said of this.ofSection(section)) yield { programme: report, point, section, said };
      }
    }
  }

  private async *ofSection(section: ReportedSection): AsyncGenerator<CommentRow | SuggestionRow> {
    const { comments, suggestions } = section.figures;
    const talked = Object.values(comments).some((count) => count > 0);
    const suggested = Object.values(suggestions).some((count) => count > 0);
    if (talked) yield* this.comments(section.id);
    if (suggested) yield* this.suggestions(section.id);
    if (talked && suggested) yield* this.commentsOnSuggestions(section.id);
  }

  private async *comments(sectionId: string): AsyncGenerator<CommentRow> {
    const page = (after: RawComment | null) =>
      withAuthorAndWording(this.commentQuery(), 'comment.authorId', 'comment.revisionId')
        .addSelect('NULL', 'suggestionNumber')
        .where(`comment.sectionId = :sectionId AND comment.body <> ''`, { sectionId })
        .andWhere('comment.number > :after', { after: after?.number ?? 0 })
        .orderBy('comment.number')
        .limit(pageSize)
        .getRawMany<RawComment>();
    for await (const rows of pages(page)) yield* await this.commentRows(rows);
  }

  private async *commentsOnSuggestions(sectionId: string): AsyncGenerator<CommentRow> {
    const page = (after: RawComment | null) =>
      withAuthorAndWording(this.commentQuery(), 'comment.authorId', 'comment.revisionId')
        .addSelect('suggestion.number', 'suggestionNumber')
        .innerJoin(Suggestion, 'suggestion', 'suggestion.id = comment.suggestionId')
        .where(`suggestion.sectionId = :sectionId AND comment.body <> ''`, { sectionId })
        .andWhere(
          '(suggestion.number > :suggestion OR (suggestion.number = :suggestion AND comment.number > :after))',
          { suggestion: after?.suggestionNumber ?? 0, after: after?.number ?? 0 },
        )
        .orderBy('suggestion.number')
        .addOrderBy('comment.number')
        .limit(pageSize)
        .getRawMany<RawComment>();
    for await (const rows of pages(page)) yield* await this.commentRows(rows);
  }

  private async *suggestions(sectionId: string): AsyncGenerator<SuggestionRow> {
    const page = (after: RawSuggestion | null) => {
      const query = this.database.read
        .createQueryBuilder()
        .select(suggestionColumns)
        .from(Suggestion, 'suggestion');
      return withAuthorAndWording(query, 'suggestion.authorId', 'suggestion.baseRevisionId')
        .where('suggestion.sectionId = :sectionId', { sectionId })
        .andWhere('suggestion.number > :after', { after: after?.number ?? 0 })
        .orderBy('suggestion.number')
        .limit(pageSize)
        .getRawMany<RawSuggestion>();
    };
    for await (const rows of pages(page)) {
      for (const row of rows) yield { ...row, type: 'suggestion', wording: wordingOf(row) };
    }
  }

  private commentQuery(): SelectQueryBuilder<Comment> {
    return this.database.read
      .createQueryBuilder()
      .select(commentColumns)
      .from(Comment, 'comment')
      .leftJoin(Comment, 'root', 'root.id = comment.parentId');
  }

  private async commentRows(rows: RawComment[]): Promise<CommentRow[]> {
    const hiddenIds = rows.filter((row) => row.state === 'hidden').map((row) => row.id);
    const reasons = await this.decisions.ofComments(hiddenIds);
    return rows.map((row) => {
      const reason = reasons.get(row.id);
      return {
        ...row,
        type: 'comment',
        isReply: row.parentId !== null,
        text: row.state === 'hidden' ? null : row.text,
        hidden: reason ? { ground: reason.ground, facts: reason.facts } : null,
        decidedAt: row.hiddenAt ?? row.handledAt,
        wording: wordingOf(row),
      };
    });
  }
}

function withAuthorAndWording<T extends object>(
  query: SelectQueryBuilder<T>,
  authorId: string,
  revisionId: string,
): SelectQueryBuilder<T> {
  return query
    .addSelect(wordingColumns)
    .innerJoin(Account, 'author', `author.id = ${authorId}`)
    .leftJoin(SectionRevision, 'revision', `revision.id = ${revisionId}`);
}

/** Page after page until one is not full. */
async function* pages<Row>(read: (after: Row | null) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let after: Row | null = null;
  for (;;) {
    const rows: Row[] = await read(after);
    yield rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1) ?? null;
  }
}

function wordingOf(row: WordingColumns): Wording | null {
  const { revisionId, revisionNumber, revisionBody } = row;
  if (revisionId === null || revisionNumber === null || revisionBody === null) return null;
  return { id: revisionId, number: revisionNumber, body: revisionBody };
}
