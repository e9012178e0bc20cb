import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Identification } from '../accounts/identification.service.js';
import type { Description, Publisher } from '../accounts/publishers.js';
import { now } from '../database/time.js';
import { addressOf } from '../feedback/section-page.js';
import { phaseOf } from '../programme/consultation.js';
import { Points } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import type { Proposal } from './proposal.js';
import { maySuggest } from './suggestions.rules.js';
import { Suggestions } from './suggestions.service.js';

/** A suggestion on its way to being published. */
export interface SuggestionPayload {
  sectionId: string;
  revisionId: string;
  proposal: Proposal;
  reason: string;
  /** Missing in what waited before it could be said. */
  credited?: boolean;
}

/** Publishes suggestions once it is known whose they are. */
@Injectable()
export class SuggestionPublisher implements Publisher, OnModuleInit {
  constructor(
    private readonly identification: Identification,
    private readonly points: Points,
    private readonly suggestions: Suggestions,
  ) {}

  onModuleInit(): void {
    this.identification.registerPublisher('suggestion', this);
  }

  async describe(payload: string, locale: Locale): Promise<Description | null> {
    const { sectionId, proposal, reason } = JSON.parse(payload) as SuggestionPayload;
    const context = await this.points.sectionById(sectionId);
    if (!context || !maySuggest(phaseOf(context.programme, now()))) return null;
    const section = sectionTitle(context.section, locale);
    return {
      title: translate(locale, 'suggestions.describe', { kind: proposal.kind, section }),
      text: plainText(reason, 'citizen'),
      path: addressOf(context),
    };
  }

  async publish(manager: EntityManager, payload: string, accountId: string): Promise<{ path: string }> {
    const fresh = JSON.parse(payload) as SuggestionPayload;
    const { suggestion } = await this.suggestions.publish(manager, { ...fresh, authorId: accountId });
    return { path: `/navrhy/${suggestion.number}` };
  }
}
