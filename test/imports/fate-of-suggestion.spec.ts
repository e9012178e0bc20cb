import { describe, expect, test } from 'vitest';
import { fateOfSuggestion, type PlannedSection } from '../../src/imports/fate-of-suggestion.js';
import type { FateWording } from '../../src/programme/import/fates.js';

const words = {
  buses: 'Autobusy pojedou každou hodinu a v noci jednou za dvě hodiny.',
  roads: 'Silnice opravíme do roku 2028.',
};
const says = (heading: string, body: string): FateWording => ({ kind: 'heading', heading, body });
const buses = says('Autobusy', words.buses);
const roads = says('Silnice', words.roads);
const wanting = (kind: 'reword' | 'add' | 'remove', body: string) => ({
  kind,
  heading: 'Autobusy',
  body,
  sectionId: 'autobusy',
  base: { ...buses, sectionId: 'autobusy' },
});
const oftener = wanting('reword', words.buses.replace('každou hodinu', 'každou půlhodinu'));
const section = (more: Partial<PlannedSection>): PlannedSection => ({
  kind: 'edited',
  sectionId: 'autobusy',
  incoming: 0,
  into: null,
  before: buses,
  after: buses,
  ...more,
});
const becomes = (body: string) => section({ after: says('Autobusy', body) });
/** Where the buses went. */
const into = (place: Partial<NonNullable<PlannedSection['into']>>) => ({
  sectionId: null,
  incoming: null,
  pointId: null,
  path: 'doprava.md',
  ...place,
});
const both = (sectionId: string | null) =>
  section({
    sectionId,
    before: sectionId ? roads : null,
    after: says('Doprava', `${words.roads}\n\n${words.buses}`),
  });

describe('a waiting suggestion, when an import brings another wording', () => {
  const fate = (suggestion: typeof oftener, own: PlannedSection, ...others: PlannedSection[]) =>
    fateOfSuggestion(suggestion, own, [own, ...others]);

  test('stays as it is where the text does, or changes in typography alone', () => {
    expect(fate(oftener, section({}))).toBe('stays');
    expect(fate(oftener, becomes(words.buses.replace('dvě hodiny.', 'dvě hodiny!')))).toBe('stays');
  });

  test('fits in where other words change', () => {
    expect(fate(oftener, becomes(words.buses.replace('dvě hodiny', 'tři hodiny')))).toBe('merges');
  });

  test('collides where the same words change', () => {
    expect(fate(oftener, becomes(words.buses.replace('každou hodinu', 'po třech hodinách')))).toBe(
      'collides',
    );
  });

  test('is fulfilled where the new wording is what it asks for', () => {
    expect(fate(oftener, becomes(oftener.body))).toBe('fulfilled');
  });

  test('is gone with its section', () => {
    expect(fate(oftener, section({ kind: 'archived', incoming: null, after: null }))).toBe('gone');
  });

  test('goes with its section to another point', () => {
    const moved = section({ kind: 'moved', incoming: null, into: into({ pointId: 'bod' }), after: null });
    expect(fate(oftener, moved)).toBe('goes');
  });

  test('has to be read again where it wants the section gone', () => {
    expect(fate(wanting('remove', ''), becomes('Úplně jiný text o něčem jiném.'))).toBe('reread');
  });

  test('stays where it adds a section after this one, whatever this one says', () => {
    expect(fate(wanting('add', 'Nová věta.'), becomes('Úplně jiný text.'))).toBe('stays');
  });

  test('fits into the section that its own is merged into, be it old or new, but does not take that out', () => {
    const merged = section({ kind: 'merged', incoming: null, into: into({ incoming: 0 }), after: null });
    expect(fate(oftener, merged, both('silnice'))).toBe('merges');
    expect(fate(oftener, merged, both(null))).toBe('merges');
    expect(fate(wanting('remove', ''), merged, both('silnice'))).toBe('gone');
  });

  test('is at home again where its section is cut out anew', () => {
    const returning = section({ kind: 'edited', incoming: 1 });
    const own = section({ sectionId: 'silnice', before: both('silnice').after, after: roads });
    expect(fate({ ...oftener, sectionId: 'silnice' }, own, returning)).toBe('stays');
  });
});
