import { Refusal } from '../web/refusal.js';
import type { SuggestionState } from './suggestion.entity.js';

/** Tells whoever comes second how it was decided. */
export function decidedAlready(state: SuggestionState): Refusal {
  return new Refusal(409, 'suggestions.refusal.decided', { state });
}
