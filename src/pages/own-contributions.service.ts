import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { Comment } from '../feedback/comment.entity.js';
import { Decisions, type HiddenReason } from '../moderation/decisions.service.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import {
  type Standing,
  Suggestion,
  type SuggestionKind,
  type SuggestionState,
} from '../suggestions/suggestion.entity.js';
import { inProgramme, type KnownPlace, withPlace } from './own-place.js';

export interface OwnComment extends KnownPlace {
  id: string;
  number: number;
  /** Number of the suggestion it is about; null where it is about the section itself. */
  suggestionNumber: number | null;
  /** Number of the comment that begins the thread; null for one that begins it itself. */
  rootNumber: number | null;
  body: string;
  createdAt: string;
  hiddenAt: string | null;
}

/** What a garant or the team said to one's comment. */
export interface OfficialAnswer {
  parentId: string;
  number: number;
  body: string;
  createdAt: string;
  authorName: string;
}

export interface OwnSuggestion extends KnownPlace {
  number: number;
  kind: SuggestionKind;
  state: SuggestionState;
  /** Means something only while it waits. */
  standing: Standing;
  createdAt: string;
  statement: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  versionNumber: number | null;
}

/** Comments and suggestions of one person. */
export interface OwnContributions {
  comments: OwnComment[];
  reasons: ReadonlyMap<string, HiddenReason>;
  /** By id of the comment answered. */
  answers: ReadonlyMap<string, OfficialAnswer[]>;
  suggestions: OwnSuggestion[];
}

/** Which of them. */
export interface OwnChoice {
  comments: 'all' | 'answered' | 'unanswered' | 'hidden' | 'none';
  suggestions: 'all' | 'none' | readonly SuggestionState[];
  /** Address of a programme; null for all. */
  programme: string | null;
  /** Only what is older than this; null for the newest. */
  before: string | null;
}

const answered = `EXISTS (
  SELECT 1 FROM comment answer WHERE answer.parent_id = said.id
    AND answer.voice IN ('garant', 'staff') AND answer.hidden_at IS NULL
)`;

const commentsThat = {
  all: '1 = 1',
  answered,
  unanswered: `NOT ${answered}`,
  hidden: 'said.hiddenAt IS NOT NULL',
} as const;

/** Rows of each list on a page. */
export const ownPerPage = 50;

/** Finds what one person said, for that person alone; the number of queries does not depend on how much it is. */
@Injectable()
export class OwnContributionsReader {
  constructor(
    private readonly database: Database,
    private readonly decisions: Decisions,
  ) {}

  /** One row more than `ownPerPage` of each list, where there are more. */
  async of(accountId: string, choice: OwnChoice): Promise<OwnContributions> {
    const [comments, suggestions] = await Promise.all([
      this.comments(accountId, choice),
      this.suggestions(accountId, choice),
    ]);
    const ids = comments.map(({ id }) => id);
    const [reasons, answers] = await Promise.all([this.decisions.ofComments(ids), this.answers(ids)]);
    return { comments, reasons, answers, suggestions };
  }

  private async comments(authorId: string, choice: OwnChoice): Promise<OwnComment[]> {
    const { comments, programme, before } = choice;
    if (comments === 'none') return [];
    const query = this.database.read
      .createQueryBuilder(Comment, 'said')
      .leftJoin(Comment, 'root', 'root.id = said.parentId')
      .leftJoin(Suggestion, 'suggestion', 'suggestion.id = said.suggestionId')
      .leftJoin(
        SectionRevision,
        'wording',
        'wording.id = COALESCE(said.revisionId, suggestion.baseRevisionId)',
      );
    return withPlace(query, 'COALESCE(said.sectionId, suggestion.sectionId)')
      .addSelect('suggestion.number', 'suggestionNumber')
      .addSelect('said.id', 'id')
      .addSelect('said.number', 'number')
      .addSelect('root.number', 'rootNumber')
      .addSelect('said.body', 'body')
      .addSelect('said.createdAt', 'createdAt')
      .addSelect('said.hiddenAt', 'hiddenAt')
      .where({ authorId, ...(before === null ? {} : { createdAt: LessThan(before) }) })
      .andWhere(commentsThat[comments])
      .andWhere(...inProgramme(programme))
      .orderBy('said.createdAt', 'DESC')
      .addOrderBy('said.id', 'DESC')
      .limit(ownPerPage + 1)
      .getRawMany<OwnComment>();
  }

  private async answers(commentIds: readonly string[]): Promise<Map<string, OfficialAnswer[]>> {
    const answers = new Map<string, OfficialAnswer[]>();
    if (commentIds.length === 0) return answers;
    const rows = await this.database.read
      .createQueryBuilder(Comment, 'answer')
      .innerJoin(Account, 'author', 'author.id = answer.authorId')
      .select('answer.parentId', 'parentId')
      .addSelect('answer.number', 'number')
      .addSelect('answer.body', 'body')
      .addSelect('answer.createdAt', 'createdAt')
      .addSelect('author.publicName', 'authorName')
      .where({ parentId: In([...commentIds]), voice: In(['garant', 'staff']) })
      .andWhere('answer.hiddenAt IS NULL')
      .orderBy('answer.number')
      .getRawMany<OfficialAnswer>();
    for (const row of rows) answers.set(row.parentId, [...(answers.get(row.parentId) ?? []), row]);
    return answers;
  }

  private async suggestions(authorId: string, choice: OwnChoice): Promise<OwnSuggestion[]> {
    const { suggestions: states, programme, before } = choice;
    if (states === 'none') return [];
    const query = this.database.read
      .createQueryBuilder(Suggestion, 'said')
      .leftJoin(Account, 'decider', 'decider.id = said.decidedById')
      .leftJoin(PointVersion, 'version', 'version.id = said.versionId')
      .innerJoin(SectionRevision, 'wording', 'wording.id = said.baseRevisionId');
    return withPlace(query)
      .addSelect('said.number', 'number')
      .addSelect('said.kind', 'kind')
      .addSelect('said.state', 'state')
      .addSelect('said.standing', 'standing')
      .addSelect('said.createdAt', 'createdAt')
      .addSelect('said.statement', 'statement')
      .addSelect('said.decidedAt', 'decidedAt')
      .addSelect('decider.publicName', 'decidedBy')
      .addSelect('version.number', 'versionNumber')
      .where({
        authorId,
        ...(states === 'all' ? {} : { state: In([...states]) }),
        ...(before === null ? {} : { createdAt: LessThan(before) }),
      })
      .andWhere(...inProgramme(programme))
      .orderBy('said.createdAt', 'DESC')
      .addOrderBy('said.number', 'DESC')
      .limit(ownPerPage + 1)
      .getRawMany<OwnSuggestion>();
  }
}
