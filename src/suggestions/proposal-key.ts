import { dedupeKey } from '../feedback/dedupe.js';
import type { Suggestion } from './suggestion.entity.js';

/** The same words of the same person about the same section have the same key. */
export function keyOf({
  authorId,
  sectionId,
  kind,
  heading,
  body,
}: Pick<Suggestion, 'authorId' | 'sectionId' | 'kind' | 'heading' | 'body'>): string {
  return dedupeKey(authorId, sectionId, kind, heading, body);
}
