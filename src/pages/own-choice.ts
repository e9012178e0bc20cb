import { acceptedStates, waitingStates } from '../suggestions/suggestion.entity.js';
import type { OwnChoice } from './own-contributions.service.js';

/** What a list of one's own contributions holds. */
export interface Shown {
  comments: OwnChoice['comments'];
  suggestions: OwnChoice['suggestions'];
  votes: 'all' | 'older' | 'none';
}

const nothing = { comments: 'none', suggestions: 'none', votes: 'none' } as const;

/** By what stands in the address (`?co=`); the first is everything. */
export const shownBy = {
  vse: { comments: 'all', suggestions: 'all', votes: 'all' },
  navrhy: { ...nothing, suggestions: 'all' },
  'navrhy-cekaji': { ...nothing, suggestions: waitingStates },
  'navrhy-prijate': { ...nothing, suggestions: acceptedStates },
  'navrhy-neprijate': { ...nothing, suggestions: ['declined', 'overtaken'] },
  'navrhy-stazene': { ...nothing, suggestions: ['withdrawn'] },
  komentare: { ...nothing, comments: 'all' },
  'komentare-s-odpovedi': { ...nothing, comments: 'answered' },
  'komentare-bez-odpovedi': { ...nothing, comments: 'unanswered' },
  'komentare-skryte': { ...nothing, comments: 'hidden' },
  hlasy: { ...nothing, votes: 'all' },
  'hlasy-starsi': { ...nothing, votes: 'older' },
} as const satisfies Record<string, Shown>;

export type ShownName = keyof typeof shownBy;

/** The name in an address, if it is one of ours; everything otherwise. */
export function readShown(given: unknown): ShownName {
  return typeof given === 'string' && Object.hasOwn(shownBy, given) ? (given as ShownName) : 'vse';
}

/** An instant in an address; null for anything else. */
export function readBefore(given: unknown): string | null {
  return typeof given === 'string' && /^\d{4}-[\d:.TZ-]{1,24}$/.test(given) ? given : null;
}
