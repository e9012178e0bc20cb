import { daysLeft, phaseOf } from '../programme/consultation.js';
import type { Programme } from '../programme/programme.entity.js';

type Dates = Pick<Programme, 'opensAt' | 'closesAt' | 'settledAt'>;

/** Model of components/deadline. */
export interface DeadlineModel {
  state: 'coming' | 'open' | 'closed' | 'settled' | 'none';
  opensAt: string | null;
  closesAt: string | null;
  /** Whole days, 0 on the last one. */
  daysLeft: number | null;
  /** Share of the time gone, 0 to 100. */
  elapsed: number;
}

/** What a page says about the time of a consultation. */
export function deadlineModel(dates: Dates, at: string): DeadlineModel {
  const phase = phaseOf(dates, at);
  const { opensAt, closesAt } = dates;
  return {
    state: phase === 'upcoming' ? 'coming' : phase,
    opensAt,
    closesAt,
    daysLeft: daysLeft(dates, at),
    elapsed: elapsedShare(opensAt, closesAt, at),
  };
}

/** Names all that `deadlineModel` says, so that a page is rendered anew when the day turns. */
export function consultationStamp(dates: Dates, at: string): string {
  const { state, daysLeft: days } = deadlineModel(dates, at);
  return `${state}${days ?? ''}`;
}

function elapsedShare(opensAt: string | null, closesAt: string | null, at: string): number {
  if (opensAt === null || closesAt === null) return 0;
  const [from, to, here] = [opensAt, closesAt, at].map((instant) => Date.parse(instant));
  if (from === undefined || to === undefined || here === undefined || to <= from) return 0;
  return Math.max(0, Math.min(100, Math.round((100 * (here - from)) / (to - from))));
}
