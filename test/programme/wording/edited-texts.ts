import fc from 'fast-check';

const words = [
  'kraj',
  'obce',
  'podpoří',
  'školy',
  'a',
  'v',
  'na',
  'data',
  '„síť“',
  '2,5',
  'on-line',
  'úřad',
  'vlaky',
  'zdarma',
];
const endings = ['. ', '. ', '.\n\n', ', ', ' – ', '\n- ', '! '];

/** Prose of a few sentences, list items and paragraphs. */
export const prose = fc
  .array(
    fc.tuple(
      fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 7 }),
      fc.constantFrom(...endings),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((sentences) =>
    sentences
      .map(([said, end]) => said.join(' ') + end)
      .join('')
      .trim(),
  );

interface Edit {
  at: number;
  removed: number;
  added: string[];
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(60),
  removed: fc.nat(4),
  added: fc.array(fc.constantFrom(...words, 'nově', 'brzy.', 'levně,'), { maxLength: 4 }),
});

/** A text after one person's changes to some of its words. */
function edited(text: string, edits: readonly Edit[]): string {
  const pieces = text.split(/(?<=\s)/);
  for (const { at, removed, added } of edits) {
    const place = at % (pieces.length + 1);
    pieces.splice(place, removed, ...added.map((word) => `${word} `));
  }
  return pieces.join('');
}

/** A text and what two people independently made of it. */
export const threeTexts = fc
  .tuple(prose, fc.array(edit, { maxLength: 3 }), fc.array(edit, { maxLength: 3 }))
  .map(([base, mine, yours]) => ({ base, current: edited(base, mine), proposed: edited(base, yours) }));

/** A text, somebody's change of it, and the same text in another typography. */
export const restyled = fc
  .tuple(prose, fc.array(edit, { maxLength: 3 }), fc.infiniteStream(fc.nat(3)))
  .map(([base, mine, choices]) => ({ base, changed: edited(base, mine), styled: restyle(base, choices) }));

/** Every mark that has other forms takes one of them: quotation marks, dashes, spaces between words. */
function restyle(text: string, choices: Iterator<number>): string {
  const pick = (...forms: string[]) => forms[(choices.next().value ?? 0) % forms.length] ?? '';
  return text
    .replace(/„/g, () => pick('„', '"', '«'))
    .replace(/“/g, () => pick('“', '"', '»'))
    .replace(/ – /g, () => pick(' – ', ' — ', ' - ', '\u00a0– '))
    .replace(/(?<=\p{L}) (?=\p{L})/gu, () => pick(' ', '  ', '\u00a0', '\n'));
}
