import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { writeAs } from '../accounts/rights.js';
import { Database } from '../database/database.js';
import { placeOf } from '../feedback/section-place.js';
import { Point } from '../programme/point.entity.js';
import { Section } from '../programme/section.entity.js';
import { Acceptances, type Accepting } from '../suggestions/acceptances.service.js';
import { collidedWith } from '../suggestions/collided-with.js';
import { Considerations } from '../suggestions/considerations.service.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { onDesk, type Purpose } from './desk-scope.js';

/** What garants do about suggestions; the deciding itself belongs to `Acceptances`. */
@Injectable()
export class DeskSuggestions {
  constructor(
    private readonly database: Database,
    private readonly acceptances: Acceptances,
    private readonly considerations: Considerations,
  ) {}

  /**
   * Accepts.
   * @param seenRevisionId the wording before the garant's eyes when they wrote the final one or confirmed a removal.
   * @throws Refusal as `Acceptances.accept`; 409 when the text has changed since it was seen.
   */
  accept(viewer: Viewer, accepting: Omit<Accepting, 'viewer'>, seenRevisionId: string | null): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      const suggestion = await onMyDesk(manager, viewer, accepting.number, 'manage');
      if (seenRevisionId !== null) {
        const place = found(await placeOf(manager, suggestion.sectionId));
        if (place.revisionId !== seenRevisionId) throw new Refusal(409, 'moderation.refusal.textChanged');
      }
      await this.acceptances.accept(manager, { ...accepting, viewer });
    });
  }

  /** Declines with a reason. @throws Refusal as `Acceptances.decline`. */
  decline(viewer: Viewer, number: number, statement: string): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      await onMyDesk(manager, viewer, number, 'manage');
      await this.acceptances.decline(manager, { viewer, number, statement });
    });
  }

  /** Takes under consideration. @throws Refusal as `Considerations.consider`. */
  consider(viewer: Viewer, number: number): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      await onMyDesk(manager, viewer, number, 'manage');
      await this.considerations.consider(manager, { viewer, number });
    });
  }

  /** Opens once more, with a reason. @throws Refusal as `Considerations.reopen`. */
  reopen(viewer: Viewer, number: number, statement: string): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      await onMyDesk(manager, viewer, number, 'manage');
      await this.considerations.reopen(manager, { viewer, number, statement });
    });
  }

  /** What an acceptance has brought with it: suggestions that now clash with the text, and those accepted with it. */
  async broughtBy(suggestionId: string): Promise<{ collided: number[]; together: number[] }> {
    const { read } = this.database;
    const suggestion = await read.findOneBy(Suggestion, { id: suggestionId });
    const versionId = suggestion?.versionId;
    if (!versionId) return { collided: [], together: [] };
    const [collided, accepted] = await Promise.all([
      collidedWith(read, versionId),
      read.find(Suggestion, { select: { number: true }, where: { versionId }, order: { number: 'ASC' } }),
    ]);
    return { collided, together: accepted.map(({ number }) => number) };
  }

  /** Takes a decision back within a minute. @throws Refusal as `Acceptances.undo`. */
  takeBack(viewer: Viewer, number: number): Promise<void> {
    return writeAs(this.database, viewer, 'garant', async (manager, viewer) => {
      await onMyDesk(manager, viewer, number, 'manage');
      await this.acceptances.undo(manager, { viewer, number });
    });
  }
}

/** A suggestion on somebody's desk. @throws Refusal 404 for what is not there and for what is on another's. */
export async function onMyDesk(
  manager: EntityManager,
  viewer: Viewer,
  number: number,
  purpose: Purpose,
): Promise<{ id: string; sectionId: string; createdAt: string }> {
  const query = manager
    .createQueryBuilder()
    .select([
      'suggestion.id AS "id"',
      'suggestion.sectionId AS "sectionId"',
      'suggestion.createdAt AS "createdAt"',
    ])
    .from(Suggestion, 'suggestion')
    .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .where('suggestion.number = :number', { number });
  const row = await onDesk(query, viewer, purpose).getRawOne<{
    id: string;
    sectionId: string;
    createdAt: string;
  }>();
  return found(row);
}
