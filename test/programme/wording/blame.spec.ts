import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  passagesOf,
  type Traced,
  tracedAdopting,
  tracedFrom,
  tracedNext,
} from '../../../src/programme/wording/blame.js';
import { merge3 } from '../../../src/programme/wording/merge3.js';
import { countWords, joinTokens, tokenKey, wordTokens } from '../../../src/programme/wording/words.js';
import { prose, threeTexts } from './edited-texts.js';

/** A text with the origin of each passage before it. */
const marked = (traced: Traced<string>) =>
  passagesOf(traced)
    .map(({ origin, text }) => `<${origin}>${text}`)
    .join('');

const chain = fc.array(
  fc.oneof(
    prose,
    threeTexts.map(({ current }) => current),
  ),
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** A text that somebody goes on changing. */
const life = fc.array(threeTexts, { minLength: 1, maxLength: 4 }).map((steps) => {
  const [first] = steps;
  return [first?.base ?? '', ...steps.flatMap(({ current, proposed }) => [current, proposed])];
});

function traced(texts: readonly string[]): Traced<number> {
  const [first = '', ...rest] = texts;
  return rest.reduce((before, text, index) => tracedNext(before, text, index + 1), tracedFrom(first, 0));
}

describe('the origin of words', () => {
  it.each([
    [
      'a word changed',
      ['Opravíme staré mosty.', 'Opravíme všechny mosty.'],
      '<0>Opravíme <1>všechny <0>mosty.',
    ],
    [
      'a sentence added and then changed',
      ['Opravíme mosty.', 'Opravíme mosty. Koupíme vlaky.', 'Opravíme mosty. Koupíme tiché vlaky.'],
      '<0>Opravíme mosty. <1>Koupíme <2>tiché <1>vlaky.',
    ],
    ['typography mended', ['Vznikne "síť" obcí.', 'Vznikne „síť“ obcí.'], '<0>Vznikne „síť“ obcí.'],
    ['a heading changed', ['Doprava\n\nVlaky.', 'Železnice\n\nVlaky.'], '<1>Železnice<0>\n\nVlaky.'],
    ['everything written anew', ['Opravíme mosty.', 'Zavřeme lomy!'], '<1>Zavřeme lomy!'],
  ])('is told for %s', (_, texts, expected) => {
    const [first = '', ...rest] = texts;
    const result = rest.reduce(
      (before, text, index) => tracedNext(before, text, String(index + 1)),
      tracedFrom(first, '0'),
    );
    expect(marked(result)).toBe(expected);
  });

  it('adds up to exactly the text, with every word counted once', () => {
    fc.assert(
      fc.property(fc.oneof(chain, life), (texts) => {
        const passages = passagesOf(traced(texts));
        const text = texts.at(-1) ?? '';
        expect(passages.map((passage) => passage.text).join('')).toBe(text);
        expect(passages.reduce((sum, { words }) => sum + words, 0)).toBe(countWords(wordTokens(text)));
        for (const [at, { origin }] of passages.entries()) expect(passages[at + 1]?.origin).not.toBe(origin);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is a text that really has the word, and every one after it has it too', () => {
    fc.assert(
      fc.property(fc.oneof(chain, life), (texts) => {
        const keys = texts.map((text) => new Set(wordTokens(text).map(tokenKey)));
        for (const token of traced(texts)) {
          const having = keys.slice(token.origin).every((known) => known.has(tokenKey(token)));
          expect(having).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays with the first text as long as nothing changes', () => {
    fc.assert(
      fc.property(prose, fc.nat(5), (text, times) => {
        const result = traced(Array.from({ length: times + 1 }, () => text));
        expect(new Set(result.map(({ origin }) => origin))).toEqual(new Set([0]));
      }),
    );
  });
});

describe('a text made of proposals', () => {
  const adopt = (base: string, text: string, proposed: Record<string, string>) =>
    marked(
      tracedAdopting(tracedFrom(base, 'base'), text, {
        proposals: Object.entries(proposed).map(([origin, own]) => ({ origin, base, text: own })),
        origin: 'garant',
      }),
    );

  it('credits each proposal with its own words', () => {
    const base = 'Opravíme staré mosty. Koupíme nové vlaky.';
    const text = 'Opravíme všechny mosty. Koupíme tiché vlaky.';
    expect(
      adopt(base, text, {
        Jana: 'Opravíme všechny mosty. Koupíme nové vlaky.',
        Petr: 'Opravíme staré mosty. Koupíme tiché vlaky.',
      }),
    ).toBe('<base>Opravíme <Jana>všechny <base>mosty. Koupíme <Petr>tiché <base>vlaky.');
  });

  it('credits the garant with what was changed beyond the proposal', () => {
    expect(adopt('Koupíme vlaky.', 'Koupíme tiché a levné vlaky.', { Jana: 'Koupíme tiché vlaky.' })).toBe(
      '<base>Koupíme <Jana>tiché <garant>a levné <base>vlaky.',
    );
  });

  it('leaves to a proposal what came into the text though it collided', () => {
    const base = 'Koupíme nové vlaky pro kraj.';
    const proposals = [
      { origin: 'Jana', base, text: 'Koupíme tiché vlaky pro kraj.' },
      { origin: 'Petr', base, text: 'Koupíme levné vlaky pro kraj.' },
    ];
    const result = tracedAdopting(tracedFrom(base, 'base'), 'Koupíme tiché a levné vlaky pro kraj.', {
      proposals,
      origin: 'garant',
    });
    expect(marked(result)).toBe('<base>Koupíme <Jana>tiché <garant>a <Petr>levné <base>vlaky pro kraj.');
  });

  it('credits nobody else with anything where a proposal was taken as it is', () => {
    fc.assert(
      fc.property(threeTexts, ({ base, current, proposed }) => {
        const merge = merge3(base, current, proposed);
        fc.pre(merge.clean);
        if (!merge.clean) return;
        const before = tracedFrom(current, 'text');
        const proposals = [{ origin: 'Jana', base, text: proposed }];
        const result = tracedAdopting(before, merge.text, { proposals, origin: 'garant' });
        expect(joinTokens(result)).toBe(merge.text);
        expect(result.some(({ origin }) => origin === 'garant')).toBe(false);
      }),
      { numRuns: 2_000, maxSkipsPerRun: 1_000 },
    );
  });
});
