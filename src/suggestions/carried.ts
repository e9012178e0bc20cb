import type { SourceWording } from '../programme/wording/wording.js';
import type { Proposal } from './proposal.js';
import type { Standing } from './suggestion.entity.js';
import { type Attempt, tryAgain } from './try-again.js';

/** A waiting suggestion as the text finds it: its author's own word, and the section it belonged to until now. */
export interface Carried {
  own: Proposal;
  base: SourceWording;
  standing: Standing;
  sectionId: string;
}

/** What a change of the text makes of it: where it belongs now, and how it stands there. */
export interface CarriedTo {
  sectionId: string;
  attempt: Attempt;
}

/**
 * Carries a suggestion along to today's text. What belonged to a section that was merged belongs to the section it
 * went into; only its removal does not, since that would take other words along.
 * @param wordingOf today's wording of a section; null where the text does not have it.
 * @param mergedInto the section that another one went into; null where it did not.
 */
export function carryAlong(
  { own, base, sectionId }: Carried,
  wordingOf: (sectionId: string) => SourceWording | null,
  mergedInto: (sectionId: string) => string | null,
): CarriedTo {
  const target = liveTarget(sectionId, wordingOf, mergedInto);
  const isElsewhere = target !== sectionId;
  if (target === null || (isElsewhere && own.kind === 'remove'))
    return { sectionId, attempt: { overtaken: 'gone' } };
  const attempt = tryAgain(own, base, wordingOf(target));
  return { sectionId: target, attempt };
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
