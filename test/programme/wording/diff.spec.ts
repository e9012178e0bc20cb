import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffPart, wordDiff } from '../../../src/programme/wording/diff.js';

const marked = (before: string, after: string) =>
  wordDiff(before, after)
    .parts.map(({ kind, text }) =>
      kind === 'same' ? text : kind === 'inserted' ? `{+${text}+}` : `[-${text}-]`,
    )
    .join('');

const without = (parts: readonly DiffPart[], kind: DiffPart['kind']) =>
  parts
    .filter((part) => part.kind !== kind)
    .map((part) => part.text)
    .join('');

const vocabulary = [
  'kraj',
  'obce',
  'a',
  'na',
  'podpoří',
  'on-line',
  '2,5',
  '„data“',
  '.',
  ', ',
  '. ',
  ' ',
  '\n\n',
  '\n- ',
  '**',
  ' – ',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...vocabulary), { maxLength: 60 }).map((words) => words.join('')),
  fc
    .array(fc.constantFrom('kraj', 'obce', 'a', 'data', 'síť', 'úřad'), { maxLength: 60 })
    .map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('wordDiff', () => {
  it.each([
    ['Zřídíme nová centra.', 'Zřídíme moderní centra.', 'Zřídíme [-nová-]{+moderní+} centra.'],
    ['Podpoříme školy.', 'Podpoříme školy a knihovny.', 'Podpoříme školy{+ a knihovny+}.'],
    ['Podpoříme školy, muzea.', 'Podpoříme školy, knihovny, muzea.', 'Podpoříme školy, {+knihovny, +}muzea.'],
    ['Data budou volná.', 'Data budou.', 'Data budou[- volná-].'],
    ['Jedna. Dvě. Tři.', 'Jedna. Nová. Dvě. Tři.', 'Jedna. {+Nová. +}Dvě. Tři.'],
    ['Chceme wifi.\n\nChceme data.', 'Chceme data.', '[-Chceme wifi.\n\n-]Chceme data.'],
    ['Postavíme staré město.', 'Postavíme nové obce.', 'Postavíme [-staré město-]{+nové obce+}.'],
    ['Praha, Brno', 'Plzeň, Olomouc', '[-Praha, Brno-]{+Plzeň, Olomouc+}'],
    ['nejchudší', 'nejchudších', '[-nejchudší-]{+nejchudších+}'],
    ['do 2,5 km', 'do 3,5 km', 'do [-2,5-]{+3,5+} km'],
    ['v kraji', 'v\u00a0kraji', 'v[- -]{+\u00a0+}kraji'],
    ['dům zahrada', 'dům, zahrada', 'dům{+,+} zahrada'],
    ['', 'Nový text', '{+Nový text+}'],
    ['Starý text', '', '[-Starý text-]'],
  ])('marks the change of %j to %j in whole words', (before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  it('counts runs of change, not words', () => {
    const diff = wordDiff(
      'Kraj podpoří obce. Data budou volná.',
      'Kraj štědře a rád podpoří obce. Data budou.',
    );
    expect(diff).toMatchObject({ insertions: 1, deletions: 1, rewritten: false });
  });

  it('reads a mosaic of two unlike sentences as one replacement', () => {
    const diff = wordDiff('Stavíme nové dálnice a rychlé silnice.', 'Chráníme čistou vodu a zdravé lesy.');
    expect(diff.parts.map((part) => part.kind)).toEqual(['deleted', 'inserted', 'same']);
  });

  it('finds no change between identical texts', () => {
    fc.assert(
      fc.property(text, (source) => {
        const diff = wordDiff(source, source);
        expect(diff).toMatchObject({ insertions: 0, deletions: 0, rewritten: false });
        expect(without(diff.parts, 'inserted')).toBe(source);
      }),
    );
  });

  it('gives both texts back exactly', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { parts } = wordDiff(before, after);
        expect(without(parts, 'inserted')).toBe(before);
        expect(without(parts, 'deleted')).toBe(after);
        expect(parts.every((part) => part.text !== '')).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('finds a change wherever the texts differ', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { insertions, deletions } = wordDiff(before, after);
        expect(insertions + deletions > 0).toBe(before !== after);
      }),
    );
  });

  it('never cuts a word', () => {
    const words = fc.array(fc.constantFrom('kraj', 'kraje', 'krajem', 'rok', 'roku'), { maxLength: 30 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        const { parts } = wordDiff(before.join(' '), after.join(' '));
        const found = parts.flatMap((part) => part.text.split(/\s+/)).filter((word) => word !== '');
        for (const word of found) expect(['kraj', 'kraje', 'krajem', 'rok', 'roku']).toContain(word);
      }),
    );
  });

  it.each([
    ['two unlike texts', (word: number) => `a${word}`, (word: number) => `b${word}`],
    ['the same words in reverse', (word: number) => `a${word}`, (word: number) => `a${10_000 - word}`],
  ])('answers %s of 10,000 words as rewritten', (_, one, other) => {
    const long = (make: (word: number) => string) =>
      Array.from({ length: 10_000 }, (_, i) => make(i)).join(' ');
    const diff = wordDiff(long(one), long(other));
    expect(diff).toMatchObject({ rewritten: true, insertions: 1, deletions: 1 });
  });

  it('compares long texts that differ little', () => {
    const long = Array.from({ length: 10_000 }, (_, i) => `slovo${i % 50}`);
    const diff = wordDiff(long.join(' '), long.with(5_000, 'změna').join(' '));
    expect(diff).toMatchObject({ rewritten: false, insertions: 1, deletions: 1 });
  });

  it.each([' ', '\n', '.', 'a', 'a ', '. ', '\n\n'])('stands a text made only of %j', (piece) => {
    const before = piece.repeat(60_000 / piece.length);
    const { parts } = wordDiff(before, `${before}konec`);
    expect(without(parts, 'inserted')).toBe(before);
  });
});
