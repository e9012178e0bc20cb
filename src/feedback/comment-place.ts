import type { EntityManager } from 'typeorm';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { phaseOf } from '../programme/consultation.js';
import { found } from '../web/refusal.js';
import type { Comment } from './comment.entity.js';
import { mayComment } from './feedback.rules.js';
import {
  closed,
  liveSection,
  pathOfSection,
  placeOf,
  places,
  pointGone,
  type SectionPlace,
} from './section-place.js';

/** What comments are about: a section, or a suggestion. */
export type Subject = { sectionId: string; suggestionId?: null } | { suggestionId: string; sectionId?: null };

/** Where comments stand. */
export interface CommentPlace extends SectionPlace {
  /** The suggestion they are about; null where it is the section itself. */
  suggestion: { id: string; number: number } | null;
}

const placeOfSuggestion = prepared<
  { suggestionId: string },
  SectionPlace & { suggestionId: string; suggestionNumber: number }
>((manager) =>
  places(manager)
    // By its name: suggestions are a module that comes later.
    .innerJoin('Suggestion', 'suggestion', 'suggestion.sectionId = section.id')
    .addSelect(['suggestion.id AS "suggestionId"', 'suggestion.number AS "suggestionNumber"'])
    .where('suggestion.id = :suggestionId'),
);

/** Reads the place in one query; null when there is no such thing. */
export async function commentPlaceOf(manager: EntityManager, subject: Subject): Promise<CommentPlace | null> {
  if (typeof subject.suggestionId !== 'string') {
    const place = await placeOf(manager, subject.sectionId);
    return place && { ...place, suggestion: null };
  }
  const [row] = await placeOfSuggestion(manager, { suggestionId: subject.suggestionId });
  if (!row) return null;
  const { suggestionId: id, suggestionNumber: number, ...place } = row;
  return { ...place, suggestion: { id, number } };
}

/**
 * The same for something that is about to be said. A suggestion can be talked about whatever became of it.
 * @throws Refusal 404 when there is no such thing; 409 when the consultation is not open, the programme no longer has the
 *   point, or the text no longer has the section that is talked about.
 */
export async function openCommentPlace(manager: EntityManager, subject: Subject): Promise<CommentPlace> {
  if (typeof subject.suggestionId !== 'string')
    return { ...(await liveSection(manager, subject.sectionId, mayComment)), suggestion: null };
  const place = found(await commentPlaceOf(manager, subject));
  const phase = phaseOf(place, now());
  if (!mayComment(phase)) throw closed(phase);
  if (place.pointArchivedAt !== null) throw pointGone();
  return place;
}

/** What a comment is about. */
export function subjectOf({ sectionId, suggestionId }: Pick<Comment, 'sectionId' | 'suggestionId'>): Subject {
  return suggestionId === null ? { sectionId: sectionId ?? '' } : { suggestionId };
}

/** What the comments of a place are about. */
export function subjectAt({
  sectionId,
  suggestion,
}: CommentPlace): { suggestionId: string } | { sectionId: string } {
  return suggestion ? { suggestionId: suggestion.id } : { sectionId };
}

/** Address of the page with the comments, without language. */
export function pathOfComments(place: CommentPlace): string {
  return place.suggestion ? `/navrhy/${place.suggestion.number}` : pathOfSection(place);
}
