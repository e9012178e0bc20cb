import type { SourceWording } from '../programme/wording/wording.js';
import type { Proposal } from './proposal.js';
import { type Attempt, tryAgain } from './try-again.js';

/** A suggestion as a change of the text finds it. */
export interface Carried {
  /** Its author's own last word. */
  own: Proposal;
  /** The wording they wrote it on, and which section that was. */
  base: SourceWording & { sectionId: string };
  /** The section it belonged to until now. */
  sectionId: string;
}

/** What a change of the text makes of it: where it belongs now, and how it stands there. */
export interface CarriedTo {
  sectionId: string;
  attempt: Attempt;
}

/**
 * Carries a suggestion along to today's text. What was written on a section that was merged belongs to the one it went
 * into, and is at home again once the section is cut out anew; only its removal is not taken along, since other words
 * would go with it.
 * @param wordingOf today's wording of a section; null where the text does not have it.
 * @param mergedInto the section that another one went into; null where it did not.
 */
export function carryAlong(
  { own, base, sectionId }: Carried,
  wordingOf: (sectionId: string) => SourceWording | null,
  mergedInto: (sectionId: string) => string | null,
): CarriedTo {
  const target =
    liveTarget(base.sectionId, wordingOf, mergedInto) ?? liveTarget(sectionId, wordingOf, mergedInto);
  if (target === null || (own.kind === 'remove' && target !== base.sectionId))
    return { sectionId, attempt: { overtaken: 'gone' } };
  return { sectionId: target, attempt: tryAgain(own, base, wordingOf(target)) };
}

function liveTarget(
  sectionId: string,
  wordingOf: (sectionId: string) => SourceWording | null,
  mergedInto: (sectionId: string) => string | null,
): string | null {
  const seen = new Set<string>();
  for (let id: string | null = sectionId; id !== null && !seen.has(id); id = mergedInto(id)) {
    if (wordingOf(id) !== null) return id;
    seen.add(id);
  }
  return null;
}
