import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AlignedSection,
  alignVersions,
  changedFields,
  type PlacedWording,
} from '../../src/programme/history.js';
import { bodyLikeness, leastLikeness } from '../../src/programme/wording/likeness.js';

/** `a1` is the first wording of section a, `a2` another one, `a1'` the first with its typography corrected. */
function placed(...names: string[]): PlacedWording[] {
  return names.map((name) => ({
    sectionId: name.charAt(0),
    revisionId: name,
    runId: name.replace("'", ''),
  }));
}

const told = (aligned: AlignedSection<PlacedWording>[]) =>
  aligned.map(({ before, after, change, reordered }) =>
    [before?.revisionId ?? '–', after?.revisionId ?? '–', change, reordered ? 'moved' : ''].join(' ').trim(),
  );

describe('two versions side by side', () => {
  test('tell what was edited, corrected, added and removed, each at its place', () => {
    const aligned = alignVersions(placed('a1', 'b1', 'c1', 'd1'), placed('a1', "c1'", 'e1', 'd2'));
    expect(told(aligned)).toEqual([
      'a1 a1 same',
      'b1 – removed',
      "c1 c1' minor",
      '– e1 added',
      'd1 d2 edited',
    ]);
  });

  test('name the one section that moved, and none of those it moved past', () => {
    const aligned = alignVersions(placed('a1', 'b1', 'c1', 'd1'), placed('b1', 'c1', 'd1', 'a1'));
    expect(told(aligned)).toEqual(['b1 b1 same', 'c1 c1 same', 'd1 d1 same', 'a1 a1 same moved']);
  });

  test('begin with what was removed from the beginning', () => {
    expect(told(alignVersions(placed('a1', 'b1', 'c1'), placed('c1')))).toEqual([
      'a1 – removed',
      'b1 – removed',
      'c1 c1 same',
    ]);
  });

  const version = fc.uniqueArray(
    fc.record({ section: fc.constantFrom(...'abcdefgh'), wording: fc.constantFrom('1', "1'", '2') }),
    { selector: ({ section }) => section },
  );
  const wordings = version.map((list) => placed(...list.map(({ section, wording }) => section + wording)));

  test('lose nothing and show nothing twice, with the later one in its order', () => {
    fc.assert(
      fc.property(wordings, wordings, (before, after) => {
        const aligned = alignVersions(before, after);
        expect(aligned.flatMap((one) => one.after ?? [])).toEqual(after);
        expect(new Set(aligned.flatMap((one) => one.before ?? []))).toEqual(new Set(before));
        for (const one of aligned)
          if (one.before && one.after) expect(one.before.sectionId).toBe(one.after.sectionId);
      }),
    );
  });

  test('keep those in order that were not moved', () => {
    fc.assert(
      fc.property(wordings, wordings, (before, after) => {
        const steady = alignVersions(before, after).filter(({ reordered }) => !reordered);
        const places = steady.flatMap((one) => (one.before && one.after ? before.indexOf(one.before) : []));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });

  test('of which one is the other show no change', () => {
    fc.assert(
      fc.property(wordings, (same) => {
        for (const { change, reordered } of alignVersions(same, same))
          expect([change, reordered]).toEqual(['same', false]);
      }),
    );
  });

  test('differ in fields only where both were kept', () => {
    const fields = { title: 'Doprava', shortTitle: null, perex: 'Krátce', intro: null, motto: null };
    expect(changedFields(fields, { ...fields, perex: 'Déle', motto: '' })).toEqual(['perex']);
    expect(changedFields(null, fields)).toEqual([]);
  });
});

describe('the likeness of two bodies', () => {
  const text = 'Kraj otevře úřad i o sobotách, aby na občanku nikdo nečekal déle než hodinu.';

  test('is whole for the same, and next to nothing for another text', () => {
    expect(bodyLikeness(text, text)).toBe(1);
    expect(bodyLikeness('', '')).toBe(1);
    const other = 'Autobusy pojedou každou hodinu a jízdenka bude platit ve všech.';
    expect(bodyLikeness(text, other)).toBeLessThan(leastLikeness);
  });

  test('is not hurt by typography, and little by a sentence more', () => {
    expect(bodyLikeness(text, text.toUpperCase())).toBe(1);
    expect(bodyLikeness(text, `${text} Platí to od ledna.`)).toBeGreaterThan(0.7);
  });

  test('is the same from both sides', () => {
    fc.assert(
      fc.property(fc.lorem(), fc.lorem(), (one, other) => {
        expect(bodyLikeness(one, other)).toBe(bodyLikeness(other, one));
      }),
    );
  });
});
