import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { writeAs } from '../accounts/rights.js';
import { Activity } from '../activity/activity.entity.js';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { CommentActs } from '../feedback/comment-acts.service.js';
import { commentPath } from '../feedback/comment-address.js';
import { pathOfComments } from '../feedback/comment-place.js';
import { Comments } from '../feedback/comments.service.js';
import { quoteInMail } from '../mail/mail-text.js';
import { Outbox } from '../mail/outbox.service.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import type { Decision, Ground } from './decision.entity.js';
import { Decisions } from './decisions.service.js';
import { type DeskComment, deskComment } from './desk-comment.js';
import { type CommentStanding, mayTakeBack, standingOf, undoSeconds } from './moderation.rules.js';

/** Which comment, and where it stood on the page on which the decision was made. */
export interface Deciding {
  commentId: string;
  standing: CommentStanding;
}

/** A hiding with its statement of reasons. */
export interface Hiding extends Deciding {
  ground: Ground;
  /** Facts and circumstances; public. */
  facts: string;
}

/** What garants and moderators do about comments: each with its record and its mail in one write. */
@Injectable()
export class DeskComments {
  constructor(
    private readonly database: Database,
    private readonly comments: Comments,
    private readonly acts: CommentActs,
    private readonly decisions: Decisions,
    private readonly activityLog: ActivityLog,
    private readonly outbox: Outbox,
  ) {}

