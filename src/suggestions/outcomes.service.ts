import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { now } from '../database/time.js';
import { pathOfSection } from '../feedback/section-place.js';
import { quoteInMail } from '../mail/mail-text.js';
import { Outbox } from '../mail/outbox.service.js';
import { pointPath } from '../programme/paths.js';
import type { Locale } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import type { Case } from './case.js';
import { Suggestion } from './suggestion.entity.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { isEmptied, undoSeconds } from './suggestions.rules.js';

/** How it is decided. */
export interface Outcome {
  state: 'accepted' | 'adapted' | 'declined';
  /** Citizens' Markdown; null only where it is accepted as it is. */
  statement: string | null;
  /** The version it became. */
  versionId?: string;
  /** The wording it became; null for removals. */
  resultRevisionId?: string | null;
}

/** Writes down what was decided about suggestions and tells their authors, within the write that does it. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly history: SuggestionHistory,
    private readonly outbox: Outbox,
  ) {}

  /** The suggestion is decided, its history says so, and its author gets a mail once it can no longer be undone. */
  async decide(manager: EntityManager, about: Case, actorId: string, outcome: Outcome): Promise<void> {
    const { suggestion, place } = about;
    const { state, statement, versionId = null, resultRevisionId = null } = outcome;
    const decided = { state, statement, versionId, resultRevisionId, decidedById: actorId, decidedAt: now() };
    await manager.update(Suggestion, { id: suggestion.id }, decided);
    Object.assign(suggestion, decided);
    await this.history.note(manager, suggestion.id, place, { kind: state, actorId, statement, versionId });
    await this.tellAuthor(manager, about, { kind: state, statement });
  }

  /**
   * It waits again, and its author is told nothing.
   * @throws Refusal 409 when the mail has left already: whoever has read it must not be told the contrary.
   */
  async undo(manager: EntityManager, about: Case, actorId: string): Promise<void> {
    const { suggestion, place } = about;
    const author = await manager.findOneBy(Account, { id: suggestion.authorId });
    const cancelled = await this.outbox.cancel(manager, suggestion.id, `suggestions/${suggestion.state}`);
    if (author?.email && cancelled === 0) throw new Refusal(409, 'suggestions.refusal.tooLate');
    const { versionId } = suggestion;
    const undone = {
      // Nothing is left to be decided about where its author has taken the words away meanwhile.
      state: isEmptied(suggestion)
        ? ('withdrawn' as const)
        : await this.history.waitingState(manager, suggestion.id),
      statement: null,
      decidedById: null,
      decidedAt: null,
      versionId: null,
      resultRevisionId: null,
      // What its author said was about a wording that nobody has any more.
      stance: null,
    };
    await manager.update(Suggestion, { id: suggestion.id }, undone);
    Object.assign(suggestion, undone);
    await this.history.note(manager, suggestion.id, place, { kind: 'undone', actorId, versionId });
  }

  /** One mail about a change of state; what it says is in `views/mail/suggestions`. */
  async tellAuthor(
    manager: EntityManager,
    { suggestion, place }: Case,
    { kind, statement }: { kind: Outcome['state'] | 'considered' | 'reopened'; statement: string | null },
  ): Promise<void> {
    const author = await manager.findOneBy(Account, { id: suggestion.authorId });
    if (!author?.email) return;
    const isRemoval = (kind === 'accepted' || kind === 'adapted') && suggestion.kind === 'remove';
    await this.outbox.queue(manager, {
      to: author.email,
      locale: author.locale as Locale,
      kind: `suggestions/${kind}`,
      delay: undoSeconds,
      subjectId: suggestion.id,
      model: {
        number: suggestion.number,
        point: place.pointTitle,
        quoted: statement ? quoteInMail(statement) : null,
        suggestionPath: `/navrhy/${suggestion.number}`,
        textPath: isRemoval ? pointPath(place.programmeUid, place.pointSlug) : pathOfSection(place),
      },
    });
  }
}
