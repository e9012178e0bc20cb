import { describe, expect, it } from 'vitest';
import { passagesOf } from '../../src/programme/wording/blame.js';
import type { SourceWording } from '../../src/programme/wording/wording.js';
import {
  type AcceptedSuggestion,
  type Origin,
  type SectionOrigin,
  Tracer,
  type WordingStep,
} from '../../src/suggestions/authorship.js';

/** `section wording before version`, with '-' for a section that is new. */
function step(told: string): WordingStep {
  const [sectionId = '', revisionId = '', beforeId = '', version = ''] = told.split(' ');
  return {
    sectionId,
    revisionId,
    beforeId: beforeId === '-' ? null : beforeId,
    versionId: `verze${version}`,
    versionNumber: Number(version),
    pointId: 'bod',
    cause: 'edit',
    at: `2026-01-${version.padStart(2, '0')}T00:00:00.000Z`,
  };
}

function suggestion(number: number, changes: Partial<AcceptedSuggestion>): AcceptedSuggestion {
  return {
    number,
    kind: 'reword',
    sectionId: 'a',
    heading: null,
    body: '',
    baseRevisionId: 'a1',
    resultRevisionId: null,
    versionId: 'verze2',
    versionNumber: 2,
    authorName: 'Jana',
    stance: null,
    adapted: false,
    ...changes,
  };
}

/** The passages of a wording as `<origin>text`. */
function read(
  wording: string,
  texts: Record<string, string>,
  steps: readonly string[],
  more: { suggestions?: AcceptedSuggestion[]; sections?: Partial<SectionOrigin>[] } = {},
): string {
  const bare = { sectionId: '', splitFromId: null, mergedIntoId: null, archivedAt: null };
  const tracer = new Tracer({
    steps: steps.map(step),
    texts: new Map(
      Object.entries(texts).map(([id, body]): [string, SourceWording] => [id, { heading: null, body }]),
    ),
    suggestions: more.suggestions ?? [],
    sections: (more.sections ?? []).map((section) => ({ ...bare, ...section })),
  });
  for (const told of steps) tracer.follow(step(told));
  return passagesOf(tracer.textOf(wording))
    .map(({ origin, text }) => `<${nameOf(origin)}>${text}`)
    .join('');
}

function nameOf(origin: Origin): string {
  if (origin.kind === 'earlier') return 'dřív';
  return origin.kind === 'version' ? `v${origin.step.versionNumber}` : `n${origin.suggestion.number}`;
}

describe('the words of a section', () => {
  const texts = {
    a1: 'Koupíme nové vlaky pro kraj.',
    a2: 'Koupíme tiché vlaky pro kraj.',
    a3: 'Koupíme tiché vlaky pro celý kraj.',
  };

  it('come from the versions that brought them', () => {
    expect(read('a3', texts, ['a a1 - 1', 'a a2 a1 2', 'a a3 a2 3'])).toBe(
      '<v1>Koupíme <v2>tiché <v1>vlaky pro <v3>celý <v1>kraj.',
    );
  });

  it('have their old origins again after an undo, and what comes next builds on them', () => {
    const steps = ['a a1 - 1', 'a a2 a1 2', 'a a1 a2 3', 'a a4 a1 4'];
    expect(read('a1', texts, steps)).toBe('<v1>Koupíme nové vlaky pro kraj.');
    expect(read('a4', { ...texts, a4: 'Koupíme nové vlaky pro kraj hned.' }, steps)).toBe(
      '<v1>Koupíme nové vlaky pro kraj <v4>hned<v1>.',
    );
  });

  it('come from each suggestion of a consolidation, and what the garant added from the version', () => {
    const suggestions = [
      suggestion(7, { body: 'Koupíme tiché vlaky pro kraj.' }),
      suggestion(8, { body: 'Koupíme nové vlaky pro celý kraj.' }),
      suggestion(9, { body: 'Jiný text.', sectionId: 'b' }),
    ];
    const made = { ...texts, a2: 'Brzy koupíme tiché vlaky pro celý kraj.' };
    expect(read('a2', made, ['a a1 - 1', 'a a2 a1 2'], { suggestions })).toBe(
      '<v2>Brzy koupíme <n7>tiché <v1>vlaky pro <n8>celý <v1>kraj.',
    );
  });

  it('of a new section come from the suggestion that added it, and not the one beside it', () => {
    const suggestions = [suggestion(7, { kind: 'add', body: 'Úplně nová část.', resultRevisionId: 'b1' })];
    const steps = ['a a1 - 1', 'b b1 - 2'];
    const made = { ...texts, b1: 'Úplně nová dobrá část.' };
    expect(read('b1', made, steps, { suggestions })).toBe('<n7>Úplně nová <v2>dobrá <n7>část.');
    expect(read('a1', made, steps, { suggestions })).toBe('<v1>Koupíme nové vlaky pro kraj.');
  });

  it('keep their origins where a section is split, whichever half is written first', () => {
    const made = { a1: 'Koupíme vlaky. Opravíme mosty.', a2: 'Koupíme vlaky.', b1: 'Opravíme staré mosty.' };
    const sections = [{ sectionId: 'a' }, { sectionId: 'b', splitFromId: 'a' }];
    for (const steps of [
      ['a a1 - 1', 'a a2 a1 2', 'b b1 - 2'],
      ['a a1 - 1', 'b b1 - 2', 'a a2 a1 2'],
    ])
      expect(read('b1', made, steps, { sections })).toBe('<v1>Opravíme <v2>staré <v1>mosty.');
  });

  it('keep their origins where two sections become one', () => {
    const made = { a1: 'Koupíme vlaky.', b1: 'Opravíme mosty.', a2: 'Koupíme vlaky. Opravíme mosty. Hned.' };
    const sections = [
      { sectionId: 'a' },
      { sectionId: 'b', mergedIntoId: 'a', archivedAt: '2026-01-02T00:00:00.000Z' },
    ];
    const steps = ['a a1 - 1', 'b b1 - 1', 'a a2 a1 2'];
    expect(read('a2', made, steps, { sections })).toMatch(
      /^<v1>Koupíme vlaky\..*Opravíme mosty\.\s?<v2>\s?Hned\.$/,
    );
  });

  it('come from an earlier time where the history was not followed that far', () => {
    expect(read('a3', texts, ['a a3 a2 3'])).toBe('<dřív>Koupíme tiché vlaky pro <v3>celý <dřív>kraj.');
  });
});
