import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import type { Verb } from '../activity/verbs.js';
import { now } from '../database/time.js';
import { Refusal } from '../web/refusal.js';
import { Comment } from './comment.entity.js';
import { type CommentInPlace, commentInPlace, recordComment } from './comment-rows.js';
import { dedupeKey } from './dedupe.js';

/** Something done to a comment by whoever is responsible for its point. */
export interface CommentAct {
  commentId: string;
  actorId: string;
}

/** What garants and moderators do to comments of others, each with its entry in the activity log. */
@Injectable()
export class CommentActs {
  constructor(private readonly activityLog: ActivityLog) {}

  /** Hides a comment; it counts as handled. @throws Refusal 404; 409 when it is hidden already. */
  async hide(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await commentInPlace(manager, commentId);
    if (at.comment.hiddenAt !== null) throw new Refusal(409, 'feedback.refusal.hidden');
    const hiddenAt = now();
    await this.change(manager, at, 'comment.hidden', actorId, {
      hiddenAt,
      dedupeKey: null,
      handledAt: at.comment.handledAt ?? hiddenAt,
      handledById: at.comment.handledById ?? actorId,
    });
    return at;
  }

  /** Shows a hidden comment again. @throws Refusal 404; 409 when it is not hidden, or its author took the words away. */
  async restore(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await commentInPlace(manager, commentId);
    const { comment } = at;
    if (comment.hiddenAt === null) throw new Refusal(409, 'feedback.refusal.notHidden');
    if (comment.body === '') throw new Refusal(409, 'feedback.refusal.emptied');
    const about = comment.suggestionId ?? comment.sectionId;
    const key = dedupeKey(comment.authorId, about, comment.parentId, comment.body);
    const saidAgain = await manager.existsBy(Comment, { dedupeKey: key });
    await this.change(manager, at, 'comment.restored', actorId, {
      hiddenAt: null,
      dedupeKey: saidAgain ? null : key,
    });
    return at;
  }

  /** Takes a comment out of the queue without an answer. @throws Refusal 404; 409 when it was dealt with already. */
  async markHandled(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await commentInPlace(manager, commentId);
    if (at.comment.handledAt !== null) throw new Refusal(409, 'feedback.refusal.handled');
    await this.change(manager, at, 'comment.handled', actorId, { handledAt: now(), handledById: actorId });
    return at;
  }

  /** Puts a comment back into the queue, for an undo. @throws Refusal 404; 409 when it stands there. */
  async reopen(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await commentInPlace(manager, commentId);
    if (at.comment.handledAt === null) throw new Refusal(409, 'feedback.refusal.waiting');
    await this.change(manager, at, 'comment.reopened', actorId, { handledAt: null, handledById: null });
    return at;
  }

  /** Removes an answer that was just given, for an undo; it must not have been answered itself. */
  async withdrawAnswer(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<void> {
    const at = await commentInPlace(manager, commentId);
    if (at.comment.voice === 'citizen' || at.comment.parentId === null)
      throw new Refusal(409, 'feedback.refusal.notAnswer');
    await manager.delete(Comment, { id: commentId });
    await recordComment(this.activityLog, manager, at, 'comment.withdrawn', actorId);
  }

  private async change(
    manager: EntityManager,
    at: CommentInPlace,
    verb: Verb,
    actorId: string,
    changes: Partial<Comment>,
  ): Promise<void> {
    await manager.update(Comment, { id: at.comment.id }, changes);
    Object.assign(at.comment, changes);
    await recordComment(this.activityLog, manager, at, verb, actorId);
  }
}
