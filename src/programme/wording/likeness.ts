import { profiles } from '../content/matching/profile.js';
import { dice } from '../content/matching/similarity.js';

/** Below this likeness, what was said about one wording can hardly be meant for the other. */
export const leastLikeness = 0.25;

/** How much two bodies have in common: Dice coefficient of their word bigrams, 0 nothing, 1 the same. */
export function bodyLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const [a, b] = profiles([one, other].map((body) => ({ kind: 'whole', heading: null, body })));
  return a && b ? dice(a.bigrams, b.bigrams) : 0;
}
