import { isMinor } from '../wording/minor.js';
import { mergeWording } from '../wording/wording.js';
import { goesOnFrom, saysTwice } from './accepted-words.js';
import type { Clash, FateWording } from './fates.js';

/** What becomes of a section's wording. */
export type NextWording =
  /** Today's stays, or the section stays out of the text; `kept` where that is so only because a person wants it. */
  | { change: 'none'; clash?: 'kept' }
  | { change: 'wording'; wording: FateWording; minor: boolean; clash: Clash | null };

/** The three wordings of a section that an import may have to bring together. */
export interface Wordings {
  /** In the file imported last; null when that did not have it. */
  last: FateWording | null;
  /** Today's; null when an accepted suggestion removed it. */
  current: FateWording | null;
  /** `current` is only the last wording of a section that left the text and comes back. */
  isFormer?: boolean;
  /** In the file. */
  incoming: FateWording;
  /** A person wants today's to stay where the file's collides with it. */
  keep?: boolean;
}

/**
 * What a file did not change stays as it is today, so that accepted suggestions are not undone by a file that does not
 * know them. Where both changed, their words are merged; where they collide, the file wins, marked as `overwritten` unless
 * it leaves standing all that was changed here. What is not in the last file at all was added here.
 */
export function nextWording({ keep = false, ...wordings }: Wordings): NextWording {
  const next = takenOver(wordings);
  const collides = next.change === 'wording' && next.clash === 'overwritten';
  return collides && keep ? { change: 'none', clash: 'kept' } : next;
}

function takenOver({ last, current, incoming, isFormer = false }: Omit<Wordings, 'keep'>): NextWording {
  if (last && isSameWording(incoming, last)) return { change: 'none' };
  if (!current) return broughtBack(last, incoming);
  if (isSameWording(incoming, current)) return { change: 'none' };
  if (isFormer || (last && isSameWording(last, current))) return reworded(current, incoming, null);
  const merge = last && merged(last, current, incoming);
  return merge ?? reworded(current, incoming, isHeard(last, current, incoming) ? null : 'overwritten');
}

/** What an accepted suggestion removed stays away as long as the file only mends its typography. */
function broughtBack(last: FateWording | null, incoming: FateWording): NextWording {
  if (last && isMinorChange(last, incoming)) return { change: 'none' };
  return changed(incoming, false, last ? 'overwritten' : null);
}

/** Equal to the letter. */
export function isSameWording(a: FateWording, b: FateWording): boolean {
  return a.kind === b.kind && a.heading === b.heading && a.body === b.body;
}

/** Whether only typography differs, or nothing but how the heading is marked. */
export function isMinorChange(before: FateWording, after: FateWording): boolean {
  return (before.heading === after.heading && before.body === after.body) || isMinor(before, after);
}

/** Null where the words collide, or where a merge would say twice what both sides brought. */
function merged(last: FateWording, current: FateWording, incoming: FateWording): NextWording | null {
  const headed = [last, current, incoming].filter(({ heading }) => heading !== null).length;
  const words = headed % 3 === 0 ? mergeWording(last, current, incoming) : null;
  if (!words || saysTwice(words, { last, current, incoming })) return null;
  const wording = { ...words, kind: incoming.kind };
  if (isSameWording(wording, current)) return { change: 'none' };
  const isOfFile = words.heading === incoming.heading && words.body === incoming.body;
  return reworded(current, wording, isOfFile ? null : 'merged');
}

/** Whether a file that collides leaves standing all that was changed here. */
function isHeard(last: FateWording | null, current: FateWording, incoming: FateWording): boolean {
  return isMinorChange(current, incoming) || goesOnFrom(incoming, last, current);
}

function reworded(current: FateWording, wording: FateWording, clash: Clash | null): NextWording {
  return changed(wording, isMinorChange(current, wording), clash);
}

function changed(wording: FateWording, minor: boolean, clash: Clash | null): NextWording {
  const { kind, heading, body } = wording;
  return { change: 'wording', wording: { kind, heading, body }, minor, clash };
}
