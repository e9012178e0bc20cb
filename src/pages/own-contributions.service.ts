import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { PendingContribution } from '../accounts/pending-contribution.entity.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { Comment } from '../feedback/comment.entity.js';
import { Vote } from '../feedback/vote.entity.js';
import { Decisions, type HiddenReason } from '../moderation/decisions.service.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section, type SectionKind } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import {
  type Standing,
  Suggestion,
  type SuggestionKind,
  type SuggestionState,
} from '../suggestions/suggestion.entity.js';
import type { VoiceValue } from '../suggestions/voices.service.js';

/** A section as its author knew it: with the heading it had then. */
export interface KnownPlace {
  programmeUid: string;
  pointSlug: string;
  pointTitle: string;
  sectionNumber: number;
  heading: string | null;
  sectionKind: SectionKind;
}

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

export interface OwnSectionVote extends KnownPlace {
  value: 'agree' | 'undecided' | 'disagree';
  changedAt: string;
  /** Whether the text has other words by now. */
  older: boolean;
}

export interface OwnSuggestionVote {
  number: number;
  pointTitle: string;
  value: VoiceValue;
  /** Whether its author has written another wording since. */
  older: boolean;
}

/** Everything that one person said. */
export interface OwnContributions {
  waiting: Pick<PendingContribution, 'kind' | 'createdAt' | 'expiresAt'>[];
  comments: OwnComment[];
  reasons: ReadonlyMap<string, HiddenReason>;
  /** By id of the comment answered. */
  answers: ReadonlyMap<string, OfficialAnswer[]>;
  suggestions: OwnSuggestion[];
  votes: OwnSectionVote[];
  /** On suggestions, newest first. */
  voices: OwnSuggestionVote[];
}

/** Rows of each list on a page. */
export const ownPerPage = 50;

/** Finds what one person said, for that person alone; the number of queries does not depend on how much it is. */
@Injectable()
export class OwnContributionsReader {
  constructor(
    private readonly database: Database,
    private readonly decisions: Decisions,
  ) {}

  /**
   * One row more than `ownPerPage` of each list, where there are more.
   *
   * @param before comments and suggestions before this time only; null for the newest.
   */
  async of(accountId: string, before: string | null): Promise<OwnContributions> {
    const [waiting, comments, suggestions, votes, voices] = await Promise.all([
      before === null ? this.waiting(accountId) : [],
      this.comments(accountId, before),
      this.suggestions(accountId, before),
      before === null ? this.votes(accountId) : [],
      before === null ? this.voices(accountId) : [],
    ]);
    const ids = comments.map(({ id }) => id);
    const [reasons, answers] = await Promise.all([this.decisions.ofComments(ids), this.answers(ids)]);
    return { waiting, comments, reasons, answers, suggestions, votes, voices };
  }

  private async waiting(accountId: string) {
    const account = await this.database.read.findOneBy(Account, { id: accountId });
    if (!account?.email) return [];
    return this.database.read.find(PendingContribution, {
      select: { kind: true, createdAt: true, expiresAt: true },
      where: { email: account.email, expiresAt: MoreThan(now()) },
      order: { createdAt: 'DESC' },
      take: ownPerPage,
    });
  }

  private comments(authorId: string, before: string | null): Promise<OwnComment[]> {
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

  private suggestions(authorId: string, before: string | null): Promise<OwnSuggestion[]> {
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
      .where({ authorId, ...(before === null ? {} : { createdAt: LessThan(before) }) })
      .orderBy('said.createdAt', 'DESC')
      .addOrderBy('said.number', 'DESC')
      .limit(ownPerPage + 1)
      .getRawMany<OwnSuggestion>();
  }

  /** Bounded by the number of sections there are. */
  private async votes(accountId: string): Promise<OwnSectionVote[]> {
    const query = this.database.read
      .createQueryBuilder(Vote, 'said')
      .leftJoin(SectionRevision, 'wording', 'wording.id = said.revisionId');
    const rows = await withPlace(query)
      .innerJoin(PointVersion, 'newest', 'newest.pointId = point.id AND newest.number = point.versionNumber')
      .addSelect('said.value', 'value')
      .addSelect('said.changedAt', 'changedAt')
      .addSelect(`CASE WHEN ${wordsStand} THEN 0 ELSE 1 END`, 'older')
      .where({ accountId })
      .orderBy('programme.position')
      .addOrderBy('point.position')
      .addOrderBy('point.path')
      .addOrderBy('section.number')
      .limit(1000)
      .getRawMany<Omit<OwnSectionVote, 'older'> & { older: number }>();
    return rows.map((row) => ({ ...row, older: Number(row.older) === 1 }));
  }

  /** The last thousand. */
  private async voices(accountId: string): Promise<OwnSuggestionVote[]> {
    const rows = await this.database.read
      .createQueryBuilder(Vote, 'vote')
      .innerJoin(Suggestion, 'suggestion', 'suggestion.id = vote.suggestionId')
      .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
      .innerJoin(Point, 'point', 'point.id = section.pointId')
      .select('suggestion.number', 'number')
      .addSelect('point.title', 'pointTitle')
      .addSelect('vote.value', 'value')
      .addSelect('CASE WHEN vote.wordingNumber < suggestion.wordingNumber THEN 1 ELSE 0 END', 'older')
      .where({ accountId })
      .orderBy('vote.changedAt', 'DESC')
      .limit(1000)
      .getRawMany<Omit<OwnSuggestionVote, 'older'> & { older: number }>();
    return rows.map((row) => ({ ...row, older: Number(row.older) === 1 }));
  }
}

/** That `newest` has the words of `wording`, whatever their typography. */
const wordsStand = `EXISTS (
  SELECT 1 FROM version_section place JOIN section_revision present ON present.id = place.revision_id
  WHERE place.version_id = newest.id
    AND COALESCE(present.same_as_id, present.id) = COALESCE(wording.same_as_id, wording.id)
)`;

/** Joins the section, point and programme of something said about a section; `wording` must be joined already. */
function withPlace<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  sectionId = 'said.sectionId',
): SelectQueryBuilder<T> {
  return query
    .innerJoin(Section, 'section', `section.id = ${sectionId}`)
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .select('programme.uid', 'programmeUid')
    .addSelect('point.slug', 'pointSlug')
    .addSelect('point.title', 'pointTitle')
    .addSelect('section.number', 'sectionNumber')
    .addSelect('wording.heading', 'heading')
    .addSelect('wording.kind', 'sectionKind');
}
