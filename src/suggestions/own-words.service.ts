import { Injectable } from '@nestjs/common';
import { type EntityManager, Not } from 'typeorm';
import { now } from '../database/time.js';
import { placeOf } from '../feedback/section-place.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import type { Case } from './case.js';
import { decidedAlready } from './decided-already.js';
import { FormerProposal } from './former-proposal.entity.js';
import { keyOf } from './proposal-key.js';
import { type Rewriting, refuseStrangers, whyNot } from './rewriting.rules.js';
import { type Stance, Suggestion } from './suggestion.entity.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { isWaiting } from './suggestions.rules.js';
import { tryAgain } from './try-again.js';

/** Which suggestion, and who says something about their own. */
export interface Authoring {
  number: number;
  viewer: Pick<Viewer, 'accountId'>;
}

/** Other words for it; they have been checked and are in their normal form. */
export interface NewWords extends Authoring {
  how: Rewriting;
  wording: SourceWording;
  reason: string;
  /** The wording of the text they were written on. */
  revisionId: string;
}

/** What an author makes of a suggestion of their own after it was published. */
@Injectable()
export class OwnWords {
  constructor(private readonly history: SuggestionHistory) {}

  /**
   * Gives it other words, on today's text. What it said before is kept.
   * @throws Refusal 404; 403 when it is somebody else's; 409 when it was decided, is supported (editing), has nothing to
   *   be adapted to, when the text went on once more, or when its author suggests the same elsewhere.
   */
  async rewrite(manager: EntityManager, fresh: NewWords): Promise<void> {
    const { how, wording, reason, revisionId, viewer } = fresh;
    const { suggestion, place } = await ownCase(manager, fresh);
    const refusal = whyNot(how, suggestion, place);
    if (refusal) throw refusal;
    if (place.revisionId !== revisionId) throw new Refusal(409, 'suggestions.refusal.movedAgain');
    const isOther = !isSame(suggestion, wording);
    const wordingNumber = suggestion.wordingNumber + (isOther ? 1 : 0);
    const next = { heading: wording.heading, body: wording.body, reason, wordingNumber };
    await this.replace(manager, suggestion, { ...next, baseRevisionId: revisionId });
    const kind = how === 'edit' ? 'edited' : 'reworded';
    await this.history.note(manager, suggestion.id, place, { kind, actorId: viewer.accountId });
  }

  /**
   * What came of merging it with today's text is what its author wants.
   * @param revisionId the wording of the text it was shown against.
   * @throws Refusal 404; 403 when it is somebody else's; 409 when it was decided, when there is nothing to be confirmed,
   *   or when the text went on once more.
   */
  async confirm(manager: EntityManager, confirming: Authoring & { revisionId: string }): Promise<void> {
    const { viewer, revisionId } = confirming;
    const { suggestion, place } = await ownCase(manager, confirming);
    if (!isWaiting(suggestion)) throw decidedAlready(suggestion.state);
    if (suggestion.standing !== 'merged') throw new Refusal(409, 'suggestions.refusal.nothingToConfirm');
    if (place.revisionId !== revisionId) throw new Refusal(409, 'suggestions.refusal.movedAgain');
    const base = found(await manager.findOneBy(SectionRevision, { id: suggestion.baseRevisionId }));
    const current = found(await manager.findOneBy(SectionRevision, { id: revisionId }));
    const attempt = tryAgain(suggestion, base, current);
    if (!('proposal' in attempt)) throw new Refusal(409, 'suggestions.refusal.movedAgain');
    const { heading, body } = attempt.proposal;
    await this.replace(manager, suggestion, { heading, body, baseRevisionId: revisionId });
    const happened = { kind: 'confirmed', actorId: viewer.accountId } as const;
    await this.history.note(manager, suggestion.id, place, happened);
  }

  /**
   * What its author says about the garant's changes; may be changed later.
   * @throws Refusal 404; 403 when it is somebody else's; 409 unless it was accepted with changes.
   */
  async takeStance(manager: EntityManager, taking: Authoring & { stance: Stance }): Promise<void> {
    const { viewer, stance } = taking;
    const { suggestion, place } = await ownCase(manager, taking);
    if (suggestion.state !== 'adapted') throw new Refusal(409, 'suggestions.refusal.noStance');
    if (suggestion.stance === stance) return;
    await manager.update(Suggestion, { id: suggestion.id }, { stance });
    const kind = stance === 'agrees' ? 'agreed' : 'distanced';
    await this.history.note(manager, suggestion.id, place, { kind, actorId: viewer.accountId });
  }

  /** What it said is kept beside what it says now; what it says now fits the text it was written on. */
  private async replace(
    manager: EntityManager,
    suggestion: Suggestion,
    next: Pick<Suggestion, 'heading' | 'body' | 'baseRevisionId'> & Partial<Suggestion>,
  ): Promise<void> {
    const { id: suggestionId, wordingNumber, baseRevisionId, heading, body, reason } = suggestion;
    const dedupeKey = keyOf({ ...suggestion, ...next });
    if (await manager.existsBy(Suggestion, { dedupeKey, id: Not(suggestionId) }))
      throw new Refusal(409, 'suggestions.refusal.twin');
    const last = await manager.maximum(FormerProposal, 'number', { suggestionId });
    const said = { suggestionId, wordingNumber, baseRevisionId, heading, body, reason };
    await manager.insert(FormerProposal, { ...said, number: (last ?? 0) + 1, replacedAt: now() });
    await manager.update(Suggestion, { id: suggestionId }, { ...next, standing: 'fits', dedupeKey });
  }
}

async function ownCase(manager: EntityManager, { number, viewer }: Authoring): Promise<Case> {
  const suggestion = found(await manager.findOneBy(Suggestion, { number }));
  refuseStrangers(viewer, suggestion);
  return { suggestion, place: found(await placeOf(manager, suggestion.sectionId)) };
}
