import {
  type ChangedText,
  changedText,
  type OriginalText,
  originalText,
} from '../programme/wording/merge3.js';
import { type Clash, clashOf } from '../programme/wording/together.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import { normaliseText } from '../web/text/characters.js';
import type { Proposal } from './proposal.js';

/** A suggestion that fits today's text, with what it says there. */
export interface Contender {
  number: number;
  proposal: Proposal;
}

/** Today's wording, prepared for comparing. */
export interface ComparedWording {
  heading: OriginalText;
  body: OriginalText;
}

/** A contender compared with today's wording. */
export interface Compared extends Contender {
  heading: ChangedText;
  body: ChangedText;
}

/** What keeps two suggestions from both becoming the text; `removal` where one of them takes the section away. */
export type Exclusion = 'removal' | { heading: Clash | null; body: Clash | null };

/** What excludes what among suggestions on one section. */
export interface Weighed {
  current: ComparedWording;
  compared: Compared[];
  /** By the number of one and of the other; both ways. */
  exclusions: Map<number, Map<number, Exclusion>>;
}

/** Numbers of suggestions that hang together by excluding each other, and of those that no other wording excludes. */
export interface ConflictGroups {
  groups: number[][];
  compatible: number[];
  /** Those that want the section gone, and so exclude all others. */
  removals: number[];
}

/** Compares each suggestion with today's text once, and all of them with each other. Yields now and then. */
export function* weigh(current: SourceWording, contenders: readonly Contender[]): Generator<void, Weighed> {
  const prepared = comparedWording(current);
  const compared: Compared[] = [];
  for (const contender of contenders) {
    compared.push(compareContender(prepared, contender));
    yield;
  }
  const exclusions: Weighed['exclusions'] = new Map(compared.map(({ number }) => [number, new Map()]));
  for (const [index, one] of compared.entries()) {
    for (const other of compared.slice(index + 1)) {
      const exclusion = exclusionOf(prepared, one, other);
      if (exclusion) {
        exclusions.get(one.number)?.set(other.number, exclusion);
        exclusions.get(other.number)?.set(one.number, exclusion);
      }
      yield;
    }
  }
  return { current: prepared, compared, exclusions };
}

/**
 * Suggestions in groups: whoever excludes one of a group belongs to it. In the order they were given. Removals stand
 * apart, as they would make one group of everything.
 */
export function conflictGroups({ compared, exclusions }: Weighed): ConflictGroups {
  const groups: number[][] = [];
  const removals = compared.filter(({ proposal }) => proposal.kind === 'remove').map(({ number }) => number);
  const seen = new Set(removals);
  for (const { number } of compared) {
    if (seen.has(number)) continue;
    const members = reachable(number, exclusions);
    for (const member of members) seen.add(member);
    groups.push(compared.map((other) => other.number).filter((other) => members.has(other)));
  }
  return {
    groups: groups.filter(({ length }) => length > 1),
    compatible: groups.filter(({ length }) => length === 1).flat(),
    removals,
  };
}

/** Prepares a wording to compare others with. */
export function comparedWording({ heading, body }: SourceWording): ComparedWording {
  return { heading: originalText(heading ?? ''), body: originalText(normaliseText(body)) };
}

/** Compares what a suggestion says with the prepared wording. */
export function compareContender(current: ComparedWording, contender: Contender): Compared {
  const { proposal } = contender;
  // Only another wording is compared by words: a new section has nothing to be compared with.
  const { heading, body } =
    proposal.kind === 'reword' ? proposal : { heading: current.heading.text, body: current.body.text };
  return {
    ...contender,
    heading: changedText(current.heading, heading ?? ''),
    body: changedText(current.body, normaliseText(body)),
  };
}

/** Null when both can become the text. A removal leaves neither another wording nor a place to add behind. */
export function exclusionOf(current: ComparedWording, one: Compared, other: Compared): Exclusion | null {
  const kinds = [one.proposal.kind, other.proposal.kind];
  if (kinds.includes('remove')) return kinds.every((kind) => kind === 'remove') ? null : 'removal';
  if (kinds.includes('add')) return null;
  const heading = clashOf(current.heading, one.heading, other.heading);
  const body = clashOf(current.body, one.body, other.body);
  return heading || body ? { heading, body } : null;
}

/** Whether two suggestions ask for the very same. */
export function asksTheSame(one: Proposal, other: Proposal): boolean {
  return one.kind === other.kind && (one.kind === 'remove' || isSame(one, other));
}

function reachable(from: number, exclusions: Weighed['exclusions']): Set<number> {
  const members = new Set([from]);
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [other, exclusion] of exclusions.get(next) ?? []) {
      if (exclusion === 'removal' || members.has(other)) continue;
      members.add(other);
      open.push(other);
    }
  }
  return members;
}
