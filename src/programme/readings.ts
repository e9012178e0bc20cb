import type { Reading } from './reading.entity.js';

/** Minutes after the last look at a point for which it is still the same visit. */
export const visitMinutes = 30;

type Seen = Pick<Reading, 'versionBefore' | 'versionSeen' | 'seenAt'>;

/** Whether somebody who was seen at one time is on the same visit at another. */
export function isSameVisit(seenAt: string, at: string): boolean {
  return Date.parse(at) - Date.parse(seenAt) <= visitMinutes * 60_000;
}

/** Number of the version that the text is compared with for its reader: the one known from the last visit. */
export function comparedWith(reading: Seen, at: string): number {
  return isSameVisit(reading.seenAt, at) ? reading.versionBefore : reading.versionSeen;
}

/** What is known of somebody's reading after they saw a version. */
export function afterSeeing(reading: Seen | null, versionNumber: number, at: string): Seen {
  if (reading === null) return { versionBefore: versionNumber, versionSeen: versionNumber, seenAt: at };
  // Of two windows, the one that shows an older state may be the last to say so.
  const versionSeen = Math.max(reading.versionSeen, versionNumber);
  return { versionBefore: comparedWith(reading, at), versionSeen, seenAt: at };
}

/** The same after they said that they have read it all. */
export function afterReading(versionNumber: number, at: string): Seen {
  return { versionBefore: versionNumber, versionSeen: versionNumber, seenAt: at };
}
