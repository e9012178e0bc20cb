import type { SuggestionState } from './suggestion.entity.js';

/** How many suggestions are in each state. */
export type SuggestionCounts = Record<SuggestionState, number>;

/** To count from. */
export function noSuggestions(): SuggestionCounts {
  return { open: 0, considered: 0, accepted: 0, adapted: 0, declined: 0, withdrawn: 0, overtaken: 0 };
}
