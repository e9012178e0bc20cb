import type { SourceWording } from '../programme/wording/wording.js';
import { isSame } from '../programme/wording/wording.js';
import type { Proposal } from '../suggestions/proposal.js';
import { tryAgain } from '../suggestions/try-again.js';

/**
 * What an import does to a waiting suggestion, as carrying it along will. `stays`: nothing it depends on changes. `merges`: it still fits into the
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
  if (after !== null && isSame(before, after)) return 'stays';
  const attempt = tryAgain(proposal, base, after);
  if ('overtaken' in attempt) return attempt.overtaken;
  if (attempt.standing === 'merged') return proposal.kind === 'remove' ? 'reread' : 'merges';
  return attempt.standing === 'fits' ? 'stays' : 'collides';
}
