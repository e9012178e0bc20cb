import type { SectionPlan } from '../programme/import/file-plan.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import { carryAlong } from '../suggestions/carried.js';
import type { Proposal } from '../suggestions/proposal.js';
import type { Attempt } from '../suggestions/try-again.js';

/**
 * What an import does to a waiting suggestion, as carrying it along will. `stays`: nothing it depends on changes.
 * `goes`: with its section to another point; what becomes of it there is said there. `merges`: it fits into the new
 * wording. `collides`: it changes the same words. `fulfilled`: the new wording is what it asks for. `reread`: it wants
 * the section gone, which now says something else. `gone`: its section is no longer in the text.
 */
export type SuggestionFate = 'stays' | 'goes' | 'merges' | 'collides' | 'fulfilled' | 'reread' | 'gone';

/** A waiting suggestion: where it belongs, and the wording its author saw. */
export interface SuggestionAtStake extends Proposal {
  sectionId: string;
  base: SourceWording & { sectionId: string };
}

/** What a section of a file is, and what it says before and after. */
export type PlannedSection = Pick<
  SectionPlan,
  'kind' | 'sectionId' | 'incoming' | 'into' | 'before' | 'after'
>;

/**
 * @param section the one that the suggestion belongs to.
 * @param sections all of its file.
 * @returns null where the texts are no longer kept.
 */
export function fateOfSuggestion(
  suggestion: SuggestionAtStake,
  section: PlannedSection,
  sections: readonly PlannedSection[],
): SuggestionFate | null {
  if (section.kind === 'moved' && section.incoming === null) return 'goes';
  if (!section.before) return null;
  const wordings = new Map(
    sections.flatMap((one) => (one.incoming === null ? [] : [[idOf(one), textOf(one)]])),
  );
  const own: Proposal = suggestion;
  const to = carryAlong(
    { own, base: suggestion.base, sectionId: suggestion.sectionId },
    (id) => wordings.get(id) ?? null,
    (id) => mergedInto(id, sections),
  );
  const after = wordings.get(to.sectionId);
  const isAsBefore = to.sectionId === section.sectionId && after && isSame(section.before, after);
  return isAsBefore ? 'stays' : fateOf(to.attempt, own);
}

function fateOf(attempt: Attempt, { kind }: Proposal): SuggestionFate {
  if ('overtaken' in attempt) return attempt.overtaken;
  if (attempt.standing === 'merged') return kind === 'remove' ? 'reread' : 'merges';
  return attempt.standing === 'fits' ? 'stays' : 'collides';
}

/** Sections that are yet to be made have no id, but a place in the file. */
function idOf({ sectionId, incoming }: PlannedSection): string {
  return sectionId ?? `incoming ${incoming}`;
}

function textOf({ before, after }: PlannedSection): SourceWording | null {
  return after ?? before;
}

function mergedInto(id: string, sections: readonly PlannedSection[]): string | null {
  const merged = sections.find(({ kind, sectionId }) => kind === 'merged' && sectionId === id);
  const incoming = merged?.into?.incoming ?? null;
  const target = sections.find((one) => one.incoming !== null && one.incoming === incoming);
  return target ? idOf(target) : null;
}
