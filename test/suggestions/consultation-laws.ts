import { Vote } from '../../src/feedback/vote.entity.js';
import { Section } from '../../src/programme/section.entity.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { carryAlong } from '../../src/suggestions/carried.js';
import type { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { isAccepted, isWaiting } from '../../src/suggestions/suggestions.rules.js';
import type { World } from '../feedback/world.js';

/** What waits stands to today’s text as carrying its author’s own word along says. */
export async function wrongStandings(here: World, suggestions: readonly Suggestion[]): Promise<string[]> {
  const bases = new Map((await here.app.database.read.find(SectionRevision)).map((row) => [row.id, row]));
  const sections = new Map((await here.sections()).map((row) => [row.sectionId, row]));
  const merged = new Map(
    (await here.app.database.read.find(Section)).map(({ id, mergedIntoId }) => [id, mergedIntoId]),
  );
  return suggestions.flatMap((one) => {
    const base = bases.get(one.baseRevisionId);
    if (!base) return ['no base'];
    const { attempt } = carryAlong(
      { own: one, base, sectionId: one.sectionId },
      (id) => sections.get(id) ?? null,
      (id) => merged.get(id) ?? null,
    );
    const due = 'overtaken' in attempt ? attempt.overtaken : attempt.standing;
    if (one.state === 'overtaken') return [];
    return !isWaiting(one) || one.standing === due
      ? []
      : [`${one.number} is ${one.standing}, should be ${due}`];
  });
}

/** The counters are what the votes add up to. */
export async function wrongCounters(here: World, suggestions: readonly Suggestion[]): Promise<string[]> {
  const votes = await here.app.database.read.find(Vote);
  return suggestions.flatMap(({ id, number, supports, opposes }) => {
    const own = votes.filter((vote) => vote.suggestionId === id);
    const count = (value: string) => own.filter((vote) => vote.value === value).length;
    return count('support') === supports && count('oppose') === opposes ? [] : [`counters of ${number}`];
  });
}

/** Histories have no gaps, and what is accepted has its version. */
export async function wrongHistories(here: World, suggestions: readonly Suggestion[]): Promise<string[]> {
  const events = await here.app.database.read.find(SuggestionEvent, { order: { number: 'ASC' } });
  return suggestions.flatMap(({ id, number, state, versionId }) => {
    const own = events.filter(({ suggestionId }) => suggestionId === id);
    const isGapless = own.every((event, index) => event.number === index + 1);
    const hasVersion = (versionId !== null) === isAccepted({ state });
    return isGapless && hasVersion ? [] : [`history of ${number}`];
  });
}
