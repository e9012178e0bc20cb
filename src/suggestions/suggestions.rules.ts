import type { Phase } from '../programme/consultation.js';
import type { Viewer } from '../web/viewer.js';
import type { SuggestionState } from './suggestion.entity.js';

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
  return isOpen(suggestion) && viewer?.accountId === suggestion.authorId;
}

/** Every suggestion is decided about once. */
export function isOpen({ state }: Pick<Ruled, 'state'>): boolean {
  return state === 'open';
}

/** A decision of a garant, for a minute; not what its author withdrew. */
export function mayUndo(
  { state, decidedAt }: { state: SuggestionState; decidedAt: string | null },
  at: string,
): boolean {
  if ((state !== 'accepted' && state !== 'declined') || decidedAt === null) return false;
  return Date.parse(at) - Date.parse(decidedAt) <= undoSeconds * 1000;
}
