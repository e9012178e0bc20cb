import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedText, merge3, originalText } from '../../../src/programme/wording/merge3.js';
import { clashOf, combine } from '../../../src/programme/wording/together.js';
import { wordTokens } from '../../../src/programme/wording/words.js';

const vocabulary = ['kraj', 'obce', 'a', 'na', 'data', 'x-y', '2,5', '-', '.', ', ', '. ', ' ', '\n\n', '„'];
const piece = fc.constantFrom(...vocabulary);
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
const sentences = fc.array(
  fc.array(fc.constantFrom('kraj', 'obce', 'data', 'silnice', 'škola', 'úřad'), {
    minLength: 1,
    maxLength: 5,
  }),
  {
    minLength: 2,
    maxLength: 8,
  },
);
const written = (lines: readonly string[][]) => lines.map((words) => `${words.join(' ')}.`).join(' ');

/** No word twice: it is certain which of them a change means. */
const sentencesOfDifferentWords = sentences.map((lines) =>
  lines.map((words, line) => words.map((word, at) => `${word}${line}${at}`)),
);

/** A text, and several people who change a few of its words each. */
const changedByMany = (people: number, texts: fc.Arbitrary<string[][]> = sentences) =>
  texts.chain((lines) => {
    const words = lines.flat().length;
    const edit = fc.record({
      at: fc.nat(words - 1),
      by: fc.constantFrom('', 'most', 'les', 'sad kraj', 'obce'),
    });
    return fc.record({
      base: fc.constant(written(lines)),
      texts: fc.array(
        fc.array(edit, { maxLength: 3 }).map((edits) => {
          let count = 0;
          return written(
            lines.map((line) =>
              line.flatMap((word) => {
                const at = count++;
                const found = edits.find((one) => one.at === at);
                return found ? found.by.split(' ').filter(Boolean) : [word];
              }),
            ),
          );
        }),
        { minLength: people, maxLength: people },
      ),
    });
  });

/** The texts merged into one by one; null where that collides. */
function oneAfterAnother(base: string, texts: readonly string[]): string | null {
  return texts.reduce<string | null>((merged, changed) => {
    const merge = merged === null ? null : merge3(base, merged, changed);
    return merge?.clean ? merge.text : null;
  }, base);
}

const prepared = (base: string, texts: readonly string[]) => {
  const original = originalText(base);
  return { original, changes: texts.map((changed) => changedText(original, changed)) };
};

describe('changes of one text by several people', () => {
  it('exclude each other exactly where merging them collides', () => {
    const law = (base: string, one: string, other: string) => {
      const { original, changes } = prepared(base, [one, other]);
      const [a, b] = changes;
      if (!a || !b) throw new Error('two were given');
      expect(clashOf(original, a, b) === null).toBe(merge3(base, one, other).clean);
    };
    fc.assert(fc.property(text, text, text, law), { numRuns: 4000 });
    fc.assert(
      fc.property(changedByMany(2), ({ base, texts }) => law(base, texts[0] ?? '', texts[1] ?? '')),
      { numRuns: 3000 },
    );
  });

  it('give the same text in whatever order they are made', () => {
    fc.assert(
      fc.property(
        changedByMany(4).chain(({ base, texts }) =>
          fc.record({
            base: fc.constant(base),
            texts: fc.constant(texts),
            shuffled: fc.shuffledSubarray(texts, { minLength: texts.length }),
          }),
        ),
        ({ base, texts, shuffled }) => {
          const one = prepared(base, texts);
          const other = prepared(base, shuffled);
          expect(combine(one.original, one.changes)).toBe(combine(other.original, other.changes));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('make the text that merging them one after another makes, where nothing clashes', () => {
    let compared = 0;
    fc.assert(
      fc.property(changedByMany(3, sentencesOfDifferentWords), ({ base, texts }) => {
        const { original, changes } = prepared(base, texts);
        const pairs = changes.flatMap((one, i) =>
          changes.slice(i + 1).map((other) => clashOf(original, one, other)),
        );
        if (pairs.some((clash) => clash !== null)) return;
        const merged = oneAfterAnother(base, texts);
        if (merged === null) return;
        compared += 1;
        expect(combine(original, changes)).toBe(merged);
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('take one of two equal words away once, whichever of the two each of them meant', () => {
    const { original, changes } = prepared('Nic. Velmi velmi dobrá škola, úřad.', [
      'Nic. Velmi dobrá škola, úřad.',
      'Vše. Velmi dobrá škola, úřad.',
      'Nic. Velmi velmi dobrá škola.',
    ]);
    expect(combine(original, changes)).toBe('Vše. Velmi dobrá škola.');
    const repeated = prepared('obce. silnice silnice škola úřad.', [
      'obce. silnice škola úřad.',
      '. silnice škola úřad.',
      'obce. silnice silnice škola.',
    ]);
    expect(combine(repeated.original, repeated.changes)).toBe('. silnice škola.');
  });

  it('bring no word that none of them wrote', () => {
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 3, maxLength: 4 }), (base, texts) => {
        const { original, changes } = prepared(base, texts);
        const together = combine(original, changes);
        if (together === null) return;
        const words = (source: string) =>
          wordTokens(source)
            .filter(({ kind }) => kind === 'word')
            .map((token) => token.text);
        const known = new Set([base, ...texts].flatMap(words));
        expect(words(together).filter((word) => !known.has(word))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('that nobody can compare by words stand alone', () => {
    const base = 'Kraj otevře úřad.';
    const words = (seed: string) => Array.from({ length: 2000 }, (_, i) => `${seed}${i}`).join(' ');
    const { original, changes } = prepared(base, [words('a'), words('b')]);
    const [a, b] = changes;
    expect(a && b && clashOf(original, a, b)).toBe('whole');
    expect(combine(original, changes)).toBeNull();
    expect(combine(original, changes.slice(0, 1))).toBe(words('a'));
  });
});

describe('the parts of a merge that is not clean', () => {
  it('give each of the three texts back', () => {
    fc.assert(
      fc.property(text, text, text, (base, current, proposed) => {
        const merge = merge3(base, current, proposed);
        if (merge.clean) return;
        const side = (of: 'base' | 'current' | 'proposed') =>
          merge.parts.map((part) => (part.kind === 'text' ? part.of[of] : part[of])).join('');
        expect([side('base'), side('current'), side('proposed')]).toEqual([base, current, proposed]);
      }),
      { numRuns: 4000 },
    );
  });
});
