import { describe, expect, test } from 'vitest';
import { fateOfSuggestion } from '../../src/imports/fate-of-suggestion.js';

const base = { heading: 'Autobusy', body: 'Autobusy pojedou každou hodinu a v noci jednou za dvě hodiny.' };
const wanting = (kind: 'reword' | 'add' | 'remove', body: string) => ({
  proposal: { kind, heading: 'Autobusy', body },
  base,
});
const oftener = wanting('reword', base.body.replace('každou hodinu', 'každou půlhodinu'));
const become = (body: string) => ({ heading: 'Autobusy', body });

describe('an open suggestion, when an import brings another wording', () => {
  test('stays as it is where the text does', () => {
    expect(fateOfSuggestion(oftener, base, base)).toBe('stays');
  });

  test('fits in where other words change', () => {
    expect(fateOfSuggestion(oftener, base, become(base.body.replace('dvě hodiny', 'tři hodiny')))).toBe(
      'merges',
    );
  });

  test('collides where the same words change', () => {
    expect(
      fateOfSuggestion(oftener, base, become(base.body.replace('každou hodinu', 'po třech hodinách'))),
    ).toBe('collides');
  });

  test('is fulfilled where the new wording is what it asks for', () => {
    expect(fateOfSuggestion(oftener, base, become(oftener.proposal.body))).toBe('fulfilled');
  });

  test('is gone with its section', () => {
    expect(fateOfSuggestion(oftener, base, null)).toBe('gone');
  });

  test('has to be read again where it wants the section gone', () => {
    expect(fateOfSuggestion(wanting('remove', ''), base, become('Úplně jiný text o něčem jiném.'))).toBe(
      'reread',
    );
  });

  test('stays where it adds a section after this one, whatever this one says', () => {
    expect(fateOfSuggestion(wanting('add', 'Nová věta.'), base, become('Úplně jiný text.'))).toBe('stays');
  });
});
