import type { EntityManager } from 'typeorm';
import type { ActivityLog } from '../activity/activity-log.service.js';
import type { Verb } from '../activity/verbs.js';
import { prepared } from '../database/prepared.js';
import { found } from '../web/refusal.js';
import { Comment } from './comment.entity.js';
import { type CommentPlace, commentPlaceOf, type Subject, subjectOf } from './comment-place.js';

/** A comment with the place it stands at. */
export interface CommentInPlace {
  comment: Comment;
  place: CommentPlace;
  /** Number of the comment its thread begins with. */
  rootNumber: number;
}

const withKey = prepared<{ key: string }, { id: string }>((manager) =>
  manager
    .createQueryBuilder()
    .select('comment.id', 'id')
    .from(Comment, 'comment')
    .where('comment.dedupeKey = :key'),
);

const lastNumber = (parent: 'sectionId' | 'suggestionId') =>
  prepared<{ id: string }, { number: number | null }>((manager) =>
    manager
      .createQueryBuilder()
      .select('MAX(comment.number)', 'number')
      .from(Comment, 'comment')
      .where(`comment.${parent} = :id`),
  );

const lastOfSection = lastNumber('sectionId');
const lastOfSuggestion = lastNumber('suggestionId');

/** The number of the next comment on a subject. */
export async function nextNumber(manager: EntityManager, subject: Subject): Promise<number> {
  const [last] =
    typeof subject.suggestionId === 'string'
      ? await lastOfSuggestion(manager, { id: subject.suggestionId })
      : await lastOfSection(manager, { id: subject.sectionId });
  return (last?.number ?? 0) + 1;
}

/** The comment with these words of the same person at the same place; nearly always there is none. */
export async function saidBefore(manager: EntityManager, key: string): Promise<Comment | null> {
  const [said] = await withKey(manager, { key });
  return said ? manager.findOneBy(Comment, { id: said.id }) : null;
}

/** The comment that a thread begins with. */
export async function rootOf(manager: EntityManager, comment: Comment): Promise<Comment> {
  if (comment.parentId === null) return comment;
  return found(await manager.findOneBy(Comment, { id: comment.parentId }));
}

/** A comment with its place. @throws Refusal 404 when there is none. */
export async function commentInPlace(manager: EntityManager, commentId: string): Promise<CommentInPlace> {
  const comment = found(await manager.findOneBy(Comment, { id: commentId }));
  const place = found(await commentPlaceOf(manager, subjectOf(comment)));
  const root = await rootOf(manager, comment);
  return { comment, place, rootNumber: root.number };
}

/** Writes the activity log's entry about a comment. */
export function recordComment(
  activityLog: ActivityLog,
  manager: EntityManager,
  { comment, place }: Pick<CommentInPlace, 'comment' | 'place'>,
  verb: Verb,
  actorId: string,
): Promise<void> {
  const { pointId, programmeId } = place;
  return activityLog.record(manager, {
    actorId,
    verb,
    subjectType: 'comment',
    subjectId: comment.id,
    programmeId,
    pointId,
  });
}
