import type { Programme } from './programme.entity.js';

/** Where a consultation stands: not announced, not yet open, taking feedback, being settled, settled. */
export type Phase = 'none' | 'upcoming' | 'open' | 'closed' | 'settled';

type Dates = Pick<Programme, 'opensAt' | 'closesAt' | 'settledAt'>;

/** The phase at a time; without an opening date there is no consultation, without a closing one it stays open. */
export function phaseOf(dates: Dates, at: string): Phase {
  if (dates.opensAt === null) return 'none';
  if (at < dates.opensAt) return 'upcoming';
  if (dates.closesAt === null || at <= dates.closesAt) return 'open';
  return dates.settledAt !== null && at >= dates.settledAt ? 'settled' : 'closed';
}

/** True while comments, votes and suggestions are taken. */
export function takesFeedback(dates: Dates, at: string): boolean {
  return phaseOf(dates, at) === 'open';
}

/** Whole days until the consultation closes, 0 on its last day; null when it is not open or has no end. */
export function daysLeft(dates: Dates, at: string): number | null {
  if (!takesFeedback(dates, at) || dates.closesAt === null) return null;
  return Math.floor((Date.parse(dates.closesAt) - Date.parse(at)) / 86_400_000);
}
