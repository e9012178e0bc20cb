import { isMinor } from '../programme/wording/minor.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import { type Proposal, rebase } from './proposal.js';
import type { Standing } from './suggestion.entity.js';

/**
 * What becomes of a proposal in a text that went on: how it stands, with what it says now (its author's own words where
 * it collides); or the text overtook it, since it says so already or no longer has what it is about.
 */
export type Attempt = { standing: Standing; proposal: Proposal } | { overtaken: 'fulfilled' | 'gone' };

/**
 * Tries its author's own last word on today's text. Depends on nothing that was in between, so a change and its undo
 * leave a suggestion as it was.
 * @param base the wording its author saw.
 * @param current today's; null where the text no longer has the section.
 */
export function tryAgain(own: Proposal, base: SourceWording, current: SourceWording | null): Attempt {
  if (current === null) return { overtaken: 'gone' };
  if (own.kind === 'reword' && isSame(own, current)) return { overtaken: 'fulfilled' };
  const { proposal, moved } = rebase(own, base, current);
  if (moved === 'collides') return { standing: 'collides', proposal: own };
  if (own.kind === 'reword' && isSame(proposal, current)) return { overtaken: 'fulfilled' };
  // A correction of typography puts no words into anybody's mouth.
  const isSilent = moved === null || isMinor(base, current);
  return { standing: isSilent ? 'fits' : 'merged', proposal };
}
