import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeWording } from '../../src/programme/wording/wording.js';
import { type Contender, conflictGroups, weigh } from '../../src/suggestions/board.js';
import { consolidate } from '../../src/suggestions/consolidate.js';

const current = {
  heading: 'Formuláře',
  body: 'Formuláře budou k dispozici na internetu. Půjdou poslat bez podpisu na papíře. Úřad odpoví do týdne.',
};

const reword = (number: number, from: string, to: string, heading = current.heading): Contender => ({
  number,
  proposal: { kind: 'reword', heading, body: current.body.replace(from, to) },
});
const add = (number: number, heading: string): Contender => ({
  number,
  proposal: { kind: 'add', heading, body: 'Nový text.' },
});
const remove = (number: number): Contender => ({
  number,
  proposal: { kind: 'remove', heading: current.heading, body: '' },
});

function weighed(contenders: readonly Contender[]) {
  const work = weigh(current, contenders);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
const groupsOf = (contenders: readonly Contender[]) => conflictGroups(weighed(contenders));

const anything = fc
  .tuple(
    fc.constantFrom('Formuláře', 'Tiskopisy', 'Formuláře úřadu'),
    fc.constantFrom('internetu', 'síti', 'internetu i na radnici', 'webu'),
    fc.constantFrom('týdne', 'měsíce', 'tří dnů'),
    fc.constantFrom('na papíře', 'vlastní rukou'),
  )
  .map(([heading, place, time, hand]) => ({
    kind: 'reword' as const,
    heading,
    body: current.body.replace('internetu', place).replace('týdne', time).replace('na papíře', hand),
  }));

describe('suggestions on one section', () => {
  it('exclude each other where they change the same words, and hang together through others', () => {
    const contenders = [
      reword(1, 'do týdne', 'do měsíce'),
      reword(2, 'do týdne', 'do tří dnů'),
      reword(3, 'na internetu', 'na webu'),
      reword(4, 'Formuláře budou k dispozici na internetu.', 'Formuláře dostanete na radnici.'),
      add(5, 'Kde'),
    ];
    expect(groupsOf(contenders)).toEqual({
      groups: [
        [1, 2],
        [3, 4],
      ],
      compatible: [5],
      removals: [],
    });
    expect(weighed(contenders).exclusions.get(1)?.get(2)).toMatchObject({ heading: null });
    expect(groupsOf([...contenders, reword(6, 'na internetu', 'jinde')]).groups).toEqual([
      [1, 2],
      [3, 4, 6],
    ]);
  });

  it('stand apart where they want the section gone, which excludes everything else', () => {
    const contenders = [
      reword(1, 'do týdne', 'do měsíce'),
      remove(2),
      reword(3, 'do týdne', 'hned'),
      add(4, 'Kde'),
    ];
    expect(groupsOf(contenders)).toEqual({ groups: [[1, 3]], compatible: [4], removals: [2] });
    expect([...(weighed(contenders).exclusions.get(2)?.keys() ?? [])]).toEqual([1, 3, 4]);
  });

  it('that ask for the same, or only add, exclude nothing', () => {
    expect(groupsOf([remove(1), remove(2)])).toEqual({
      groups: [],
      compatible: [],
      removals: [1, 2],
    });
    expect(groupsOf([add(1, 'Kde'), add(2, 'Kdy'), reword(3, 'týdne', 'dne')]).groups).toEqual([]);
    expect(groupsOf([reword(1, 'týdne', 'dne'), reword(2, 'týdne', 'dne')]).groups).toEqual([]);
    expect(groupsOf([])).toEqual({ groups: [], compatible: [], removals: [] });
  });

  it('collide in headings alone, too', () => {
    const one = reword(1, 'x', 'x', 'Tiskopisy');
    const other = reword(2, 'x', 'x', 'Papíry');
    expect(weighed([one, other]).exclusions.get(2)?.get(1)).toMatchObject({ body: null });
  });

  it('exclude each other exactly where their wordings cannot be merged', () => {
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        const { exclusions } = weighed([
          { number: 1, proposal: one },
          { number: 2, proposal: other },
        ]);
        expect(exclusions.get(1)?.has(2)).toBe(mergeWording(current, one, other) === null);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('making several suggestions the text', () => {
  it('takes the words of all of them and adds sections behind, the same ones once', () => {
    const picked = [
      add(9, 'Kdy'),
      reword(3, 'na internetu', 'na webu'),
      add(8, 'Kde'),
      reword(2, 'do týdne', 'do tří dnů', 'Tiskopisy'),
      add(11, 'Kde'),
    ];
    const wording = {
      heading: 'Tiskopisy',
      body: current.body.replace('na internetu', 'na webu').replace('do týdne', 'do tří dnů'),
    };
    const added = [
      { numbers: [8, 11], heading: 'Kde', body: 'Nový text.' },
      { numbers: [9], heading: 'Kdy', body: 'Nový text.' },
    ];
    expect(consolidate(current, picked)).toEqual({ clean: true, wording, added });
    expect(consolidate(current, [...picked].reverse())).toEqual({ clean: true, wording, added });
  });

  it('names the pairs that exclude each other', () => {
    const picked = [reword(1, 'do týdne', 'do měsíce'), reword(2, 'do týdne', 'do tří dnů'), remove(3)];
    expect(consolidate(current, picked)).toEqual({
      clean: false,
      pairs: [
        [1, 2],
        [1, 3],
        [2, 3],
      ],
    });
    expect(consolidate(current, [remove(3), remove(4)])).toEqual({ clean: true, wording: null, added: [] });
  });

  it('does not depend on the order of the suggestions nor on their numbers', () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 5 }), fc.nat(1000), (proposals, seed) => {
        const numbered = proposals.map((proposal, index) => ({ number: index + 1, proposal }));
        const renumbered = proposals.map((proposal, index) => ({
          number: ((index * 7 + seed) % 1009) + 1,
          proposal,
        }));
        const one = consolidate(current, numbered);
        const other = consolidate(current, renumbered);
        expect(other.clean).toBe(one.clean);
        if (one.clean && other.clean) expect(other.wording).toEqual(one.wording);
      }),
      { numRuns: 2000 },
    );
  });
});
