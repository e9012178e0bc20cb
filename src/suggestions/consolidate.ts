import { combine } from '../programme/wording/together.js';
import type { SourceWording } from '../programme/wording/wording.js';
import {
  asksTheSame,
  type Compared,
  type Contender,
  compareContender,
  comparedWording,
  exclusionOf,
} from './board.js';

/** A new section that several may have asked for in the same words. */
export interface AddedSection {
  numbers: number[];
  heading: string | null;
  body: string;
}

/** What several suggestions make of a section together. */
export interface Consolidated {
  clean: true;
  /** The section's wording; null when it goes. */
  wording: SourceWording | null;
  /** Sections to follow it, in the order of their suggestions' numbers. */
  added: AddedSection[];
}

/** So many suggestions become the text together at the most: more nobody weighs at once, and every pair is compared. */
export const mostTogether = 12;

/** Why they cannot all become the text: pairs of numbers that exclude each other, none when only all together do not fit. */
export interface Excluding {
  clean: false;
  pairs: [number, number][];
}

/**
 * Makes all suggestions the text at once; the same whatever their order.
 * @param contenders what each says in today's text.
 */
export function consolidate(
  current: SourceWording,
  contenders: readonly Contender[],
): Consolidated | Excluding {
  const prepared = comparedWording(current);
  const sorted = [...contenders].sort((one, other) => one.number - other.number);
  const compared = sorted.map((contender) => compareContender(prepared, contender));
  const pairs = compared.flatMap((one, index) =>
    compared
      .slice(index + 1)
      .filter((other) => exclusionOf(prepared, one, other) !== null)
      .map((other): [number, number] => [one.number, other.number]),
  );
  if (pairs.length > 0) return { clean: false, pairs };
  const added = addedSections(compared);
  if (compared.some(({ proposal }) => proposal.kind === 'remove'))
    return { clean: true, wording: null, added };
  const heading = combine(
    prepared.heading,
    compared.map((one) => one.heading),
  );
  const body = combine(
    prepared.body,
    compared.map((one) => one.body),
  );
  if (heading === null || body === null) return { clean: false, pairs: [] };
  return { clean: true, wording: { heading: current.heading === null ? null : heading, body }, added };
}

function addedSections(compared: readonly Compared[]): AddedSection[] {
  const added: (AddedSection & Contender)[] = [];
  for (const { number, proposal } of compared) {
    if (proposal.kind !== 'add') continue;
    const same = added.find((section) => asksTheSame(section.proposal, proposal));
    if (same) same.numbers.push(number);
    else added.push({ number, proposal, numbers: [number], heading: proposal.heading, body: proposal.body });
  }
  return added.map(({ numbers, heading, body }) => ({ numbers, heading, body }));
}
