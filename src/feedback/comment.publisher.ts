import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Identification } from '../accounts/identification.service.js';
import type { Description, Publisher } from '../accounts/publishers.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { phaseOf } from '../programme/consultation.js';
import { Points } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { commentPath } from './comment-address.js';
import { commentPlaceOf, pathOfComments, type Subject } from './comment-place.js';
import { Comments } from './comments.service.js';
import { mayComment } from './feedback.rules.js';
import { addressOf } from './section-page.js';

/** A comment on its way to being published. */
export type CommentPayload = Subject & {
  revisionId: string;
  answersId: string | null;
  body: string;
};

/** Publishes comments once it is known whose they are. */
@Injectable()
export class CommentPublisher implements Publisher, OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly identification: Identification,
    private readonly points: Points,
    private readonly comments: Comments,
  ) {}

  onModuleInit(): void {
    this.identification.registerPublisher('comment', this);
  }

  async describe(payload: string, locale: Locale): Promise<Description | null> {
    const comment = JSON.parse(payload) as CommentPayload;
    const about = await this.about(comment, locale);
    return about && { ...about, text: plainText(comment.body, 'citizen') };
  }

  async publish(manager: EntityManager, payload: string, accountId: string): Promise<{ path: string }> {
    const fresh = JSON.parse(payload) as CommentPayload;
    const { comment, place, rootNumber } = await this.comments.publish(manager, {
      ...fresh,
      authorId: accountId,
    });
    return { path: commentPath(pathOfComments(place), rootNumber, comment.number) };
  }

  /** What it is about; null when nothing can be said about it any more. */
  private async about(subject: Subject, locale: Locale): Promise<Pick<Description, 'title' | 'path'> | null> {
    if (typeof subject.suggestionId === 'string') {
      const place = await commentPlaceOf(this.database.read, subject);
      if (!place?.suggestion || !mayComment(phaseOf(place, now()))) return null;
      const { number } = place.suggestion;
      return {
        title: translate(locale, 'feedback.describe.commentOnSuggestion', { number }),
        path: pathOfComments(place),
      };
    }
    const context = await this.points.sectionById(subject.sectionId);
    if (!context || !mayComment(phaseOf(context.programme, now()))) return null;
    const section = sectionTitle(context.section, locale);
    return { title: translate(locale, 'feedback.describe.comment', { section }), path: addressOf(context) };
  }
}
