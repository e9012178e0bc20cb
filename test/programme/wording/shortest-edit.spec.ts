import { diffArrays } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestEdit } from '../../../src/programme/wording/shortest-edit.js';

const list = fc.oneof(
  fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 }),
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 40 }),
  fc.array(fc.nat(20).map(String), { maxLength: 40 }),
);

const edits = (stretches: ReturnType<typeof shortestEdit>) =>
  stretches?.filter(({ kind }) => kind !== 'same').reduce((sum, { count }) => sum + count, 0);

describe('shortestEdit', () => {
  it('finds the very way that the comparison it replaces finds', () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        const known = diffArrays(before, after).map(({ added, removed, count }) => ({
          kind: added ? 'added' : removed ? 'removed' : 'same',
          count,
        }));
        expect(shortestEdit(before, after, 1_000)).toEqual(known);
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives up exactly where it would take more than the limit', () => {
    fc.assert(
      fc.property(list, list, fc.nat(30), (before, after, limit) => {
        const least = edits(shortestEdit(before, after, 1_000)) ?? 0;
        expect(shortestEdit(before, after, limit) === null).toBe(least > limit);
      }),
      { numRuns: 3_000 },
    );
  });

  it('has nothing to do between equal lists, and everything between a list and none', () => {
    expect(shortestEdit(['a', 'b'], ['a', 'b'], 0)).toEqual([{ kind: 'same', count: 2 }]);
    expect(shortestEdit([], [], 0)).toEqual([]);
    expect(shortestEdit([], ['a', 'b'], 2)).toEqual([{ kind: 'added', count: 2 }]);
    expect(shortestEdit(['a', 'b'], [], 2)).toEqual([{ kind: 'removed', count: 2 }]);
  });
});
