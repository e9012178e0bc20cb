import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ErasureChoice } from '../accounts/my-data/erasure.entity.js';
import { everyRow } from '../accounts/my-data/every-row.js';
import { type Json, PersonalData, type PersonalPart } from '../accounts/my-data/personal-data.js';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { placeOf } from '../feedback/section-place.js';
import { Vote } from '../feedback/vote.entity.js';
import { Config } from '../ops/config.js';
import { found } from '../web/refusal.js';
import {
  formerWordsOf,
  type OwnSuggestion,
  type OwnVoice,
  ownSuggestions,
  ownVoices,
  stepsOf,
} from './personal-rows.js';
import { Suggestion, waitingStates } from './suggestion.entity.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { recountVoices } from './voices.service.js';

/** Those that wait for a decision, or for their point to come back. */
const stillWaiting = prepared<{ accountId: string }, { id: string; sectionId: string }>(
  () => `
    SELECT id AS "id", section_id AS "sectionId" FROM suggestion
    WHERE author_id = :accountId AND (state IN (${waitingStates.map((state) => `'${state}'`).join(', ')})
      OR (state = 'overtaken' AND overtaken_by_id IS NULL))
    ORDER BY id`,
);
const own = 'SELECT id FROM suggestion WHERE author_id = :accountId';
// What was accepted as it was stands in the text, and stays the programme's.
const emptySuggestions = statement(`
  UPDATE suggestion SET reason = '', dedupe_key = NULL,
    body = CASE WHEN state = 'accepted' THEN body ELSE '' END,
    heading = CASE WHEN state = 'accepted' THEN heading ELSE NULL END
  WHERE author_id = :accountId`);
const removeFormerWords = statement(`DELETE FROM former_proposal WHERE suggestion_id IN (${own})`);
const removeOwnStatements = statement(
  `UPDATE suggestion_event SET statement = NULL WHERE actor_id = :accountId AND suggestion_id IN (${own})`,
);
const nameNobody = statement('UPDATE suggestion SET credit_agreed_at = NULL WHERE author_id = :accountId');
const leaveVoices = statement(
  'UPDATE vote SET account_id = NULL WHERE account_id = :accountId AND suggestion_id IS NOT NULL',
);

/** What somebody suggested, and whose suggestions they supported. */
@Injectable()
export class SuggestionsPersonal implements PersonalPart, OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly history: SuggestionHistory,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.personalData.register('suggestions', this);
  }

  async export(manager: EntityManager, accountId: string): Promise<{ [name: string]: Json }> {
    const suggestions = await everyRow<OwnSuggestion>((after) => ownSuggestions(manager, accountId, after));
    const voices = await everyRow<OwnVoice>((after) => ownVoices(manager, accountId, after));
    const former = await formerWordsOf(manager, accountId);
    const steps = await stepsOf(manager, accountId);
    const link = (number: number) => `${this.config.baseUrl}/navrhy/${number}`;
    return {
      suggestions: suggestions.map(({ id, ...suggestion }) => ({
        ...suggestion,
        link: link(suggestion.number),
        formerWords: former.get(id) ?? [],
        history: steps.get(id) ?? [],
      })),
      suggestionVotes: voices.map(({ id: _, ...voice }) => ({ ...voice, link: link(voice.suggestion) })),
    };
  }

  async erase(manager: EntityManager, accountId: string, choice: ErasureChoice): Promise<void> {
    await nameNobody(manager, { accountId });
    if (choice === 'keep') {
      await leaveVoices(manager, { accountId });
      return;
    }
    await this.withdraw(manager, accountId);
    await emptySuggestions(manager, { accountId });
    await removeFormerWords(manager, { accountId });
    await removeOwnStatements(manager, { accountId });
    await this.removeVoices(manager, accountId);
  }

  private async withdraw(manager: EntityManager, accountId: string): Promise<void> {
    for (const { id, sectionId } of await stillWaiting(manager, { accountId })) {
      const place = found(await placeOf(manager, sectionId));
      const withdrawn = { state: 'withdrawn', decidedAt: now(), decidedById: accountId } as const;
      await manager.update(Suggestion, { id }, withdrawn);
      await this.history.note(manager, id, place, { kind: 'withdrawn', actorId: accountId });
    }
  }

  private async removeVoices(manager: EntityManager, accountId: string): Promise<void> {
    const voices = await manager.find(Vote, { select: { suggestionId: true }, where: { accountId } });
    await manager.delete(Vote, { accountId });
    for (const { suggestionId } of voices)
      if (suggestionId !== null) await recountVoices(manager, { suggestionId });
  }
}

function statement(sql: string) {
  return prepared<{ accountId: string }, never>(() => sql);
}
