import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Comment, type Voice } from './comment.entity.js';
import type { Subject } from './comment-place.js';

/** A comment as people read it. */
export interface ThreadComment {
  id: string;
  number: number;
  parentId: string | null;
  author: { id: string; name: string };
  voice: Voice;
  /** Markdown; null when hidden, empty where its author took the words away and others have answered them. */
  body: string | null;
  createdAt: string;
  hidden: boolean;
  /** Wording it was written about, and the first one with the same words; null when it is about none. */
  revision: { id: string; number: number; runId: string } | null;
}

interface Row {
  id: string;
  number: number;
  parentId: string | null;
  authorId: string;
  authorName: string;
  voice: Voice;
  body: string;
  createdAt: string;
  hiddenAt: string | null;
  revisionId: string | null;
  revisionNumber: number | null;
  runId: string | null;
}

/** Comments that begin a thread, oldest first, after a number. */
export async function readRoots(
  manager: EntityManager,
  subject: Subject,
  after: number,
  limit: number,
): Promise<ThreadComment[]> {
  const rows = await comments(manager)
    .where(subject)
    .andWhere('comment.parentId IS NULL')
    .andWhere('comment.number > :after', { after })
    .orderBy('comment.number')
    .limit(limit)
    .getRawMany<Row>();
  return rows.map(shown);
}

/** The same of several sections, only those among the first comments of each; in order of section and number. */
export async function readFirstRoots(
  manager: EntityManager,
  sectionIds: readonly string[],
  upTo: number,
): Promise<(ThreadComment & { sectionId: string })[]> {
  if (sectionIds.length === 0) return [];
  const rows = await comments(manager)
    .addSelect('comment.sectionId', 'sectionId')
    .where('comment.sectionId IN (:...sectionIds)', { sectionIds })
    .andWhere('comment.parentId IS NULL')
    .andWhere('comment.number <= :upTo', { upTo })
    .orderBy('comment.sectionId')
    .addOrderBy('comment.number')
    .getRawMany<Row & { sectionId: string }>();
  return rows.map((row) => ({ ...shown(row), sectionId: row.sectionId }));
}

/** Answers to these comments: a garant's first, otherwise oldest first. */
export async function readReplies(
  manager: EntityManager,
  rootIds: readonly string[],
): Promise<ThreadComment[]> {
  if (rootIds.length === 0) return [];
  const rows = await comments(manager)
    .where('comment.parentId IN (:...rootIds)', { rootIds })
    .orderBy(`CASE WHEN comment.voice = 'garant' THEN 0 ELSE 1 END`)
    .addOrderBy('comment.number')
    .getRawMany<Row>();
  return rows.map(shown);
}

/** One comment by its number within what it is about; null when there is none. */
export async function readNumbered(
  manager: EntityManager,
  subject: Subject,
  number: number,
): Promise<ThreadComment | null> {
  const row = await comments(manager)
    .where({ ...subject, number })
    .getRawOne<Row>();
  return row ? shown(row) : null;
}

function comments(manager: EntityManager): SelectQueryBuilder<Comment> {
  return manager
    .createQueryBuilder(Comment, 'comment')
    .innerJoin(Account, 'author', 'author.id = comment.authorId')
    .leftJoin(SectionRevision, 'revision', 'revision.id = comment.revisionId')
    .select('comment.id', 'id')
    .addSelect('comment.number', 'number')
    .addSelect('comment.parentId', 'parentId')
    .addSelect('author.id', 'authorId')
    .addSelect('author.publicName', 'authorName')
    .addSelect('comment.voice', 'voice')
    .addSelect('comment.body', 'body')
    .addSelect('comment.createdAt', 'createdAt')
    .addSelect('comment.hiddenAt', 'hiddenAt')
    .addSelect('revision.id', 'revisionId')
    .addSelect('revision.number', 'revisionNumber')
    .addSelect('COALESCE(revision.sameAsId, revision.id)', 'runId');
}

function shown(row: Row): ThreadComment {
  const { id, number, parentId, voice, createdAt } = row;
  const hidden = row.hiddenAt !== null;
  return {
    id,
    number,
    parentId,
    author: { id: row.authorId, name: row.authorName },
    voice,
    body: hidden && row.body !== '' ? null : row.body,
    createdAt,
    hidden,
    revision: revisionOf(row),
  };
}

function revisionOf({ revisionId, revisionNumber, runId }: Row): ThreadComment['revision'] {
  if (revisionId === null || revisionNumber === null) return null;
  return { id: revisionId, number: revisionNumber, runId: runId ?? revisionId };
}
