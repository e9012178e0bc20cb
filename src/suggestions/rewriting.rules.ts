import { now } from '../database/time.js';
import { closed, pointGone, type SectionPlace } from '../feedback/section-place.js';
import { phaseOf } from '../programme/consultation.js';
import { Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { decidedAlready } from './decided-already.js';
import type { Suggestion } from './suggestion.entity.js';
import { isWaiting, maySuggest } from './suggestions.rules.js';

/** Writing it anew while nobody supports it, or adapting it to a text that went on. */
export type Rewriting = 'edit' | 'adapt';

type Ruled = Pick<Suggestion, 'authorId' | 'state' | 'standing' | 'supports' | 'kind'>;

/** Its author only. @throws Refusal 403. */
export function refuseStrangers(viewer: Pick<Viewer, 'accountId'>, { authorId }: Ruled): void {
  if (authorId !== viewer.accountId) throw new Refusal(403, 'suggestions.refusal.notYours');
}

/** Why its author cannot write it anew now; null where they can. */
export function whyNotEdit(suggestion: Ruled, place: SectionPlace): Refusal | null {
  const phase = phaseOf(place, now());
  if (!isWaiting(suggestion)) return decidedAlready(suggestion.state);
  if (suggestion.supports > 0) return new Refusal(409, 'suggestions.refusal.supported');
  return maySuggest(phase) ? whyNotHere(place) : closed(phase);
}

/**
 * Why its author cannot adapt it now; null where they can. Texts go on after a consultation has closed, when most is
 * decided; so can whoever wrote what they change.
 */
export function whyNotAdapt(suggestion: Ruled, place: SectionPlace): Refusal | null {
  if (!isWaiting(suggestion)) return decidedAlready(suggestion.state);
  if (suggestion.standing === 'fits' || suggestion.kind !== 'reword')
    return new Refusal(409, 'suggestions.refusal.nothingToAdapt');
  return whyNotHere(place);
}

/** Either of them. */
export function whyNot(how: Rewriting, suggestion: Ruled, place: SectionPlace): Refusal | null {
  return how === 'edit' ? whyNotEdit(suggestion, place) : whyNotAdapt(suggestion, place);
}

function whyNotHere(place: SectionPlace): Refusal | null {
  if (phaseOf(place, now()) === 'settled') return closed('settled');
  if (place.pointArchivedAt !== null) return pointGone();
  return place.revisionId === null ? new Refusal(409, 'feedback.refusal.sectionGone') : null;
}
