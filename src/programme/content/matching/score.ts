import type { Profile } from './profile.js';
import { contained, dice } from './similarity.js';

/** How alike two sections are, part by part; each from 0 to 1. */
export interface Likeness {
  heading: number;
  body: number;
  /** The larger containment of one body in the other; 0 when one is too short to tell. */
  containment: number;
}

/** Bodies with fewer bigrams than this are found in other texts by chance. */
export const minBigrams = 8;

/** Compares two sections. */
export function likeness(old: Profile, now: Profile): Likeness {
  return {
    heading: headingLikeness(old, now),
    body: bodyLikeness(old, now),
    containment: larger(old, now),
  };
}

/**
 * Score of a pair, 0 (not the same) to about 1. Weights as found on 700 real edits of programme points. `unique`:
 * both have the same heading, and no other section of either state has it.
 */
export function score(old: Profile, now: Profile, like: Likeness, unique: boolean): number {
  const base = baseScore(old, now, like, unique);
  return base === 0 ? 0 : base + 0.03 * (1 - Math.abs(old.position - now.position));
}

function baseScore(old: Profile, now: Profile, like: Likeness, unique: boolean): number {
  const { body, containment } = like;
  const oldHeaded = old.headingKey !== null;
  const nowHeaded = now.headingKey !== null;
  if (oldHeaded && nowHeaded) return headedScore(like, unique);
  if (oldHeaded !== nowHeaded) {
    const best = Math.max(body, 0.6 * containment);
    return best > 0.45 ? 0.8 * best : 0;
  }
  const value = 0.25 * (old.kind === now.kind ? 1 : 0.5) + 0.75 * Math.max(body, 0.7 * containment);
  return old.kind === 'preamble' && now.kind === 'preamble' ? Math.max(value, 0.4) : value;
}

function headedScore({ heading, body, containment }: Likeness, unique: boolean): number {
  let value = 0.45 * heading + 0.55 * Math.max(body, 0.75 * containment);
  if (unique) value = Math.max(value, 0.8 + 0.2 * body);
  if (body > 0.85) value = Math.max(value, 0.75 + 0.2 * body);
  return heading < 0.3 && body < 0.5 && containment < 0.7 ? 0.7 * value : value;
}

/** Bodies without words, such as a picture alone, are the same or not. */
function bodyLikeness(old: Profile, now: Profile): number {
  const isWordless = old.bigrams.size + now.bigrams.size === 0;
  if (isWordless) return old.body !== '' && old.body === now.body ? 1 : 0;
  return dice(old.bigrams, now.bigrams);
}

function headingLikeness(old: Profile, now: Profile): number {
  if (old.headingKey === null || now.headingKey === null) return 0;
  return old.headingKey === now.headingKey ? 1 : dice(old.headingTrigrams, now.headingTrigrams);
}

function larger(old: Profile, now: Profile): number {
  if (Math.min(old.bigrams.size, now.bigrams.size) < minBigrams) return 0;
  return Math.max(contained(old.bigrams, now.bigrams), contained(now.bigrams, old.bigrams));
}
