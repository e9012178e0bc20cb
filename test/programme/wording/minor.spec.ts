import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMinor } from '../../../src/programme/wording/minor.js';

const body = (text: string) => ({ heading: 'Doprava', body: text });
const minor = (before: string, after: string) => isMinor(body(before), body(after));

describe('a correction of typography', () => {
  test.each([
    ['Řekl "ano" a šel.', 'Řekl „ano“ a šel.'],
    ['Od pondělí - do pátku...', 'Od pondělí – do pátku…'],
    ['V létě i v zimě.', 'V\u00a0létě i v\u00a0zimě'],
    ['zeleznice', 'Železnice'],
    ['Platí to protože musí.', 'Platí to, protože musí.'],
    ['V letech 2020-2024.', 'V letech 2020–2024.'],
    ['Stojí 10 000 Kč.', 'Stojí 10\u00a0000 Kč.'],
    ['* jedna\n* dvě', '- jedna\n- dvě'],
    ['Viz [web](https://kraj.cz/a).', 'Viz: [web](https://kraj.cz/a)'],
    ['Od -5 stupňů.', 'Od −5 stupňů.'],
  ])('%j → %j is minor', (before, after) => {
    expect(minor(before, after)).toBe(true);
    expect(minor(after, before)).toBe(true);
  });

  test.each([
    ['Silnice budeme stavět.', 'Silnice nebudeme stavět.'],
    ['To ne, děkujeme.', 'To, děkujeme.'],
    ['Postavíme 5 škol.', 'Postavíme 15 škol.'],
    ['Při −5 stupních.', 'Při 5 stupních.'],
    ['Při -5 stupních.', 'Při 5 stupních.'],
    ['Podíl 2,5 procenta.', 'Podíl 25 procenta.'],
    ['Podíl 2,5 procenta.', 'Podíl 2. 5 procenta.'],
    ['V letech 2020–2024.', 'V letech 2020, 2024.'],
    ['Zvýšíme o 5 %.', 'Zvýšíme o 5.'],
    ['Stojí 5 €.', 'Stojí 5 $.'],
    ['Podle § 5.', 'Podle 5.'],
    ['Zvýšíme + snížíme.', 'Zvýšíme snížíme.'],
    ['CO2', 'co2'],
    ['Zrušíme dálnici.', '~~Zrušíme~~ dálnici.'],
    ['Zrušíme dálnici.', '<!-- Zrušíme --> dálnici.'],
    ['Zrušíme dálnici.', 'Zrušíme dálnici?'],
    ['[web](https://kraj.cz/a)', '[web](https://kraj.cz/b)'],
    ['Viz https://kraj.cz/a', 'Viz https://kraj.cz/A'],
    ['na hoře', 'nahoře'],
    ['obec a kraj', 'kraj a obec'],
  ])('%j → %j is not', (before, after) => {
    expect(minor(before, after)).toBe(false);
    expect(minor(after, before)).toBe(false);
  });

  test('may be in the heading, and both have to be minor', () => {
    const before = { heading: 'Doprava - dnes', body: 'Pojede vlak.' };
    expect(isMinor(before, { ...before, heading: 'Doprava – dnes' })).toBe(true);
    expect(isMinor(before, { heading: 'Doprava – dnes', body: 'Pojede bus.' })).toBe(false);
    expect(isMinor(before, { ...before, heading: 'Doprava zítra' })).toBe(false);
  });
});

const word = fc.constantFrom(
  'kraj',
  'Obec',
  'ne',
  'síť',
  '5',
  '−5',
  '2,5',
  '15 %',
  '§ 3',
  '~~x~~',
  'a+b',
  '(c)',
);
const text = fc.array(word, { minLength: 1, maxLength: 12 });
const gap = fc.constantFrom(' ', '\u00a0', '\n', '\n\n', ' – ', ' - ', ', ', ' „', '… ', '.  ');

describe('of any text', () => {
  test('no change at all is none', () => {
    fc.assert(fc.property(fc.string(), (same) => !minor(same, same)));
  });

  test('other white space alone is minor', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('\n', '\u00a0', '  '), (words, space) => {
        fc.pre(words.length > 1);
        expect(minor(words.join(' '), words.join(space))).toBe(true);
      }),
    );
  });

  test('a word less, more or other is not minor, whatever stands around it', () => {
    fc.assert(
      fc.property(text, fc.array(gap, { minLength: 13, maxLength: 13 }), fc.nat(), (words, gaps, at) => {
        const index = at % words.length;
        const other = words.map((piece, i) => `${i === index ? '' : piece}${gaps[i]}`).join('');
        expect(minor(words.join(' '), other)).toBe(false);
        expect(minor(other, words.join(' '))).toBe(false);
        const changed = words.map((piece, i) => `${i === index ? 'jinak' : piece}${gaps[i]}`).join('');
        expect(minor(words.join(' '), changed)).toBe(false);
      }),
    );
  });

  test('both directions are judged alike', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => minor(a, b) === minor(b, a)));
  });
});
