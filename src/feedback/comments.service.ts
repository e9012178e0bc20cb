import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { insertRow, prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Comment, type Voice } from './comment.entity.js';
import { threadsPerPage } from './comment-address.js';
import { dedupeKey } from './dedupe.js';
import { mayAnswer, mayComment } from './feedback.rules.js';
import { liveSection, placeOf, type SectionPlace, wordingRead } from './section-place.js';
import { readFirstRoots, readNumbered, readReplies, readRoots, type ThreadComment } from './threads.js';
import { voiceOf } from './voice.js';

/** A comment to be published; its body has been checked and is in its normal form. */
export interface NewComment {
  sectionId: string;
  authorId: string;
  body: string;
  /** Wording on the page it was written on. */
  revisionId?: string | null;
  /** Comment it answers; an answer to an answer hangs on the same root. */
  answersId?: string | null;
}

/** A comment with the place it stands at. */
export interface CommentInPlace {
  comment: Comment;
  place: SectionPlace;
  /** Number of the comment its thread begins with. */
  rootNumber: number;
}

/** A comment with the answers to it. */
export interface Thread extends ThreadComment {
  /** A garant's first, otherwise oldest first. */
  replies: ThreadComment[];
}

/** A page of threads. */
export interface ThreadPage {
  threads: Thread[];
  /** Number after which the next page begins, for `?po=`; null on the last one. */
  next: number | null;
}

/** Something done to a comment by whoever is responsible for its point. */
export interface CommentAct {
  commentId: string;
  actorId: string;
}

const withKey = prepared<{ key: string }, { id: string }>((manager) =>
  manager
    .createQueryBuilder()
    .select('comment.id', 'id')
    .from(Comment, 'comment')
    .where('comment.dedupeKey = :key'),
);

const lastNumber = prepared<{ sectionId: string }, { number: number | null }>((manager) =>
  manager
    .createQueryBuilder()
    .select('MAX(comment.number)', 'number')
    .from(Comment, 'comment')
    .where('comment.sectionId = :sectionId'),
);

/** What people say about sections. */
@Injectable()
export class Comments {
  constructor(
    private readonly database: Database,
    private readonly activityLog: ActivityLog,
  ) {}

  /**
   * Publishes a comment. The same words of the same person at the same place are the comment that is there already.
   * @throws Refusal 404 when section or answered comment are not there; 409 when the consultation is not open, the
   *   text no longer has the section, or the answered comment is hidden.
   */
  async publish(manager: EntityManager, fresh: NewComment): Promise<CommentInPlace> {
    const place = await liveSection(manager, fresh.sectionId, mayComment);
    const answered = await this.answered(manager, fresh);
    const root = answered && (await this.rootOf(manager, answered));
    const key = dedupeKey(fresh.authorId, fresh.sectionId, root?.id ?? null, fresh.body);
    const said = await saidBefore(manager, key);
    if (said) return { comment: said, place, rootNumber: root?.number ?? said.number };

    const voice = await voiceOf(manager, fresh.authorId, place.pointId);
    const revisionId = await wordingRead(manager, place, fresh.revisionId);
    const comment = await this.insert(manager, place, { ...fresh, voice, revisionId, root, key });
    if (answered && voice === 'garant' && answered.handledAt === null)
      await this.setHandled(manager, answered, fresh.authorId);
    return { comment, place, rootNumber: root?.number ?? comment.number };
  }

  /** Threads of a section, oldest first, `threadsPerPage` of them after a number. Two queries. */
  async ofSection(sectionId: string, after = 0, manager = this.database.read): Promise<ThreadPage> {
    const roots = await readRoots(manager, sectionId, after, threadsPerPage + 1);
    const shown = roots.slice(0, threadsPerPage);
    const threads = await withReplies(manager, shown);
    const next = roots.length > threadsPerPage ? (shown.at(-1)?.number ?? null) : null;
    return { threads, next };
  }

