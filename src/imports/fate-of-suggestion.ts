import type { SourceWording } from '../programme/wording/wording.js';
import { isSame } from '../programme/wording/wording.js';
import { type Proposal, rebase } from '../suggestions/proposal.js';

/**
 * What an import does to an open suggestion. `stays`: nothing it depends on changes. `merges`: it still fits into the
 * new wording. `collides`: it changes the same words. `fulfilled`: the new wording is what it asks for. `reread`: it
 * wants the section gone, which now says something else. `gone`: its section is no longer in the text.
 */
export type SuggestionFate = 'stays' | 'merges' | 'collides' | 'fulfilled' | 'reread' | 'gone';

/** An open suggestion with the wording its author saw. */
export interface SuggestionAtStake {
  proposal: Proposal;
  base: SourceWording;
}

/**
 * @param before the section's wording today.
 * @param after the one to come; null when the section leaves the text.
 */
export function fateOfSuggestion(
  { proposal, base }: SuggestionAtStake,
  before: SourceWording,
  after: SourceWording | null,
): SuggestionFate {
  if (after === null) return 'gone';
  if (isSame(before, after)) return 'stays';
  if (proposal.kind === 'reword' && isSame(proposal, after)) return 'fulfilled';
  const { moved } = rebase(proposal, base, after);
  if (moved === null) return 'stays';
  return moved === 'merged' ? 'merges' : moved;
}
