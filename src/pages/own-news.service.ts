import { Injectable } from '@nestjs/common';
import { type EntityManager, In, MoreThan } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { PendingContribution } from '../accounts/pending-contribution.entity.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { Comment } from '../feedback/comment.entity.js';
import { Vote } from '../feedback/vote.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import {
  type Standing,
  Suggestion,
  type SuggestionState,
  waitingStates,
} from '../suggestions/suggestion.entity.js';
import { type KnownPlace, withPlace } from './own-place.js';

/** An answer of a garant or of the team to something of mine. */
export interface NewAnswer extends KnownPlace {
  at: string;
  by: string;
  number: number;
  /** Number of the comment that was answered, and of the one that begins its thread. */
  toNumber: number;
  rootNumber: number | null;
  suggestionNumber: number | null;
}

/** A decision about a suggestion of mine. */
export interface NewDecision extends KnownPlace {
  at: string;
  number: number;
  state: SuggestionState;
}

/** A comment of mine that was hidden. */
export interface NewHiding extends KnownPlace {
  at: string;
  number: number;
  rootNumber: number | null;
  suggestionNumber: number | null;
}

/** What somebody comes to their overview for. */
export interface OwnNews {
  /** Written before signing in, and not confirmed yet. */
  pending: Pick<PendingContribution, 'kind' | 'createdAt' | 'expiresAt'>[];
  /** Suggestions that the text went on from under, which only their author can help. */
  asked: (KnownPlace & { number: number; standing: Standing })[];
  answers: NewAnswer[];
  decisions: NewDecision[];
  hidings: NewHiding[];
  counts: { comments: number; suggestions: number; votes: number };
}

/** Most rows of each kind. */
const most = 10;
/** How long something is news, in milliseconds. */
const lately = 30 * 24 * 3600 * 1000;

/** Finds what is new for one person and what waits for them; a fixed number of queries. */
@Injectable()
export class OwnNewsReader {
  constructor(private readonly database: Database) {}

  async of(accountId: string): Promise<OwnNews> {
    const { read } = this.database;
    const since = new Date(Date.parse(now()) - lately).toISOString();
    const [pending, asked, answers, decisions, hidings, comments, suggestions, votes] = await Promise.all([
      pendingOf(read, accountId),
      askedOf(read, accountId),
      answersTo(read, accountId, since),
      decisionsAbout(read, accountId, since),
      hidingsOf(read, accountId, since),
      read.countBy(Comment, { authorId: accountId }),
      read.countBy(Suggestion, { authorId: accountId }),
      read.countBy(Vote, { accountId }),
    ]);
    return { pending, asked, answers, decisions, hidings, counts: { comments, suggestions, votes } };
  }
}

async function pendingOf(read: EntityManager, accountId: string): Promise<OwnNews['pending']> {
  const account = await read.findOneBy(Account, { id: accountId });
  if (!account?.email) return [];
  return read.find(PendingContribution, {
    select: { kind: true, createdAt: true, expiresAt: true },
    where: { email: account.email, expiresAt: MoreThan(now()) },
    order: { createdAt: 'DESC' },
    take: most,
  });
}

function askedOf(read: EntityManager, authorId: string): Promise<OwnNews['asked']> {
  const query = read
    .createQueryBuilder(Suggestion, 'said')
    .innerJoin(SectionRevision, 'wording', 'wording.id = said.baseRevisionId');
  return withPlace(query)
    .addSelect('said.number', 'number')
    .addSelect('said.standing', 'standing')
    .where({ authorId, state: In([...waitingStates]), standing: In(['merged', 'collides']) })
    .orderBy('said.createdAt', 'DESC')
    .limit(most)
    .getRawMany();
}

function decisionsAbout(read: EntityManager, authorId: string, since: string): Promise<NewDecision[]> {
  const query = read
    .createQueryBuilder(Suggestion, 'said')
    .innerJoin(SectionRevision, 'wording', 'wording.id = said.baseRevisionId');
  return withPlace(query)
    .addSelect('said.number', 'number')
    .addSelect('said.state', 'state')
    .addSelect('said.decidedAt', 'at')
    .where({
      authorId,
      decidedAt: MoreThan(since),
      state: In(['accepted', 'adapted', 'declined', 'overtaken']),
    })
    .orderBy('said.decidedAt', 'DESC')
    .limit(most)
    .getRawMany();
}

function answersTo(read: EntityManager, authorId: string, since: string): Promise<NewAnswer[]> {
  const query = aboutComments(read)
    .innerJoin(Comment, 'answer', 'answer.parentId = said.id')
    .innerJoin(Account, 'author', 'author.id = answer.authorId');
  return withPlace(query, placeOfComment)
    .addSelect('answer.createdAt', 'at')
    .addSelect('author.publicName', 'by')
    .addSelect('answer.number', 'number')
    .addSelect('said.number', 'toNumber')
    .addSelect('root.number', 'rootNumber')
    .addSelect('suggestion.number', 'suggestionNumber')
    .where({ authorId })
    .andWhere("answer.voice IN ('garant', 'staff') AND answer.hiddenAt IS NULL")
    .andWhere('answer.createdAt > :since AND answer.authorId <> said.authorId', { since })
    .orderBy('answer.createdAt', 'DESC')
    .limit(most)
    .getRawMany();
}

function hidingsOf(read: EntityManager, authorId: string, since: string): Promise<NewHiding[]> {
  return withPlace(aboutComments(read), placeOfComment)
    .addSelect('said.hiddenAt', 'at')
    .addSelect('said.number', 'number')
    .addSelect('root.number', 'rootNumber')
    .addSelect('suggestion.number', 'suggestionNumber')
    .where({ authorId, hiddenAt: MoreThan(since) })
    .orderBy('said.hiddenAt', 'DESC')
    .limit(most)
    .getRawMany();
}

/** A comment is about a section, or about a suggestion to one. */
const placeOfComment = 'COALESCE(said.sectionId, suggestion.sectionId)';

function aboutComments(read: EntityManager) {
  return read
    .createQueryBuilder(Comment, 'said')
    .leftJoin(Comment, 'root', 'root.id = said.parentId')
    .leftJoin(Suggestion, 'suggestion', 'suggestion.id = said.suggestionId')
    .leftJoin(
      SectionRevision,
      'wording',
      'wording.id = COALESCE(said.revisionId, suggestion.baseRevisionId)',
    );
}
