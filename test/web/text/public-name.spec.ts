import { describe, expect, it } from 'vitest';
import { checkPublicName } from '../../../src/web/text/public-name.js';
import { skeleton } from '../../../src/web/text/skeleton.js';

const value = (name: unknown) => {
  const checked = checkPublicName(name);
  return checked.ok ? checked.value : checked.problem.key;
};

describe('checkPublicName', () => {
  it.each([
    ['Jana Nováková', 'Jana Nováková'],
    ['  Jiří \u00a0  Jaros ', 'Jiří Jaros'],
    ["O'Brien ml.", "O'Brien ml."],
    ['Ω-člověk 7', 'Ω-člověk 7'],
    ['Ji\u0159i\u0301', 'Jiří'],
  ])('takes %j as %j', (typed, kept) => {
    expect(value(typed)).toBe(kept);
  });

  it.each([
    ['a right-to-left override', 'Jana\u202e', 'forms.name.characters'],
    ['an isolate', '\u2066Jana', 'forms.name.characters'],
    ['a zero-width space', 'Ja\u200bna', 'forms.name.characters'],
    ['a zero-width joiner', 'Ja\u200dna', 'forms.name.characters'],
    ['a soft hyphen', 'Ja\u00adna', 'forms.name.characters'],
    ['a byte order mark', 'Ja\ufeffna', 'forms.name.characters'],
    ['a line break', 'Jana\nNová', 'forms.name.characters'],
    ['NUL', 'Ja\0na', 'forms.name.characters'],
    ['a lone surrogate', 'Jana\udc00', 'forms.name.characters'],
    ['a tower of accents', 'Jana\u0316\u0317\u0318\u0319', 'forms.name.characters'],
    ['an e-mail address', 'jana@example.org', 'forms.name.address'],
    ['a web address', 'www.example.org', 'forms.name.address'],
    ['digits only', '1234', 'forms.name.letter'],
    ['one letter', 'J', 'forms.name.tooShort'],
    ['61 letters', 'J'.repeat(61), 'forms.name.tooLong'],
    ['nothing', ' ', 'forms.name.required'],
    ['a list', ['Jana'], 'forms.name.required'],
  ])('refuses %s', (_, name, key) => {
    expect(value(name)).toBe(key);
  });
});

describe('skeleton', () => {
  it.each([
    ['Jiří Jaros', 'jiri jaros'],
    ['Jiří Jaros', 'Jiří  J.a-ros'],
    ['Jiří Jaros', 'Јіrі Јаrоѕ'],
    ['Jiří Jaros', 'JlRÍ JAR0S'],
    ['Marta Nova', 'Μаrtа Νоvа'],
    ['Marta', 'Rnarta'.replace('R', 'r')],
    ['Vávra', 'Ｖávra'],
    ['Eva', 'Еνа'],
  ])('takes %j and %j for the same', (one, other) => {
    expect(skeleton(other)).toBe(skeleton(one));
  });

  it.each([
    ['Jiří Jaros', 'Jiří Jaroš ml.'],
    ['Jana Malá', 'Hana Malá'],
    ['Петр', 'Иван'],
  ])('tells %j from %j', (one, other) => {
    expect(skeleton(other)).not.toBe(skeleton(one));
  });
});
