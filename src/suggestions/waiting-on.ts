import { type EntityManager, In } from 'typeorm';
import { prepared } from '../database/prepared.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import type { Carried } from './carried.js';
import { Suggestion, waitingStates } from './suggestion.entity.js';

/** A suggestion that waits, or that rested with its point, and the wording its author saw. */
export interface Waiting extends Carried {
  suggestion: Suggestion;
}

const waitingIds = prepared<{ pointId: string }, { id: string }>(
  // SQLite goes through a cross join from left to right; through any other it went over all that waits anywhere.
  () => `
    SELECT suggestion.id FROM section CROSS JOIN suggestion
    WHERE section.point_id = :pointId AND suggestion.section_id = section.id AND (
      suggestion.state IN (${waitingStates.map((state) => `'${state}'`).join(', ')})
      OR suggestion.state = 'overtaken' AND suggestion.overtaken_by_id IS NULL
    )`,
);

/**
 * Suggestions that wait, or that rest with a point that has left the programme, on all sections of a point, also on
 * those its text no longer has. One query, three where there are any.
 */
export async function waitingOn(manager: EntityManager, pointId: string): Promise<Waiting[]> {
  const rows = await waitingIds(manager, { pointId });
  if (rows.length === 0) return [];
  const suggestions = await manager.find(Suggestion, {
    where: { id: In(rows.map(({ id }) => id)) },
    order: { number: 'ASC' },
  });
  const ids = [...new Set(suggestions.map(({ baseRevisionId }) => baseRevisionId))];
  const bases = new Map(
    (await manager.findBy(SectionRevision, { id: In(ids) })).map((base) => [base.id, base]),
  );
  return suggestions.flatMap((suggestion) => {
    const base = bases.get(suggestion.baseRevisionId);
    return base ? [{ suggestion, own: suggestion, base, sectionId: suggestion.sectionId }] : [];
  });
}
