import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { isOnlySpace, similarity, verySimilar } from '../../src/suggestions/similar.js';
import { threeTexts } from '../programme/wording/edited-texts.js';

const base = {
  heading: 'Doprava',
  body: 'Koupíme nové vlaky pro celý kraj a opravíme staré mosty. Začneme hned po volbách.',
};
const reword = (body: string): Proposal => ({ kind: 'reword', heading: base.heading, body });
const likeness = (one: string, other: string) =>
  similarity({ proposal: reword(one), base }, { proposal: reword(other), base });

describe('similarity', () => {
  it('is whole for the same words, and for two removals', () => {
    const body = base.body.replace('nové', 'tiché');
    expect(likeness(body, body)).toBe(1);
    const removal = { proposal: { kind: 'remove' as const, heading: 'Doprava', body: '' }, base };
    expect(similarity(removal, removal)).toBe(1);
  });

  it('looks at what is changed, not at the long text around it', () => {
    const one = base.body.replace('nové', 'tiché');
    expect(likeness(one, base.body.replace('mosty', 'silnice'))).toBe(0);
    expect(likeness(one, base.body.replace('nové', 'tiché a levné'))).toBeGreaterThan(0.5);
  });

  it('is high for the same sentence put a little differently', () => {
    const one = `${base.body} Vlaky pojedou každou hodinu i v neděli.`;
    const other = `${base.body} Vlaky pojedou každou hodinu, i v neděli večer.`;
    expect(likeness(one, other)).toBeGreaterThanOrEqual(verySimilar);
  });

  it('is low for two texts written anew, though both take all of the old one out', () => {
    expect(likeness('Zavřeme lomy a vysadíme lesy.', 'Postavíme školu vedle nádraží.')).toBeLessThan(0.4);
  });

  it('is nothing between kinds', () => {
    const body = 'Vlaky pojedou každou hodinu.';
    const add = { proposal: { kind: 'add' as const, heading: 'Vlaky', body }, base };
    expect(similarity(add, { proposal: reword(body), base })).toBe(0);
  });

  it('does not depend on which comes first, and stays between nothing and everything', () => {
    fc.assert(
      fc.property(threeTexts, ({ base: body, current, proposed }) => {
        const from = { heading: null, body };
        const one = { proposal: { ...reword(current), heading: null }, base: from };
        const other = { proposal: { ...reword(proposed), heading: null }, base: from };
        const found = similarity(one, other);
        expect(similarity(other, one)).toBe(found);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isOnlySpace', () => {
  it.each([
    ['two spaces', base.body.replace(' ', '  '), true],
    ['a line broken', base.body.replace('. Z', '.\nZ'), true],
    ['a new paragraph', base.body.replace('. Z', '.\n\nZ'), false],
    ['a comma', base.body.replace(' a ', ', a '), false],
    ['two words made one', base.body.replace('po volbách', 'povolbách'), false],
    ['nothing', base.body, false],
  ])('tells of %s', (_, body, expected) => {
    expect(isOnlySpace(reword(body), base)).toBe(expected);
  });
});
