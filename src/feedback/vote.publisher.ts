import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Identification } from '../accounts/identification.service.js';
import type { Description, Publisher } from '../accounts/publishers.js';
import { now } from '../database/time.js';
import { phaseOf } from '../programme/consultation.js';
import { pointPath } from '../programme/paths.js';
import { Points } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { Choice } from './feedback.form.js';
import { mayVote } from './feedback.rules.js';
import { addressOf } from './section-page.js';
import { pathOfSection } from './section-place.js';
import { Votes } from './votes.service.js';

/** A vote on its way to being counted. */
export interface VotePayload {
  sectionId: string;
  revisionId: string;
  value: Choice;
  /** Page it was cast on, to return to. */
  page: 'point' | 'section';
}

/** Counts votes once it is known whose they are. */
@Injectable()
export class VotePublisher implements Publisher, OnModuleInit {
  constructor(
    private readonly identification: Identification,
    private readonly points: Points,
    private readonly votes: Votes,
  ) {}

  onModuleInit(): void {
    this.identification.registerPublisher('vote', this);
  }

  async describe(payload: string, locale: Locale): Promise<Description | null> {
    const { sectionId, value } = JSON.parse(payload) as VotePayload;
    const context = await this.points.sectionById(sectionId);
    if (!context || !mayVote(phaseOf(context.programme, now()))) return null;
    const section = sectionTitle(context.section, locale);
    return {
      title: translate(locale, 'feedback.describe.vote', { value, section }),
      text: null,
      path: addressOf(context),
    };
  }

  async publish(manager: EntityManager, payload: string, accountId: string): Promise<{ path: string }> {
    const { sectionId, revisionId, value, page } = JSON.parse(payload) as VotePayload;
    const place =
      value === 'withdraw'
        ? await this.votes.withdraw(manager, { sectionId, accountId })
        : await this.votes.cast(manager, { sectionId, accountId, value, revisionId });
    const path = page === 'point' ? pointPath(place.programmeUid, place.pointSlug) : pathOfSection(place);
    return { path: `${path}#hlas-${place.number}` };
  }
}
