import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { dedupeKey } from '../feedback/dedupe.js';
import { liveSection, placeOf, type SectionPlace, wordingRead } from '../feedback/section-place.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Carrying } from './carrying.service.js';
import { decidedAlready } from './decided-already.js';
import type { Proposal } from './proposal.js';
import { Suggestion, type SuggestionState, waitingStates } from './suggestion.entity.js';
import { noSuggestions, type SuggestionCounts } from './suggestion-counts.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { type SuggestionView, suggestionViews, viewsOf } from './suggestion-reads.js';
import { isWaiting, maySuggest, mayWithdraw } from './suggestions.rules.js';

/** A suggestion to be published; its texts have been checked and are in their normal form. */
export interface NewSuggestion {
  sectionId: string;
  authorId: string;
  proposal: Proposal;
  reason: string;
  /** Whether its author agrees to be named in the history of the files. */
  credited?: boolean;
  /** Wording it was written on. */
  revisionId?: string | null;
}

/** A suggestion with the place of its section, which the text may no longer have. */
export interface SuggestionInPlace {
  suggestion: SuggestionView;
  place: SectionPlace;
}

/** What people suggest about sections. Deciding about it: `Acceptances`. */
@Injectable()
export class Suggestions {
  constructor(
    private readonly database: Database,
    private readonly history: SuggestionHistory,
    private readonly carrying: Carrying,
  ) {}

  /**
   * Publishes a suggestion. The same one of the same person is the one that is there already.
   * @throws Refusal 404 when the section is not there; 409 when the consultation is not open or the text no longer has
   *   the section.
   */
  async publish(
    manager: EntityManager,
    fresh: NewSuggestion,
  ): Promise<{ suggestion: Suggestion; place: SectionPlace }> {
    const { sectionId, authorId, proposal, reason } = fresh;
    const place = await liveSection(manager, sectionId, maySuggest);
    const key = dedupeKey(authorId, sectionId, proposal.kind, proposal.heading, proposal.body);
    const said = await manager.findOneBy(Suggestion, { dedupeKey: key });
    if (said) return { suggestion: said, place };
    const last = await manager.maximum(Suggestion, 'number');
    const suggestion: Suggestion = {
      id: newId(),
      number: (last ?? 0) + 1,
      sectionId,
      baseRevisionId: await wordingRead(manager, place, fresh.revisionId),
      ...proposal,
      reason,
      authorId,
      creditAgreedAt: fresh.credited ? now() : null,
      state: 'open',
      createdAt: now(),
      dedupeKey: key,
      statement: null,
      decidedById: null,
      decidedAt: null,
      versionId: null,
      resultRevisionId: null,
      overtakenById: null,
      stance: null,
      standing: 'fits',
      wordingNumber: 1,
      supports: 0,
      opposes: 0,
    };
    await manager.insert(Suggestion, suggestion);
    await this.history.note(manager, suggestion.id, place, { kind: 'published', actorId: authorId });
    if (suggestion.baseRevisionId !== place.revisionId)
      await this.carrying.tryFresh(manager, suggestion, place);
    return { suggestion, place };
  }

  /** Null when there is none of that number. Two queries. */
  async find(number: number, manager = this.database.read): Promise<SuggestionInPlace | null> {
    const query = suggestionViews(manager).where('suggestion.number = :number', { number });
    const [suggestion] = await viewsOf(query);
    const place = suggestion && (await placeOf(manager, suggestion.sectionId));
    return suggestion && place ? { suggestion, place } : null;
  }

  /** The newest suggestions of a section that wait for a decision. One query. */
  openOfSection(sectionId: string, limit: number, manager = this.database.read): Promise<SuggestionView[]> {
    const query = suggestionViews(manager)
      .where('suggestion.sectionId = :sectionId', { sectionId })
      .andWhere('suggestion.state IN (:...waitingStates)', { waitingStates })
      .orderBy('suggestion.number', 'DESC')
      .limit(limit);
    return viewsOf(query);
  }

  /** Counts by state for each of the sections. One query. */
  async countsOfSections(
    sectionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, SuggestionCounts>> {
    const counts = new Map<string, SuggestionCounts>(sectionIds.map((id) => [id, noSuggestions()]));
    if (sectionIds.length === 0) return counts;
    const rows = await manager
      .createQueryBuilder(Suggestion, 'suggestion')
      .select('suggestion.sectionId', 'sectionId')
      .addSelect('suggestion.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .where({ sectionId: In([...sectionIds]) })
      .groupBy('suggestion.sectionId')
      .addGroupBy('suggestion.state')
      .getRawMany<{ sectionId: string; state: SuggestionState; count: string | number }>();
    for (const { sectionId, state, count } of rows) {
      const ofSection = counts.get(sectionId);
      if (ofSection) ofSection[state] = Number(count);
    }
    return counts;
  }

  /**
   * Takes a suggestion back.
   * @throws Refusal 404; 403 when it is somebody else's; 409 when it was decided about.
   */
  async withdraw(
    manager: EntityManager,
    { number, viewer }: { number: number; viewer: Pick<Viewer, 'accountId'> },
  ): Promise<void> {
    const suggestion = found(await manager.findOneBy(Suggestion, { number }));
    if (suggestion.authorId !== viewer.accountId) throw new Refusal(403, 'suggestions.refusal.notYours');
    if (!isWaiting(suggestion) || !mayWithdraw(viewer, suggestion)) throw decidedAlready(suggestion.state);
    const place = found(await placeOf(manager, suggestion.sectionId));
    const decided = { state: 'withdrawn', decidedAt: now(), decidedById: viewer.accountId } as const;
    await manager.update(Suggestion, { id: suggestion.id }, { ...decided, dedupeKey: null });
    const happened = { kind: 'withdrawn', actorId: viewer.accountId } as const;
    await this.history.note(manager, suggestion.id, place, happened);
  }
}
