import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { mayVote } from '../feedback/feedback.rules.js';
import { closed, placeOf, pointGone } from '../feedback/section-place.js';
import { Vote } from '../feedback/vote.entity.js';
import { phaseOf } from '../programme/consultation.js';
import { found, Refusal } from '../web/refusal.js';
import type { Case } from './case.js';
import { Suggestion } from './suggestion.entity.js';
import { isWaiting } from './suggestions.rules.js';

/** What one may think of a suggestion. */
export type VoiceValue = 'support' | 'oppose';

/** A voice to be given. */
export interface NewVoice {
  suggestionId: string;
  accountId: string;
  value: VoiceValue;
  /** Number of the wording on the page it was given on; the present one where it is missing. */
  wordingNumber?: number | null;
}

/** One's own voice and the number of the wording it is on. */
export interface OwnVoice {
  value: VoiceValue;
  wordingNumber: number;
}

/** How many voices are on earlier wordings of a suggestion; they are among its `supports` and `opposes`. */
export interface EarlierVoices {
  supports: number;
  opposes: number;
}

const votesFor = (value: VoiceValue) =>
  `(SELECT COUNT(*) FROM vote WHERE vote.suggestion_id = suggestion.id AND vote.value = '${value}')`;

/** Counts the voices of a suggestion anew, in the write that changes their rows. */
export const recountVoices = prepared<{ suggestionId: string }, never>(
  () =>
    `UPDATE suggestion SET supports = ${votesFor('support')}, opposes = ${votesFor('oppose')} WHERE id = :suggestionId`,
);

/** Support for suggestions and opposition to them: one voice of each person, changeable, secret. */
@Injectable()
export class Voices {
  constructor(
    private readonly database: Database,
    private readonly activityLog: ActivityLog,
  ) {}

  /**
   * Supports or opposes a suggestion, or changes one's mind.
   * @throws Refusal 404 when there is none; 409 when the consultation is not open, when it no longer waits for a
   *   decision, or when it is one's own.
   */
  async give(manager: EntityManager, fresh: NewVoice): Promise<Case> {
    const { suggestionId, accountId, value } = fresh;
    const about = await openCase(manager, suggestionId);
    if (about.suggestion.authorId === accountId) throw new Refusal(409, 'suggestions.refusal.ownVoice');
    const wordingNumber = wordingSeen(about.suggestion, fresh.wordingNumber);
    const vote = await manager.findOneBy(Vote, { suggestionId, accountId });
    if (vote?.value === value && vote.wordingNumber === wordingNumber) return about;
    const changedAt = now();
    if (vote) await manager.update(Vote, { id: vote.id }, { value, wordingNumber, changedAt });
    else
      await manager.insert(Vote, {
        id: newId(),
        accountId,
        sectionId: null,
        suggestionId,
        commentId: null,
        revisionId: null,
        wordingNumber,
        value,
        createdAt: changedAt,
        changedAt,
      });
    await this.counted(manager, about);
    return about;
  }

  /** Takes a voice back; nothing happens where there is none. @throws Refusal as `give`. */
  async withdraw(
    manager: EntityManager,
    { suggestionId, accountId }: Pick<NewVoice, 'suggestionId' | 'accountId'>,
  ): Promise<Case> {
    const about = await openCase(manager, suggestionId);
    const { affected } = await manager.delete(Vote, { suggestionId, accountId });
    if (affected !== 0) await this.counted(manager, about);
    return about;
  }

  /** One's own voices by id of the suggestion; those without one are left out. One query. */
  async ofAccount(
    accountId: string,
    suggestionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, OwnVoice>> {
    if (suggestionIds.length === 0) return new Map();
    const votes = await manager.findBy(Vote, { accountId, suggestionId: In([...suggestionIds]) });
    return new Map(
      votes.map(({ suggestionId, value, wordingNumber }) => [
        suggestionId ?? '',
        { value: value === 'oppose' ? 'oppose' : 'support', wordingNumber: wordingNumber ?? 1 },
      ]),
    );
  }

  /** Voices on earlier wordings by id of the suggestion; those without any are left out. One query. */
  async onEarlier(
    suggestionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, EarlierVoices>> {
    const earlier = new Map<string, EarlierVoices>();
    if (suggestionIds.length === 0) return earlier;
    const rows = await manager
      .createQueryBuilder(Vote, 'vote')
      .innerJoin(Suggestion, 'suggestion', 'suggestion.id = vote.suggestionId')
      .select('vote.suggestionId', 'id')
      .addSelect('vote.value', 'value')
      .addSelect('COUNT(*)', 'count')
      .where({ suggestionId: In([...suggestionIds]) })
      .andWhere('vote.wordingNumber < suggestion.wordingNumber')
      .groupBy('vote.suggestionId')
      .addGroupBy('vote.value')
      .getRawMany<{ id: string; value: VoiceValue; count: string | number }>();
    for (const { id, value, count } of rows) {
      const known = earlier.get(id) ?? { supports: 0, opposes: 0 };
      earlier.set(id, { ...known, [value === 'support' ? 'supports' : 'opposes']: Number(count) });
    }
    return earlier;
  }

  /** Counts the rows anew, and records that something changed: not who changed it or how. */
  private async counted(manager: EntityManager, { suggestion, place }: Case): Promise<void> {
    await recountVoices(manager, { suggestionId: suggestion.id });
    await this.activityLog.record(manager, {
      actorId: null,
      verb: 'vote.changed',
      subjectType: 'suggestion',
      subjectId: suggestion.id,
      programmeId: place.programmeId,
      pointId: place.pointId,
    });
  }
}

/** A suggestion that can be weighed. @throws Refusal as `Voices.give`. */
async function openCase(manager: EntityManager, suggestionId: string): Promise<Case> {
  const suggestion = found(await manager.findOneBy(Suggestion, { id: suggestionId }));
  const place = found(await placeOf(manager, suggestion.sectionId));
  const phase = phaseOf(place, now());
  if (!mayVote(phase)) throw closed(phase);
  if (place.pointArchivedAt !== null) throw pointGone();
  if (!isWaiting(suggestion))
    throw new Refusal(409, 'suggestions.refusal.weighedLate', { state: suggestion.state });
  return { suggestion, place };
}

/** A wording there was; whatever else came counts for the present one. */
function wordingSeen({ wordingNumber }: Suggestion, seen: number | null | undefined): number {
  return seen && seen >= 1 && seen <= wordingNumber ? seen : wordingNumber;
}
