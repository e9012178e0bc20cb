import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FateWording } from '../../../src/programme/import/fates.js';
import { type NextWording, nextWording } from '../../../src/programme/import/next-wording.js';
import { prose } from '../wording/edited-texts.js';

const heading = 'Silnice';
const wording = (body: string): FateWording => ({ kind: 'heading', heading, body });
const next = (last: string | null, current: string, incoming: string, keep = false) =>
  nextWording({
    last: last === null ? null : wording(last),
    current: wording(current),
    incoming: wording(incoming),
    keep,
  });
const clashOf = (found: NextWording) => found.clash ?? null;

const roads = 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.';
const guarantee = 'Záruka na opravené silnice je nejméně osm let a ručí za ni zhotovitel.';
const accepted = `${roads} ${guarantee}`;

describe('a file that has most of what was accepted', () => {
  test('is marked where it lacks a few of the words', () => {
    const shorter = accepted.replace(' a ručí za ni zhotovitel', '');
    expect(next(roads, accepted, `${shorter} Potom dalších pět.`)).toMatchObject({ clash: 'overwritten' });
    const other = accepted.replace('nejméně osm', 'nejméně pět');
    expect(next(roads, accepted, `${other} Potom dalších pět.`)).toMatchObject({ clash: 'overwritten' });
  });

  test('is not merged but marked where a merge would say the words twice', () => {
    const last = 'Obnovíme kraj kraj kraj – školy školy a cesty.';
    const current = last.replace('– školy školy', '– školy nově školy');
    const file = last.replace('– školy školy', 'školy školy nově školy');
    expect(next(last, current, file)).toMatchObject({ clash: 'overwritten', wording: { body: file } });
    expect(next(last, current, file, true)).toEqual({ change: 'none', clash: 'kept' });
  });

  test('is merged where both bring the same little word', () => {
    const last = 'Obnovíme školy. Opravíme cesty. Postavíme byty.';
    const current = last.replace('školy', 'školy pro děti');
    const file = last.replace('byty', 'byty pro mladé');
    const both = 'Obnovíme školy pro děti. Opravíme cesty. Postavíme byty pro mladé.';
    expect(next(last, current, file)).toMatchObject({ clash: 'merged', wording: { body: both } });
  });

  test('keeps the typography of today where it has the words', () => {
    const last = 'Cesta Praha - Brno. Silnice opravíme.';
    const current = 'Cesta Praha – Brno. Silnice brzy opravíme.';
    const file = 'Cesta Praha - Brno. Silnice brzy opravíme. Potom dalších pět.';
    const both = 'Cesta Praha – Brno. Silnice brzy opravíme. Potom dalších pět.';
    expect(next(last, current, file)).toMatchObject({ clash: 'merged', wording: { body: both } });
  });

  test('is not marked where it has all of them, in another case or typography, and goes on', () => {
    const further = `${accepted.replace('Záruka na', 'A záruka  na')} Potom dalších pět.`;
    expect(next(roads, accepted, further)).toMatchObject({ clash: null, wording: { body: further } });
  });

  test('is marked where it has again what was taken out, beside the rest of what was accepted', () => {
    const without = accepted.replace('nejprve ', '').replace('nejvíc', 'nejdřív');
    const back = without.replace('Silnice změříme', 'Silnice nejprve pečlivě změříme');
    expect(next(roads, without, `${back} Potom dalších pět.`)).toMatchObject({ clash: 'overwritten' });
  });

  test('is marked where it takes words from a section that was added here', () => {
    const shorter = guarantee.replace(' a ručí za ni zhotovitel', '');
    expect(next(null, guarantee, shorter)).toMatchObject({ clash: 'overwritten' });
    expect(next(null, guarantee, `${guarantee} Potom dalších pět.`)).toMatchObject({ clash: null });
    expect(next(null, guarantee, shorter, true)).toEqual({ change: 'none', clash: 'kept' });
  });

  test('takes nothing from a section that comes back from outside the text', () => {
    const found = nextWording({
      last: null,
      current: wording(guarantee),
      isFormer: true,
      incoming: wording(roads),
    });
    expect(found).toMatchObject({ change: 'wording', clash: null });
  });
});

describe('whatever is accepted and whatever a file says', () => {
  test('accepted words leave the text only marked, and stay where a person wants them', () => {
    fc.assert(
      fc.property(stories, ({ last, current, incoming }) => {
        const words = own(current);
        const found = next(last, current, incoming);
        if (clashOf(found) === 'overwritten') {
          expect(next(last, current, incoming, true)).toEqual({ change: 'none', clash: 'kept' });
        } else if (found.change === 'wording') {
          expect(own(found.wording.body)).toEqual(words);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('no mark where a file only adds to the text of today', () => {
    fc.assert(
      fc.property(stories, additions, ({ last, current }, added) => {
        expect(clashOf(next(last, current, withAdditions(current, added)))).not.toBe('overwritten');
      }),
      { numRuns: 2000 },
    );
  });
});

/** Words that only an acceptance brought. */
function own(text: string): string[] {
  return text.match(/přijaté\d+/g) ?? [];
}

interface Change {
  at: number;
  removed: number;
  added: string[];
}

const changes = (words: fc.Arbitrary<string>, least: number) =>
  fc.array(
    fc.record({
      at: fc.nat(60),
      removed: fc.nat(3),
      added: fc.array(words, { minLength: least, maxLength: 4 }),
    }),
    { minLength: least, maxLength: 3 },
  );
const additions = fc.array(
  fc.record({ at: fc.nat(60), word: fc.constantFrom('spisy', 'listy,', 'archy.') }),
  {
    maxLength: 5,
  },
);

/** A text, what acceptances made of it, and a file that knows the text, today's, or a part of what was accepted. */
const stories = fc
  .record({
    last: prose,
    accepted: changes(fc.constant('přijaté'), 1),
    forgotten: fc.array(fc.nat(11), { maxLength: 3 }),
    knows: fc.constantFrom('nothing', 'some', 'all'),
    edits: changes(fc.constantFrom('spisy', 'listy,', 'archy.', 'kraj', 'školy'), 0),
    isAdded: fc.boolean(),
  })
  .map(({ last, accepted: words, forgotten, knows, edits, isAdded }) => {
    const current = numbered(changed(last, words));
    const lost = new Set(knows === 'some' ? forgotten : []);
    const known = current.replace(/přijaté(\d+) /g, (word, number) => (lost.has(Number(number)) ? '' : word));
    const incoming = changed(knows === 'nothing' ? last : known, edits);
    return { last: isAdded && knows !== 'nothing' ? null : last, current, incoming };
  })
  .filter(({ last, current, incoming }) => current !== last && incoming !== last && incoming.trim() !== '');

function changed(text: string, edits: readonly Change[]): string {
  const pieces = text.split(/(?<=\s)/);
  for (const { at, removed, added } of edits)
    pieces.splice(at % (pieces.length + 1), removed, ...added.map((word) => `${word} `));
  return pieces.join('');
}

function numbered(text: string): string {
  let count = 0;
  return text.replace(/přijaté/g, () => `přijaté${count++}`);
}

function withAdditions(text: string, added: readonly { at: number; word: string }[]): string {
  return changed(
    `${text} `,
    added.map(({ at, word }) => ({ at, removed: 0, added: [word] })),
  );
}
