import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Identification } from '../accounts/identification.service.js';
import type { Description, Publisher } from '../accounts/publishers.js';
import { now } from '../database/time.js';
import { phaseOf } from '../programme/consultation.js';
import { Points } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { commentPath } from './comment-address.js';
import { Comments } from './comments.service.js';
import { mayComment } from './feedback.rules.js';
import { addressOf } from './section-page.js';
import { pathOfSection } from './section-place.js';

/** A comment on its way to being published. */
export interface CommentPayload {
  sectionId: string;
  revisionId: string;
  answersId: string | null;
  body: string;
}

/** Publishes comments once it is known whose they are. */
@Injectable()
export class CommentPublisher implements Publisher, OnModuleInit {
  constructor(
    private readonly identification: Identification,
    private readonly points: Points,
    private readonly comments: Comments,
  ) {}

  onModuleInit(): void {
    this.identification.registerPublisher('comment', this);
  }

  async describe(payload: string, locale: Locale): Promise<Description | null> {
    const { sectionId, body } = JSON.parse(payload) as CommentPayload;
    const context = await this.points.sectionById(sectionId);
    if (!context || !mayComment(phaseOf(context.programme, now()))) return null;
    return {
      title: translate(locale, 'feedback.describe.comment', {
        section: sectionTitle(context.section, locale),
      }),
      text: plainText(body, 'citizen'),
      path: addressOf(context),
    };
  }

  async publish(manager: EntityManager, payload: string, accountId: string): Promise<{ path: string }> {
    const fresh = JSON.parse(payload) as CommentPayload;
    const { comment, place, rootNumber } = await this.comments.publish(manager, {
      ...fresh,
      authorId: accountId,
    });
    return { path: commentPath(pathOfSection(place), rootNumber, comment.number) };
  }
}
