import type { Phase } from '../programme/consultation.js';
import type { Viewer } from '../web/viewer.js';
import { acceptedStates, type SuggestionState, waitingStates } from './suggestion.entity.js';

/** Seconds in which a decision can be taken back; the mail about it waits as long. */
export const undoSeconds = 60;

interface Ruled {
  state: SuggestionState;
  authorId: string;
}

/** Suggestions are taken while the consultation is open. */
export function maySuggest(phase: Phase): boolean {
  return phase === 'open';
}

/** Its author, as long as nobody has decided about it. */
export function mayWithdraw(
  viewer: Pick<Viewer, 'accountId'> | null | undefined,
  suggestion: Ruled,
): boolean {
  return isWaiting(suggestion) && viewer?.accountId === suggestion.authorId;
}

/** It waits for a decision, whether or not somebody is already considering it. */
export function isWaiting({ state }: Pick<Ruled, 'state'>): boolean {
  return waitingStates.some((waiting) => waiting === state);
}

/** It has become part of the text, with or without the garant's changes. */
export function isAccepted({ state }: Pick<Ruled, 'state'>): boolean {
  return acceptedStates.some((accepted) => accepted === state);
}

/** Its author was erased and took the words away; what they wanted in the text can no longer be decided about. */
export function isEmptied({ reason }: { reason: string }): boolean {
  return reason === '';
}

/** Whether there is anything to be shown of what it would change: of emptied ones only what the text took over stays. */
export function hasWords({ state, reason }: Pick<Ruled, 'state'> & { reason: string }): boolean {
  return state === 'accepted' || !isEmptied({ reason });
}

/** A decision of a garant, for a minute; not what its author withdrew. */
export function mayUndo(
  suggestion: { state: SuggestionState; decidedAt: string | null },
  at: string,
): boolean {
  const { state, decidedAt } = suggestion;
  if ((state !== 'declined' && !isAccepted(suggestion)) || decidedAt === null) return false;
  return Date.parse(at) - Date.parse(decidedAt) <= undoSeconds * 1000;
}

/** What was declined, overtaken or under consideration; not what its author withdrew or emptied, nor what is in the text. */
export function mayReopen({ state, reason }: Pick<Ruled, 'state'> & { reason: string }): boolean {
  if (isEmptied({ reason })) return false;
  return state === 'declined' || state === 'overtaken' || state === 'considered';
}
