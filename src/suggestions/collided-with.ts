import type { EntityManager } from 'typeorm';
import { Suggestion } from './suggestion.entity.js';
import { SuggestionEvent } from './suggestion-event.entity.js';

/** Numbers of the suggestions that a version made collide with the text, in their order. */
export async function collidedWith(manager: EntityManager, versionId: string): Promise<number[]> {
  const rows = await manager
    .createQueryBuilder(SuggestionEvent, 'event')
    .innerJoin(Suggestion, 'suggestion', 'suggestion.id = event.suggestionId')
    .select('suggestion.number', 'number')
    .where({ versionId, kind: 'collided' })
    .orderBy('suggestion.number')
    .getRawMany<{ number: number }>();
  return rows.map(({ number }) => number);
}
