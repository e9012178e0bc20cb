import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { newId } from '../database/id.js';
import { insertRow } from '../database/prepared.js';
import { now } from '../database/time.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Comment, type Voice } from './comment.entity.js';
import { type CommentPlace, openCommentPlace, type Subject, subjectAt } from './comment-place.js';
import {
  type CommentInPlace,
  commentInPlace,
  nextNumber,
  recordComment,
  rootOf,
  saidBefore,
} from './comment-rows.js';
import { dedupeKey } from './dedupe.js';
import { mayAnswer } from './feedback.rules.js';
import { wordingRead } from './section-place.js';
import { voiceOf } from './voice.js';

/** A comment to be published; its body has been checked and is in its normal form. */
export type NewComment = Subject & {
  authorId: string;
  body: string;
  /** Wording of the section on the page it was written on. */
  revisionId?: string | null;
  /** Comment it answers; an answer to an answer hangs on the same root. */
  answersId?: string | null;
};

interface Fresh {
  authorId: string;
  body: string;
  voice: Voice;
  revisionId: string | null;
  root: Comment | null;
  key: string;
}

/** What people say about sections and suggestions. Reading it: `Threads`; hiding it and such: `CommentActs`. */
@Injectable()
export class Comments {
  constructor(private readonly activityLog: ActivityLog) {}

  /**
   * Publishes a comment. The same words of the same person at the same place are the comment that is there already.
   * @throws Refusal 404 when what it is about or answers is not there; 409 when the consultation is not open, the text
   *   no longer has the section, or the answered comment is hidden.
   */
  async publish(manager: EntityManager, fresh: NewComment): Promise<CommentInPlace> {
    const place = await openCommentPlace(manager, fresh);
    const answered = await answeredBy(manager, place, fresh.answersId);
    const root = answered && (await rootOf(manager, answered));
    const key = keyOf(place, fresh, root);
    const said = await saidBefore(manager, key);
    if (said) return { comment: said, place, rootNumber: root?.number ?? said.number };

    const voice = await voiceOf(manager, fresh.authorId, place.pointId);
    const revisionId = await wordingOf(manager, place, fresh.revisionId);
    const comment = await this.insert(manager, place, { ...fresh, voice, revisionId, root, key });
    if (answered && voice === 'garant' && answered.handledAt === null)
      await setHandled(manager, answered, fresh.authorId);
    return { comment, place, rootNumber: root?.number ?? comment.number };
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
    const { comment: answered, place } = await commentInPlace(manager, commentId);
    if (answered.handledAt !== null) throw new Refusal(409, 'feedback.refusal.handled');
    const root = await rootOf(manager, answered);
    const authorId = viewer.accountId;
    const key = keyOf(place, { authorId, body }, root);
    const revisionId = place.suggestion ? null : place.revisionId;
    const fresh: Fresh = { authorId, body, voice: 'garant', revisionId, root, key };
    const comment = (await saidBefore(manager, key)) ?? (await this.insert(manager, place, fresh));
    await setHandled(manager, answered, authorId);
    return { comment, place, rootNumber: root.number };
  }

  private async insert(manager: EntityManager, place: CommentPlace, fresh: Fresh): Promise<Comment> {
    const { suggestion } = place;
    const createdAt = now();
    // Those who answer for a point are not kept waiting in its queue.
    const handled = fresh.voice !== 'citizen';
    const comment: Comment = {
      id: newId(),
      sectionId: suggestion ? null : place.sectionId,
      suggestionId: suggestion?.id ?? null,
      number: await nextNumber(manager, subjectAt(place)),
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
    await recordComment(this.activityLog, manager, { comment, place }, 'comment.published', fresh.authorId);
    return comment;
  }
}

async function answeredBy(
  manager: EntityManager,
  place: CommentPlace,
  answersId: string | null | undefined,
): Promise<Comment | null> {
  if (!answersId) return null;
  const answered = found(await manager.findOneBy(Comment, { id: answersId, ...subjectAt(place) }));
  if (!mayAnswer({ hidden: answered.hiddenAt !== null }))
    throw new Refusal(409, 'feedback.refusal.answersHidden');
  return answered;
}

/** Names a comment by who, where and which words. */
function keyOf(
  { sectionId, suggestion }: CommentPlace,
  { authorId, body }: Pick<Fresh, 'authorId' | 'body'>,
  root: Comment | null,
): string {
  return dedupeKey(authorId, suggestion?.id ?? sectionId, root?.id ?? null, body);
}

/** The wording of the section that was on the page; what is said about a suggestion is about none. */
async function wordingOf(
  manager: EntityManager,
  place: CommentPlace,
  seen: string | null | undefined,
): Promise<string | null> {
  const { suggestion, revisionId } = place;
  if (suggestion || revisionId === null) return null;
  return wordingRead(manager, { ...place, revisionId }, seen);
}

async function setHandled(manager: EntityManager, comment: Comment, byId: string): Promise<void> {
  await manager.update(Comment, { id: comment.id }, { handledAt: now(), handledById: byId });
}
