import type { EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { rowsAtOnce } from '../accounts/my-data/every-row.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Comment } from './comment.entity.js';
import { Vote } from './vote.entity.js';

/** Where something was said, as far as its link needs it. */
interface OwnPlace {
  id: string;
  programmeUid: string;
  pointSlug: string;
  pointTitle: string;
  sectionNumber: number;
}

/** A comment as its author gets it back. */
export interface OwnComment extends OwnPlace {
  number: number;
  rootNumber: number | null;
  suggestionNumber: number | null;
  body: string;
  voice: string;
  createdAt: string;
  hiddenAt: string | null;
  handledAt: string | null;
}

/** A vote on a section as its owner gets it back. */
export interface OwnVote extends OwnPlace {
  value: string;
  wording: string | null;
  wordingNumber: number | null;
  createdAt: string;
  changedAt: string;
}

/** What a garant or the team answered. */
export interface OwnReply {
  parentId: string;
  by: string;
  text: string;
  at: string;
}

/** Comments of an account after a given one, in the order in which they were written. */
export function ownComments(
  manager: EntityManager,
  accountId: string,
  after: OwnComment | null,
): Promise<OwnComment[]> {
  return manager
    .createQueryBuilder(Comment, 'comment')
    .leftJoin(Comment, 'root', 'root.id = comment.parentId')
    .leftJoin('suggestion', 'suggestion', 'suggestion.id = comment.suggestionId')
    .innerJoin(Section, 'section', 'section.id = COALESCE(comment.sectionId, suggestion.section_id)')
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .select([
      'comment.id AS "id"',
      'comment.number AS "number"',
      'root.number AS "rootNumber"',
      'suggestion.number AS "suggestionNumber"',
      'comment.body AS "body"',
      'comment.voice AS "voice"',
      'comment.createdAt AS "createdAt"',
      'comment.hiddenAt AS "hiddenAt"',
      'comment.handledAt AS "handledAt"',
      ...placeColumns,
    ])
    .where('comment.authorId = :accountId AND comment.id > :after', { accountId, after: after?.id ?? '' })
    .orderBy('comment.id')
    .limit(rowsAtOnce)
    .getRawMany<OwnComment>();
}

/** Votes of an account on sections after a given one. */
export function ownVotes(
  manager: EntityManager,
  accountId: string,
  after: OwnVote | null,
): Promise<OwnVote[]> {
  return manager
    .createQueryBuilder(Vote, 'vote')
    .innerJoin(Section, 'section', 'section.id = vote.sectionId')
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .leftJoin(SectionRevision, 'revision', 'revision.id = vote.revisionId')
    .select([
      'vote.id AS "id"',
      'vote.value AS "value"',
      'revision.body AS "wording"',
      'revision.number AS "wordingNumber"',
      'vote.createdAt AS "createdAt"',
      'vote.changedAt AS "changedAt"',
      ...placeColumns,
    ])
    .where('vote.accountId = :accountId AND vote.id > :after', { accountId, after: after?.id ?? '' })
    .orderBy('vote.id')
    .limit(rowsAtOnce)
    .getRawMany<OwnVote>();
}

/** Public answers of garants and the team to comments of an account, by id of the comment. One query. */
export async function repliesTo(manager: EntityManager, accountId: string): Promise<Map<string, OwnReply[]>> {
  const rows = await manager
    .createQueryBuilder(Comment, 'answer')
    .innerJoin(Comment, 'said', 'said.id = answer.parentId')
    .innerJoin(Account, 'author', 'author.id = answer.authorId')
    .select([
      'answer.parentId AS "parentId"',
      'author.publicName AS "by"',
      'answer.body AS "text"',
      'answer.createdAt AS "at"',
    ])
    .where('said.authorId = :accountId', { accountId })
    .andWhere(`answer.voice <> 'citizen' AND answer.hiddenAt IS NULL`)
    .orderBy('answer.id')
    .getRawMany<OwnReply>();
  const replies = new Map<string, OwnReply[]>();
  for (const row of rows) replies.set(row.parentId, [...(replies.get(row.parentId) ?? []), row]);
  return replies;
}

const placeColumns = [
  'programme.uid AS "programmeUid"',
  'point.slug AS "pointSlug"',
  'point.title AS "pointTitle"',
  'section.number AS "sectionNumber"',
];
