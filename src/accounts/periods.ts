import { type Instant, now } from '../database/time.js';

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Whether a moment is within a window, which is open where it has no bound; the end does not belong to it. */
export function isWithin(at: Instant, from: Instant | null, until: Instant | null): boolean {
  return (from === null || from <= at) && (until === null || at < until);
}

/** The moment some seconds after another one, by default after now. Negative seconds go back. */
export function after(seconds: number, start: Instant = now()): Instant {
  return new Date(Date.parse(start) + seconds * 1000).toISOString();
}
