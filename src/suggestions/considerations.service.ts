import { Injectable } from '@nestjs/common';
import { type EntityManager, Not } from 'typeorm';
import { Refusal } from '../web/refusal.js';
import { Carrying } from './carrying.service.js';
import { type Case, caseOnDesk, type Deciding, waitingCase } from './case.js';
import { decidedAlready } from './decided-already.js';
import { Outcomes } from './outcomes.service.js';
import { keyOf } from './proposal-key.js';
import { Suggestion } from './suggestion.entity.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { mayReopen } from './suggestions.rules.js';

/** What a garant says of a suggestion short of deciding: that it is being weighed, or that it is open again. */
@Injectable()
export class Considerations {
  constructor(
    private readonly history: SuggestionHistory,
    private readonly outcomes: Outcomes,
    private readonly carrying: Carrying,
  ) {}

  /** Takes an open suggestion under consideration; its author is told. @throws Refusal 404; 409 unless it is open. */
  async consider(manager: EntityManager, deciding: Deciding): Promise<void> {
    const about = await waitingCase(manager, deciding);
    if (about.suggestion.state === 'considered')
      throw new Refusal(409, 'suggestions.refusal.consideredAlready');
    await this.become(manager, about, deciding, { state: 'considered', kind: 'considered', statement: null });
  }

  /**
   * Opens what was declined, or what the text seemed to have overtaken, once more; its author is told why.
   * @throws Refusal 404; 409 when it was neither, when the text no longer has what it is about or says it already, or
   *   when somebody suggested the same meanwhile.
   */
  async reopen(manager: EntityManager, deciding: Deciding & { statement: string }): Promise<void> {
    const about = await caseOnDesk(manager, deciding);
    const { suggestion } = about;
    if (!mayReopen(suggestion)) throw decidedAlready(suggestion.state);
    await this.refuseTwin(manager, suggestion);
    const { statement } = deciding;
    await this.become(manager, about, deciding, { state: 'open', kind: 'reopened', statement });
    const standing = await this.carrying.tryFresh(manager, suggestion, about.place);
    if (standing === 'overtaken') throw new Refusal(409, 'suggestions.refusal.stillOvertaken');
  }

  private async become(
    manager: EntityManager,
    { suggestion, place }: Case,
    { viewer }: Deciding,
    next: { state: 'open' | 'considered'; kind: 'considered' | 'reopened'; statement: string | null },
  ): Promise<void> {
    const { state, kind, statement } = next;
    const changed = {
      state,
      statement: null,
      decidedById: null,
      decidedAt: null,
      overtakenById: null,
      dedupeKey: keyOf(suggestion),
    };
    await manager.update(Suggestion, { id: suggestion.id }, changed);
    Object.assign(suggestion, changed);
    await this.history.note(manager, suggestion.id, place, { kind, actorId: viewer.accountId, statement });
    await this.outcomes.tellAuthor(manager, { suggestion, place }, { kind, statement });
  }

  private async refuseTwin(manager: EntityManager, suggestion: Suggestion): Promise<void> {
    const twin = { dedupeKey: keyOf(suggestion), id: Not(suggestion.id) };
    if (await manager.existsBy(Suggestion, twin)) throw new Refusal(409, 'suggestions.refusal.saidAgain');
  }
}
