import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import type { SectionPlace } from '../feedback/section-place.js';
import { SuggestionEvent, type SuggestionEventKind } from './suggestion-event.entity.js';

/** Something that happened to a suggestion. */
export interface Happened {
  kind: SuggestionEventKind;
  /** Null for what follows from a change of the text by itself. */
  actorId: string | null;
  /** Citizens' Markdown. */
  statement?: string | null;
  /** The version it made, or that brought it about. */
  versionId?: string | null;
}

/** Writes the history of suggestions, which everybody can read, and the activity log with it. */
@Injectable()
export class SuggestionHistory {
  constructor(private readonly activityLog: ActivityLog) {}

  /** Notes one step, in the write that makes it. */
  async note(
    manager: EntityManager,
    suggestionId: string,
    { pointId, programmeId }: Pick<SectionPlace, 'pointId' | 'programmeId'>,
    happened: Happened,
  ): Promise<void> {
    const { kind, actorId, statement, versionId } = happened;
    const last = await manager.maximum(SuggestionEvent, 'number', { suggestionId });
    await manager.insert(SuggestionEvent, {
      id: newId(),
      suggestionId,
      number: (last ?? 0) + 1,
      kind,
      actorId,
      at: now(),
      statement: statement || null,
      versionId: versionId ?? null,
    });
    await this.activityLog.record(manager, {
      actorId,
      verb: `suggestion.${kind}`,
      subjectType: 'suggestion',
      subjectId: suggestionId,
      programmeId,
      pointId,
    });
  }

  /** In which of the waiting states it is, or was when it was last decided. */
  async waitingState(manager: EntityManager, suggestionId: string): Promise<'open' | 'considered'> {
    const [last] = await manager.find(SuggestionEvent, {
      select: { id: true, kind: true },
      where: { suggestionId, kind: In(['published', 'considered', 'reopened']) },
      order: { number: 'DESC' },
      take: 1,
    });
    return last?.kind === 'considered' ? 'considered' : 'open';
  }
}
