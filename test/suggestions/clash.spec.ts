import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undecided, workOnClash } from '../../src/moderation/clash-work.js';
import {
  carriedChoices,
  clashesOf,
  decidedWording,
  readChoices,
  readPress,
  withPress,
  writeChoices,
} from '../../src/suggestions/clash.js';

const base = {
  heading: 'Formuláře',
  body: 'Formuláře budou na internetu. Půjdou poslat bez podpisu. Úřad odpoví do týdne.',
};
const wording = (changes: [string, string][], heading = base.heading) => ({
  heading,
  body: changes.reduce((text, [from, to]) => text.replace(from, to), base.body),
});
const current = wording([
  ['na internetu', 'na webu'],
  ['do týdne', 'do měsíce'],
]);
const proposed = wording([
  ['na internetu', 'v aplikaci'],
  ['bez podpisu', 'i mobilem'],
  ['do týdne', 'do tří dnů'],
]);
const three = { base, current, proposed };
const typedOn = (work: ReturnType<typeof workOnClash>, intent: string, final = work.final) => ({
  choices: writeChoices(work.choices),
  intent,
  final,
  seen: current,
});

describe('a suggestion that clashes with the text', () => {
  it('leaves today’s words in each place until something else is chosen, and takes what does not clash', () => {
    const clashes = clashesOf(base, current, proposed);
    expect(clashes.places.map((place) => [place.current.trim(), place.proposed.trim()])).toEqual([
      ['na webu', 'v aplikaci'],
      ['měsíce', 'tří dnů'],
    ]);
    const text = (letters: string) => decidedWording(clashes, readChoices(letters, clashes)).body;
    expect(text('')).toBe('Formuláře budou na webu. Půjdou poslat i mobilem. Úřad odpoví do měsíce.');
    expect(text('pp')).toBe('Formuláře budou v aplikaci. Půjdou poslat i mobilem. Úřad odpoví do tří dnů.');
    expect(text('ab')).toBe(
      'Formuláře budou na webu v aplikaci. Půjdou poslat i mobilem. Úřad odpoví do tří dnů měsíce.',
    );
    expect(text('x-zzzz')).toBe(text(''));
  });

  it('may clash in the heading, where both at once make no sense', () => {
    const clashes = clashesOf(base, wording([], 'Tiskopisy'), wording([], 'Papíry'));
    expect(clashes.places).toMatchObject([{ field: 'heading', both: false, whole: false }]);
    expect(readChoices('a', clashes)).toEqual([null]);
    expect(decidedWording(clashes, ['proposed']).heading).toBe('Papíry');
  });

  it('that is too unlike the text is one choice of the whole', () => {
    const words = (seed: string) => Array.from({ length: 2000 }, (_, i) => `${seed}${i}`).join(' ');
    const clashes = clashesOf(base, { ...base, body: words('a') }, { ...base, body: words('b') });
    expect(clashes.places).toMatchObject([{ whole: true, both: false }]);
    expect(decidedWording(clashes, ['proposed']).body).toBe(words('b'));
  });

  it('reads buttons, and takes a choice back when it is pressed again', () => {
    expect(readPress('p12')).toEqual({ letter: 'p', place: 11 });
    for (const other of ['send', 'p0', 'p', 'x1', 'p99999', undefined]) expect(readPress(other)).toBeNull();
    expect(withPress('--', { place: 1, letter: 'p' })).toBe('-p');
    expect(withPress('-p', { place: 1, letter: 'p' })).toBe('--');
    expect(withPress('', { place: 2, letter: 'c' })).toBe('--c');
  });

  it('brings choices into what was typed before, and loses nothing typed', () => {
    const first = workOnClash(three, null);
    const typed = { ...first.final, body: `${first.final.body} A zdarma.` };
    const second = workOnClash(three, typedOn(first, 'p1', typed));
    expect(second).toMatchObject({ kept: false, isEdited: true });
    expect(second.final.body).toBe(
      'Formuláře budou v aplikaci. Půjdou poslat i mobilem. Úřad odpoví do měsíce. A zdarma.',
    );
    const third = workOnClash(three, typedOn(second, 'p1', second.final));
    expect(third.final.body).toBe(typed.body);
    // Whoever wrote over the very place keeps what they wrote, and is told.
    const over = { ...first.final, body: first.final.body.replace('na webu', 'na úřední desce') };
    expect(workOnClash(three, typedOn(first, 'p1', over))).toMatchObject({ kept: true, final: over });
  });

  it('wants every place decided, unless the whole was edited', () => {
    const first = workOnClash(three, null);
    expect(undecided(first)).toEqual([1, 2]);
    const second = workOnClash(three, typedOn(first, 'c2'));
    expect(undecided(second)).toEqual([1]);
    expect(second.final).toEqual(first.final);
    const typed = { ...first.final, body: 'Úplně jinak.' };
    expect(undecided(workOnClash(three, typedOn(first, 'send', typed)))).toEqual([]);
  });

  it('is merged anew when the text goes on meanwhile, with choices about places that are the same', () => {
    const first = workOnClash(three, null);
    const second = workOnClash(three, typedOn(first, 'p2'));
    const today = { ...current, body: current.body.replace('na webu', 'všude') };
    const typed = typedOn(second, 'send', { ...second.final, body: `${second.final.body} Zdarma.` });
    const third = workOnClash({ ...three, current: today }, typed);
    expect(third.choices).toEqual([null, 'proposed']);
    expect(third.final.body).toBe(
      'Formuláře budou všude. Půjdou poslat i mobilem. Úřad odpoví do tří dnů. Zdarma.',
    );
    const clashes = clashesOf(base, today, proposed);
    expect(carriedChoices(clashesOf(base, current, proposed), ['current', null], clashes)).toEqual([
      null,
      null,
    ]);
  });

  it('decided for one side everywhere says what that side says in each clashing place', () => {
    const word = fc.constantFrom('kraj', 'obce', 'data', 'síť', 'dům', '. ', ', ', '\n\n');
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, text, (one, two, other) => {
        const of = (body: string) => ({ heading: null, body });
        const clashes = clashesOf(of(one), of(two), of(other));
        for (const side of ['current', 'proposed'] as const) {
          const { body } = decidedWording(
            clashes,
            clashes.places.map(() => side),
          );
          for (const place of clashes.places) expect(body).toContain(place[side]);
        }
        const letters = writeChoices(clashes.places.map(({ both }) => (both ? 'currentFirst' : 'current')));
        expect(writeChoices(readChoices(letters, clashes))).toBe(letters);
      }),
      { numRuns: 1000 },
    );
  });
});
