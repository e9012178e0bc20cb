import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge3, resolveAll } from '../../../src/programme/wording/merge3.js';
import { joinTokens, wordTokens } from '../../../src/programme/wording/words.js';

/** The merged text, with conflicts as <<current|proposed>>. */
function shown(base: string, current: string, proposed: string): string {
  const merge = merge3(base, current, proposed);
  if (merge.clean) return merge.text;
  return merge.parts
    .map((part) => (part.kind === 'text' ? part.text : `<<${part.current}|${part.proposed}>>`))
    .join('');
}

const wordsOf = (text: string) =>
  wordTokens(text)
    .filter((token) => token.kind === 'word')
    .map((token) => token.text);

const vocabulary = [
  'kraj',
  'obce',
  'a',
  'na',
  'data',
  'síť',
  'x-y',
  '2,5',
  '-',
  '.',
  ', ',
  '. ',
  ' ',
  '  ',
  '\n\n',
  '\n',
  '„',
  '"',
  '–',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...vocabulary), { maxLength: 40 }).map((words) => words.join('')),
  fc
    .array(fc.constantFrom('kraj', 'obce', 'a', 'data', 'síť', 'úřad'), { maxLength: 40 })
    .map((words) => words.join(' ')),
);

describe('merge3', () => {
  it.each([
    [
      'two words far apart',
      'Podpoříme chytré zastávky s wifi signálem.',
      'Podpoříme moderní zastávky s wifi signálem.',
      'Podpoříme chytré zastávky s rychlým signálem.',
      'Podpoříme moderní zastávky s rychlým signálem.',
    ],
    [
      'a word and a sentence added behind it',
      'Zřídíme inovační centra.',
      'Zřídíme krajská inovační centra.',
      'Zřídíme inovační centra. Podpoříme školy.',
      'Zřídíme krajská inovační centra. Podpoříme školy.',
    ],
    [
      'a sentence added before a reworded one',
      'Úvod. Chceme data zveřejnit.',
      'Úvod. Slibujeme to. Chceme data zveřejnit.',
      'Úvod. Budeme data zveřejňovat.',
      'Úvod. Slibujeme to. Budeme data zveřejňovat.',
    ],
    [
      'the same change on both sides',
      'Data budou volná.',
      'Data budou otevřená.',
      'Data budou otevřená.',
      'Data budou otevřená.',
    ],
    [
      'the same change and another one',
      'Data budou volná pro všechny občany kraje.',
      'Data budou otevřená pro všechny občany kraje.',
      'Data budou otevřená pro všechny obyvatele kraje.',
      'Data budou otevřená pro všechny obyvatele kraje.',
    ],
    [
      'quotation marks against a word within them',
      'Vznikne "městská nástěnka" úřadu.',
      'Vznikne „městská nástěnka“ úřadu.',
      'Vznikne "digitální nástěnka" úřadu.',
      'Vznikne „digitální nástěnka“ úřadu.',
    ],
    [
      'non-breaking spaces and dashes against a word',
      'Zveřejníme data v roce 2026 - všechna.',
      'Zveřejníme data v\u00a0roce 2026 – všechna.',
      'Zveřejníme data v roce 2027 - všechna.',
      'Zveřejníme data v\u00a0roce 2027 – všechna.',
    ],
    [
      'a paragraph on one side, a word on the other',
      'První odstavec.\n\nDruhý odstavec.',
      'První odstavec.\n\nVložený odstavec.\n\nDruhý odstavec.',
      'První odstavec.\n\nDruhý delší odstavec.',
      'První odstavec.\n\nVložený odstavec.\n\nDruhý delší odstavec.',
    ],
    [
      'a removed list item and a reworded one',
      '- wifi zdarma\n- nové lavičky\n- zastávky s wifi',
      '- wifi zdarma\n- zastávky s wifi',
      '- wifi zdarma\n- nové lavičky\n- chytré zastávky s wifi',
      '- wifi zdarma\n- chytré zastávky s wifi',
    ],
  ])('takes both: %s', (_, base, current, proposed, expected) => {
    expect(shown(base, current, proposed)).toBe(expected);
    expect(shown(base, proposed, current)).toBe(expected);
  });

  it.each([
    [
      'the same word reworded in two ways',
      'Data budou volná.',
      'Data budou otevřená.',
      'Data budou veřejná.',
      'Data budou <<otevřená|veřejná>>.',
    ],
    [
      'neighbouring words',
      'Zřídíme nové úložiště.',
      'Zřídíme novou databázi.',
      'Zřídíme bezpečné nové úložiště.',
      'Zřídíme <<novou databázi|bezpečné nové úložiště>>.',
    ],
    [
      'a removed sentence against a word changed in it',
      'Úvod. Chceme dát data na web. Závěr.',
      'Úvod. Závěr.',
      'Úvod. Chceme dát data na portál. Závěr.',
      'Úvod. <<|Chceme dát data na portál. >>Závěr.',
    ],
    [
      'two sentences added in one place',
      'Úvod.',
      'Úvod. Jedna věc.',
      'Úvod. Druhá věc.',
      'Úvod. <<Jedna věc.|Druhá věc.>>',
    ],
    [
      'a rewritten sentence against a word in it',
      'Stavíme nové dálnice a rychlé silnice.',
      'Chráníme čistou vodu a zdravé lesy.',
      'Stavíme nové dálnice i rychlé silnice.',
      '<<Chráníme čistou vodu a zdravé lesy|Stavíme nové dálnice i rychlé silnice>>.',
    ],
  ])('shows side by side: %s', (_, base, current, proposed, expected) => {
    expect(shown(base, current, proposed)).toBe(expected);
  });

  it('takes the other side exactly when one side changed nothing', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(merge3(base, base, changed)).toEqual({ clean: true, text: changed });
        expect(merge3(base, changed, base)).toEqual({ clean: true, text: changed });
        expect(merge3(base, changed, changed)).toEqual({ clean: true, text: changed });
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on which side is which', () => {
    fc.assert(
      fc.property(text, text, text, (base, current, proposed) => {
        const merge = merge3(base, current, proposed);
        const mirrored = merge3(base, proposed, current);
        expect(mirrored.clean).toBe(merge.clean);
        if (merge.clean) expect(mirrored).toEqual(merge);
      }),
      { numRuns: 5_000 },
    );
  });

  it('makes no word that is in none of the three texts', () => {
    fc.assert(
      fc.property(text, text, text, (base, current, proposed) => {
        const merge = merge3(base, current, proposed);
        const known = new Set([base, current, proposed].flatMap(wordsOf));
        const results = merge.clean
          ? [merge.text]
          : [resolveAll(merge.parts, 'current'), resolveAll(merge.parts, 'proposed')];
        for (const result of results) for (const word of wordsOf(result)) expect(known).toContain(word);
      }),
      { numRuns: 5_000 },
    );
  });

  it('loses nothing that only one side changed', () => {
    const base = Array.from({ length: 30 }, (_, index) => `slovo${index}`);
    const edits = fc.uniqueArray(fc.nat(29), { maxLength: 12 });
    const apply = (at: readonly number[], name: string) =>
      base.map((word, index) => (at.includes(index) ? `${word}${name}` : word)).join(' ');
    fc.assert(
      fc.property(edits, edits, (mine, yours) => {
        const merge = merge3(base.join(' '), apply(mine, 'A'), apply(yours, 'B'));
        const result = merge.clean
          ? merge.text
          : `${resolveAll(merge.parts, 'current')} ${resolveAll(merge.parts, 'proposed')}`;
        for (const index of mine) expect(wordsOf(result)).toContain(`slovo${index}A`);
        for (const index of yours) expect(wordsOf(result)).toContain(`slovo${index}B`);
      }),
      { numRuns: 3_000 },
    );
  });

  it('merges cleanly what does not touch', () => {
    const base = Array.from({ length: 20 }, (_, index) => `slovo${index}`);
    fc.assert(
      fc.property(fc.nat(19), fc.nat(19), (one, other) => {
        fc.pre(Math.abs(one - other) > 1);
        const expected = base.with(one, 'jedno').with(other, 'druhé').join(' ');
        expect(
          shown(base.join(' '), base.with(one, 'jedno').join(' '), base.with(other, 'druhé').join(' ')),
        ).toBe(expected);
      }),
    );
  });

  it('never collides over white space and typography', () => {
    const plain = 'Vznikne "nástěnka" - v roce 2026, a to (dle nás) brzy. ';
    const styles: ReadonlyArray<[RegExp, readonly string[]]> = [
      [/"/g, ['„', '“', '”', '»']],
      [/ - /g, [' – ', ' — ', '\u00a0– ']],
      [/(?<=v) /g, ['\u00a0', '  ', '\n']],
    ];
    const styled = fc
      .tuple(...styles.map(([, forms]) => fc.constantFrom(...forms)))
      .map((forms) =>
        styles.reduce((text, [pattern], index) => text.replace(pattern, forms[index] ?? ''), plain),
      );
    fc.assert(
      fc.property(styled, styled, (current, proposed) => {
        expect(merge3(plain, current, proposed.replace('brzy', 'hned')).clean).toBe(true);
      }),
    );
  });

  it('answers hostile texts with the whole of the three', () => {
    const long = (letter: string) =>
      Array.from({ length: 10_000 }, (_, index) => `${letter}${index}`).join(' ');
    const [base, current, proposed] = [long('a'), long('b'), long('c')];
    expect(merge3(base, current, proposed)).toEqual({
      clean: false,
      rewritten: true,
      parts: [{ kind: 'conflict', base, current, proposed }],
    });
  });

  it('stands a long text of one word repeated', () => {
    const base = 'a '.repeat(30_000);
    expect(merge3(base, `začátek ${base}`, `${base}konec`)).toEqual({
      clean: true,
      text: `začátek ${base}konec`,
    });
  });
});

describe('wordTokens', () => {
  it('gives every text back exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        expect(joinTokens(wordTokens(source))).toBe(source);
      }),
    );
  });
});
