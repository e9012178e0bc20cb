import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Identification } from '../accounts/identification.service.js';
import type { Description, Publisher } from '../accounts/publishers.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { mayVote } from '../feedback/feedback.rules.js';
import { placeOf } from '../feedback/section-place.js';
import { phaseOf } from '../programme/consultation.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { Suggestion } from './suggestion.entity.js';
import { isWaiting } from './suggestions.rules.js';
import type { VoiceForm } from './voice.form.js';
import { Voices } from './voices.service.js';

/** A voice on its way to being counted. */
export interface VoicePayload {
  suggestionId: string;
  value: VoiceForm['value'];
  wordingNumber: number | null;
  /** Page it was given on, to return to, without language. */
  path: string;
}

/** Counts voices on suggestions once it is known whose they are. */
@Injectable()
export class VoicePublisher implements Publisher, OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly identification: Identification,
    private readonly voices: Voices,
  ) {}

  onModuleInit(): void {
    this.identification.registerPublisher('support', this);
  }

  async describe(payload: string, locale: Locale): Promise<Description | null> {
    const { suggestionId, value } = JSON.parse(payload) as VoicePayload;
    const { read } = this.database;
    const suggestion = await read.findOneBy(Suggestion, { id: suggestionId });
    const place = suggestion && (await placeOf(read, suggestion.sectionId));
    if (!suggestion || !place || !mayVote(phaseOf(place, now())) || !isWaiting(suggestion)) return null;
    const { number } = suggestion;
    return {
      title: translate(locale, 'suggestions.describeVoice', { value, number }),
      text: null,
      path: `/navrhy/${number}`,
    };
  }

  async publish(manager: EntityManager, payload: string, accountId: string): Promise<{ path: string }> {
    const { suggestionId, value, wordingNumber, path } = JSON.parse(payload) as VoicePayload;
    if (value === 'withdraw') await this.voices.withdraw(manager, { suggestionId, accountId });
    else await this.voices.give(manager, { suggestionId, accountId, value, wordingNumber });
    return { path };
  }
}