  /** Threads that begin among the first `threadsPerPage` comments of each section, by its id. Two queries. */
  async firstOfSections(
    sectionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, Thread[]>> {
    const roots = await readFirstRoots(manager, sectionIds, threadsPerPage);
    const threads = await withReplies(manager, roots);
    const bySection = new Map<string, Thread[]>();
    threads.forEach((thread, place) => {
      const sectionId = roots[place]?.sectionId ?? '';
      bySection.set(sectionId, [...(bySection.get(sectionId) ?? []), thread]);
    });
    return bySection;
  }

  /** How many comments of each section can be read. One query; sections without any are left out. */
  async countsOfSections(
    sectionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, number>> {
    if (sectionIds.length === 0) return new Map();
    const rows = await manager
      .createQueryBuilder(Comment, 'comment')
      .select('comment.sectionId', 'sectionId')
      .addSelect('COUNT(*)', 'count')
      .where({ sectionId: In([...sectionIds]) })
      .andWhere('comment.hiddenAt IS NULL')
      .groupBy('comment.sectionId')
      .getRawMany<{ sectionId: string; count: string | number }>();
    return new Map(rows.map(({ sectionId, count }) => [sectionId, Number(count)]));
  }

  /** A comment on a section by its number there. @throws Refusal 404 when there is none. */
  async numbered(sectionId: string, number: number, manager = this.database.read): Promise<ThreadComment> {
    return found(await readNumbered(manager, sectionId, number));
  }

  /** A comment with its place. @throws Refusal 404 when there is none. */
  async inPlace(manager: EntityManager, commentId: string): Promise<CommentInPlace> {
    const comment = found(await manager.findOneBy(Comment, { id: commentId }));
    const place = found(comment.sectionId === null ? null : await placeOf(manager, comment.sectionId));
    const root = await this.rootOf(manager, comment);
    return { comment, place, rootNumber: root.number };
  }

  /**
   * The garant's answer: stands first in the thread and takes the answered comment out of the queue. Also possible
   * after the consultation.
   * @throws Refusal 404; 409 when the comment was dealt with already.
   */
  async answer(
    manager: EntityManager,
    { commentId, viewer, body }: { commentId: string; viewer: Pick<Viewer, 'accountId'>; body: string },
  ): Promise<CommentInPlace> {
    const { comment: answered, place } = await this.inPlace(manager, commentId);
    if (answered.handledAt !== null) throw new Refusal(409, 'feedback.refusal.handled');
    const root = await this.rootOf(manager, answered);
    const authorId = viewer.accountId;
    const key = dedupeKey(authorId, place.sectionId, root.id, body);
    const said = await saidBefore(manager, key);
    const comment =
      said ??
      (await this.insert(manager, place, {
        authorId,
        body,
        voice: 'garant',
        revisionId: place.revisionId,
        root,
        key,
      }));
    await this.setHandled(manager, answered, authorId);
    return { comment, place, rootNumber: root.number };
  }

  /** Hides a comment; it counts as handled. @throws Refusal 404; 409 when it is hidden already. */
  async hide(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await this.inPlace(manager, commentId);
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

  /** Shows a hidden comment again. @throws Refusal 404; 409 when it is not hidden. */
  async restore(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await this.inPlace(manager, commentId);
    const { comment } = at;
    if (comment.hiddenAt === null) throw new Refusal(409, 'feedback.refusal.notHidden');
    const key = dedupeKey(comment.authorId, comment.sectionId, comment.parentId, comment.body);
    const saidAgain = await manager.existsBy(Comment, { dedupeKey: key });
    await this.change(manager, at, 'comment.restored', actorId, {
      hiddenAt: null,
      dedupeKey: saidAgain ? null : key,
    });
    return at;
  }

  /** Takes a comment out of the queue without an answer. @throws Refusal 404; 409 when it was dealt with already. */
  async markHandled(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await this.inPlace(manager, commentId);
    if (at.comment.handledAt !== null) throw new Refusal(409, 'feedback.refusal.handled');
    await this.change(manager, at, 'comment.handled', actorId, { handledAt: now(), handledById: actorId });
    return at;
  }

  /** Puts a comment back into the queue, for an undo. @throws Refusal 404; 409 when it stands there. */
  async reopen(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<CommentInPlace> {
    const at = await this.inPlace(manager, commentId);
    if (at.comment.handledAt === null) throw new Refusal(409, 'feedback.refusal.waiting');
    await this.change(manager, at, 'comment.reopened', actorId, { handledAt: null, handledById: null });
    return at;
  }

  /** Removes an answer that was just given, for an undo; it must not have been answered itself. */
  async withdrawAnswer(manager: EntityManager, { commentId, actorId }: CommentAct): Promise<void> {
    const at = await this.inPlace(manager, commentId);
    if (at.comment.voice === 'citizen' || at.comment.parentId === null)
      throw new Refusal(409, 'feedback.refusal.notAnswer');
    await manager.delete(Comment, { id: commentId });
    await this.record(manager, at, 'comment.withdrawn', actorId);
  }

  private async answered(manager: EntityManager, { sectionId, answersId }: NewComment) {
    if (!answersId) return null;
    const answered = found(await manager.findOneBy(Comment, { id: answersId, sectionId }));
    if (!mayAnswer({ hidden: answered.hiddenAt !== null }))
      throw new Refusal(409, 'feedback.refusal.answersHidden');
    return answered;
  }

  private async rootOf(manager: EntityManager, comment: Comment): Promise<Comment> {
    if (comment.parentId === null) return comment;
    return found(await manager.findOneBy(Comment, { id: comment.parentId }));
  }

  private async insert(
    manager: EntityManager,
    place: SectionPlace,
    fresh: {
      authorId: string;
      body: string;
      voice: Voice;
      revisionId: string | null;
      root: Comment | null;
      key: string;
    },
  ): Promise<Comment> {
    const [last] = await lastNumber(manager, { sectionId: place.sectionId });
    const createdAt = now();
    // Those who answer for a point are not kept waiting in its queue.
    const handled = fresh.voice !== 'citizen';
    const comment: Comment = {
      id: newId(),
      sectionId: place.sectionId,
      suggestionId: null,
      number: (last?.number ?? 0) + 1,
      revisionId: fresh.revisionId,
      parentId: fresh.root?.id ?? null,
      authorId: fresh.authorId,
      voice: fresh.voice,
      body: fresh.body,
      createdAt,
      dedupeKey: fresh.key,
      handledAt: handled ? createdAt : null,
      handledById: handled ? fresh.authorId : null,
      hiddenAt: null,
    };
    await insertRow(manager, Comment, comment);
    await this.record(manager, { comment, place }, 'comment.published', fresh.authorId);
    return comment;
  }

  private async setHandled(manager: EntityManager, comment: Comment, byId: string): Promise<void> {
    await manager.update(Comment, { id: comment.id }, { handledAt: now(), handledById: byId });
  }

  private async change(
    manager: EntityManager,
    at: CommentInPlace,
    verb: string,
    actorId: string,
    changes: Partial<Comment>,
  ): Promise<void> {
    await manager.update(Comment, { id: at.comment.id }, changes);
    Object.assign(at.comment, changes);
    await this.record(manager, at, verb, actorId);
  }

  private record(
    manager: EntityManager,
    { comment, place }: Pick<CommentInPlace, 'comment' | 'place'>,
    verb: string,
    actorId: string,
  ): Promise<void> {
    const { pointId, programmeId } = place;
    return this.activityLog.record(manager, {
      actorId,
      verb,
      subjectType: 'comment',
      subjectId: comment.id,
      programmeId,
      pointId,
    });
  }
}

/** The comment with these words of the same person at the same place; nearly always there is none. */
async function saidBefore(manager: EntityManager, key: string): Promise<Comment | null> {
  const [said] = await withKey(manager, { key });
  return said ? manager.findOneBy(Comment, { id: said.id }) : null;
}

/** Threads of these comments, in their order. One query. */
async function withReplies(manager: EntityManager, roots: readonly ThreadComment[]): Promise<Thread[]> {
  const replies = await readReplies(
    manager,
    roots.map((root) => root.id),
  );
  const threads = new Map<string | null, Thread>(roots.map((root) => [root.id, { ...root, replies: [] }]));
  for (const reply of replies) threads.get(reply.parentId)?.replies.push(reply);
  return [...threads.values()];
}
