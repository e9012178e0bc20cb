import type { Phase } from '../programme/consultation.js';

/** Comments are taken while the consultation is open. */
export function mayComment(phase: Phase): boolean {
  return phase === 'open';
}

/** So are votes, changing one's mind and taking a vote back. */
export function mayVote(phase: Phase): boolean {
  return phase === 'open';
}

/** A comment can be answered as long as people can read it. */
export function mayAnswer(comment: { hidden: boolean }): boolean {
  return !comment.hidden;
}