  /** Answers in the garant's voice. @throws Refusal 404 off one's points; 409 when somebody decided meanwhile. */
  answer(viewer: Viewer, { commentId, standing, body }: Deciding & { body: string }): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      const item = await this.unchanged(manager, viewer, commentId, standing, 'manage');
      const { comment, place, rootNumber } = await this.comments.answer(manager, { commentId, viewer, body });
      await this.activityLog.record(manager, {
        actorId: viewer.accountId,
        verb: 'comment.answered',
        subjectType: 'comment',
        subjectId: commentId,
        programmeId: item.programmeId,
        pointId: item.pointId,
        data: { answer: comment.id },
      });
      const path = commentPath(pathOfComments(place), rootNumber, comment.number);
      await this.tellAuthor(manager, item, 'answered', {
        quoted: quoteInMail(body),
        by: viewer.publicName,
        path,
      });
    });
  }

  /** Takes a comment out of the queue without an answer; nobody is told. @throws Refusal as `answer`. */
  settle(viewer: Viewer, { commentId, standing }: Deciding): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      await this.unchanged(manager, viewer, commentId, standing, 'manage');
      await this.acts.markHandled(manager, { commentId, actorId: viewer.accountId });
    });
  }

  /** Hides a comment for a stated reason, which its author gets and everybody can read. @throws Refusal as `answer`. */
  hide(viewer: Viewer, { commentId, standing, ground, facts }: Hiding): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      const item = await this.unchanged(manager, viewer, commentId, standing, 'moderate');
      await this.acts.hide(manager, { commentId, actorId: viewer.accountId });
      const decision = await this.decisions.record(manager, {
        kind: 'hide',
        commentId,
        pointId: item.pointId,
        decidedById: viewer.accountId,
        ground,
        facts,
      });
      await this.tellAuthor(manager, item, 'hidden', {
        number: decision.number,
        decidedAt: decision.decidedAt,
        quoted: quoteInMail(item.body),
        groundKey: ground,
        facts,
      });
    });
  }

  /**
   * Shows a hidden comment again, for a reason that its author gets.
   * @throws Refusal 404 off one's points; 409 when it is not hidden.
   */
  restore(viewer: Viewer, commentId: string, facts: string): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      const item = await this.unchanged(manager, viewer, commentId, 'hidden', 'moderate');
      await this.acts.restore(manager, { commentId, actorId: viewer.accountId });
      const decision = await this.recordRestoring(manager, viewer, item, facts);
      // Should the mail about the hiding still wait, there is no need for it any more.
      await this.outbox.cancel(manager, commentId, 'moderation/hidden');
      await this.tellAuthor(manager, item, 'restored', {
        number: decision.number,
        decidedAt: decision.decidedAt,
        facts,
        path: item.path,
      });
    });
  }

  /**
   * Takes one's own last decision about a comment back, before the mail about it leaves.
   * @throws Refusal 404 off one's points; 409 when there is nothing to take back, or a minute has passed.
   */
  takeBack(viewer: Viewer, commentId: string): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      const item = await deskComment(manager, viewer, commentId, 'moderate');
      const standing = standingOf(item);
      if (standing === 'waiting') throw new Refusal(409, 'moderation.refusal.waiting');
      if (standing === 'hidden') return this.unhide(manager, viewer, item);
      return this.reopen(manager, viewer, item);
    });
  }

  private async unhide(manager: EntityManager, viewer: Viewer, item: DeskComment): Promise<void> {
    const { hiddenAt, handledAt } = item;
    const byId = (await this.decisions.lastHiding(manager, item.id))?.decidedById ?? null;
    if (!mayTakeBack(viewer, { byId, at: hiddenAt }, now())) throw tooLate();
    await this.cancelMail(manager, item, 'hidden');
    const act = { commentId: item.id, actorId: viewer.accountId };
    await this.acts.restore(manager, act);
    await this.recordRestoring(manager, viewer, item, '');
    // Hiding it took it out of the queue.
    if (handledAt === hiddenAt) await this.acts.reopen(manager, act);
  }

  private async reopen(manager: EntityManager, viewer: Viewer, item: DeskComment): Promise<void> {
    if (!mayTakeBack(viewer, { byId: item.handledById, at: item.handledAt }, now())) throw tooLate();
    const answerId = await answerGiven(manager, item.id);
    if (answerId !== null) {
      await this.cancelMail(manager, item, 'answered');
      await this.acts.withdrawAnswer(manager, { commentId: answerId, actorId: viewer.accountId });
    }
    await this.acts.reopen(manager, { commentId: item.id, actorId: viewer.accountId });
  }

  /** The comment as it is now, if it still stands where it stood when somebody decided about it. */
  private async unchanged(
    manager: EntityManager,
    viewer: Viewer,
    commentId: string,
    standing: CommentStanding,
    purpose: 'moderate' | 'manage',
  ): Promise<DeskComment> {
    const item = await deskComment(manager, viewer, commentId, purpose);
    const current = standingOf(item);
    if (current === standing) return item;
    throw new Refusal(409, `moderation.refusal.${current}`, { by: item.handledBy ?? '' });
  }

  private recordRestoring(
    manager: EntityManager,
    viewer: Viewer,
    item: DeskComment,
    facts: string,
  ): Promise<Decision> {
    const { id: commentId, pointId } = item;
    const decidedById = viewer.accountId;
    return this.decisions.record(manager, {
      kind: 'restore',
      commentId,
      pointId,
      decidedById,
      ground: null,
      facts,
    });
  }

  private async tellAuthor(
    manager: EntityManager,
    item: DeskComment,
    what: 'answered' | 'hidden' | 'restored',
    model: Record<string, unknown>,
  ): Promise<void> {
    const author = await manager.findOneBy(Account, { id: item.authorId });
    if (!author?.email) return;
    const locale = author.locale as Locale;
    const { groundKey } = model;
    await this.outbox.queue(manager, {
      to: author.email,
      locale,
      kind: `moderation/${what}`,
      delay: undoSeconds,
      subjectId: item.id,
      model: {
        point: item.pointTitle,
        section: item.sectionNumber,
        programme: item.programmeTitle,
        contact: item.contact,
        ...model,
        ground: groundKey ? translate(locale, `moderation.ground.${String(groundKey)}`) : null,
      },
    });
  }

  private async cancelMail(manager: EntityManager, item: DeskComment, what: 'answered' | 'hidden') {
    const author = await manager.findOneBy(Account, { id: item.authorId });
    const cancelled = await this.outbox.cancel(manager, item.id, `moderation/${what}`);
    // Whoever has read it must not be told the contrary without a word.
    if (author?.email && cancelled === 0) throw tooLate();
  }
}

function tooLate(): Refusal {
  return new Refusal(409, 'moderation.refusal.tooLate');
}

/** Id of the answer by which a comment was dealt with the last time; null when it was set aside. */
async function answerGiven(manager: EntityManager, commentId: string): Promise<string | null> {
  const [last] = await manager.find(Activity, {
    where: [
      { subjectId: commentId, verb: 'comment.answered' },
      { subjectId: commentId, verb: 'comment.handled' },
    ],
    order: { number: 'DESC' },
    take: 1,
  });
  if (last?.verb !== 'comment.answered') return null;
  const { answer } = JSON.parse(last.data) as { answer?: unknown };
  return typeof answer === 'string' ? answer : null;
}
