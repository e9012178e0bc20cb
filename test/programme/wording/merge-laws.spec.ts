import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Merge, merge3, resolveAll } from '../../../src/programme/wording/merge3.js';
import { tokenKey, wordTokens } from '../../../src/programme/wording/words.js';
import { prose, restyled, threeTexts } from './edited-texts.js';

/** How often each word stands in a text, whatever its typography. */
function bag(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of wordTokens(text)) {
    if (token.kind !== 'word') continue;
    const key = tokenKey(token);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function results(merge: Merge): string[] {
  if (merge.clean) return [merge.text];
  return (['current', 'proposed'] as const).map((side) => resolveAll(merge.parts, side));
}

/** Words of a text that are not in another. */
function strange(text: string, source: string): string[] {
  const known = bag(source);
  return [...bag(text).keys()].filter((word) => !known.has(word));
}

const runs = { numRuns: 3_000 };

describe('merging what two people made of one text', () => {
  it('is what the other made of it where one changed nothing', () => {
    fc.assert(
      fc.property(threeTexts, ({ base, current }) => {
        for (const merge of [merge3(base, current, base), merge3(base, base, current)])
          expect(merge).toEqual({ clean: true, text: current });
      }),
      runs,
    );
  });

  it('gives the same from either side, and the same clashes with sides exchanged', () => {
    fc.assert(
      fc.property(threeTexts, ({ base, current, proposed }) => {
        const merge = merge3(base, current, proposed);
        const mirrored = merge3(base, proposed, current);
        if (merge.clean || mirrored.clean) {
          expect(mirrored).toEqual(merge);
          return;
        }
        const swapped = <T extends { current: string; proposed: string }>(sides: T) => ({
          ...sides,
          current: sides.proposed,
          proposed: sides.current,
        });
        const exchanged = mirrored.parts.map((part) =>
          part.kind === 'text' ? { ...part, of: swapped(part.of) } : swapped(part),
        );
        expect(exchanged).toEqual(merge.parts);
      }),
      runs,
    );
  });

  it('has no word more often than both texts together', () => {
    fc.assert(
      fc.property(threeTexts, ({ base, current, proposed }) => {
        const [one, other] = [bag(current), bag(proposed)];
        const merge = merge3(base, current, proposed);
        if (!merge.clean) return;
        for (const [word, count] of bag(merge.text))
          expect(count).toBeLessThanOrEqual((one.get(word) ?? 0) + (other.get(word) ?? 0));
      }),
      runs,
    );
  });

  it('loses no word that neither of them took out, and keeps none that one took out for good', () => {
    // Every word is one of its kind, so that it is plain who did what to it.
    const base = Array.from({ length: 24 }, (_, index) => `slovo${index}${index % 6 === 5 ? '.' : ''}`);
    const places = fc.uniqueArray(fc.nat(23), { maxLength: 6 });
    const without = (gone: readonly number[], added: readonly number[], name: string) =>
      base
        .flatMap((word, at) => [
          ...(gone.includes(at) ? [] : [word]),
          ...(added.includes(at) ? [`${name}${at}`] : []),
        ])
        .join(' ');
    fc.assert(
      fc.property(places, places, places, places, (goneA, addedA, goneB, addedB) => {
        const merge = merge3(base.join(' '), without(goneA, addedA, 'A'), without(goneB, addedB, 'B'));
        fc.pre(merge.clean);
        const merged = bag(results(merge).join(' '));
        for (let at = 0; at < base.length; at++)
          expect(merged.get(`slovo${at}`) ?? 0).toBe(goneA.includes(at) || goneB.includes(at) ? 0 : 1);
        for (const at of addedA) expect(merged.get(`A${at}`)).toBe(1);
        for (const at of addedB) expect(merged.get(`B${at}`)).toBe(1);
      }),
      { numRuns: 2_000, maxSkipsPerRun: 1_000 },
    );
  });

  it('shows in a clash only words of the text it is said to be from', () => {
    fc.assert(
      fc.property(threeTexts, (texts) => {
        const merge = merge3(texts.base, texts.current, texts.proposed);
        const clashes = merge.clean ? [] : merge.parts.filter((part) => part.kind === 'conflict');
        for (const side of ['base', 'current', 'proposed'] as const)
          for (const clash of clashes) expect(strange(clash[side], texts[side])).toEqual([]);
      }),
      runs,
    );
  });

  it('never collides over white space and typography, and keeps the words of whoever changed them', () => {
    fc.assert(
      fc.property(restyled, ({ base, changed, styled }) => {
        const merge = merge3(base, changed, styled);
        expect(merge.clean).toBe(true);
        if (merge.clean) expect(bag(merge.text)).toEqual(bag(changed));
        expect(merge3(base, styled, changed)).toEqual(merge);
      }),
      runs,
    );
  });

  it('takes a change once that both made', () => {
    fc.assert(
      fc.property(threeTexts, ({ base, current }) => {
        expect(merge3(base, current, current)).toEqual({ clean: true, text: current });
      }),
      runs,
    );
  });

  it('lets sentences be added anywhere in a text that somebody else goes on changing elsewhere', () => {
    fc.assert(
      fc.property(prose, prose, fc.boolean(), (first, second, isBefore) => {
        const base = `${first}\n\nPevný odstavec uprostřed zůstává tak, jak byl.\n\n${second}`;
        const mine = isBefore ? `Věta navíc.\n\n${base}` : base.replace('byl.', 'byl. Věta navíc.');
        const yours = `${base}\n\nDovětek.`;
        const merge = merge3(base, mine, yours);
        expect(merge).toEqual({ clean: true, text: `${mine}\n\nDovětek.` });
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves nothing to whoever decides but the clashes: deciding them all one way gives a text of known words', () => {
    fc.assert(
      fc.property(threeTexts, ({ base, current, proposed }) => {
        const known = new Set([base, current, proposed].flatMap((text) => [...bag(text).keys()]));
        for (const result of results(merge3(base, current, proposed)))
          for (const word of bag(result).keys()) expect(known.has(word)).toBe(true);
      }),
      runs,
    );
  });
});
