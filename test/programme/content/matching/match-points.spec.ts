import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint, likenessOf } from '../../../../src/programme/content/matching/fingerprint.js';
import {
  type FormerPoint,
  type MatchablePoint,
  matchPoints,
} from '../../../../src/programme/content/matching/match-points.js';
import { oneToOne, similarPairs } from '../../../../src/programme/content/matching/similar-pairs.js';
import { finished } from '../../import/finished.js';

const roads = 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.';
const ponds =
  'Obnovíme tůně, meandry a mokřady, které v krajině bývaly, a obcím zaplatíme projekt i povolení.';

const known = (path: string, uid: string, text: string, more: Partial<FormerPoint> = {}): FormerPoint => ({
  ...file(path, uid, text),
  archived: false,
  ...more,
});
const file = (path: string, uid: string, text: string, programme = 'kraj'): MatchablePoint => ({
  path,
  uid,
  programme,
  text: () => text,
});
const match = (points: FormerPoint[], files: MatchablePoint[], whole = true, otherPaths: string[] = []) =>
  finished(matchPoints({ known: points, files, otherPaths: new Set(otherPaths), whole }));

describe('a point is found again', () => {
  test('by its path, whatever else changed', () => {
    expect(match([known('a.md', 'a', roads)], [file('a.md', 'b', ponds, 'obec')])).toEqual([0]);
  });

  test('under another path by a uid that is unique', () => {
    expect(match([known('a.md', 'a', roads)], [file('b.md', 'a', ponds)])).toEqual([0]);
    expect(match([known('a.md', 'a', roads)], [file('b.md', 'a', ponds, 'obec')])).toEqual([0]);
  });

  test('under another path and uid by its words', () => {
    const edited = `${roads} Každý rok.`;
    expect(match([known('a.md', 'a', roads)], [file('b.md', 'b', edited)])).toEqual([0]);
  });

  test('in the archive, after those that are live', () => {
    const old = known('a.md', 'a', roads, { archived: true });
    expect(match([old], [file('b.md', 'a', ponds)])).toEqual([0]);
    expect(match([old, known('c.md', 'a', ponds)], [file('b.md', 'a', roads)])).toEqual([1]);
  });
});

describe('a point is not found', () => {
  test('by a uid that several points or files have', () => {
    const twins = [known('a.md', 'x', roads), known('b.md', 'x', roads)];
    expect(match(twins, [file('b.md', 'x', roads), file('c.md', 'x', ponds)])).toEqual([1, -1]);
    const files = [file('c.md', 'x', ponds), file('d.md', 'x', ponds)];
    expect(match([known('a.md', 'x', roads)], files)).toEqual([-1, -1]);
  });

  test('while its own file is there, even if it cannot be read', () => {
    expect(match([known('a.md', 'a', roads)], [file('b.md', 'a', roads)], true, ['a.md'])).toEqual([-1]);
  });

  test('by half a dozen words', () => {
    expect(match([known('a.md', 'a', 'Doplníme brzy.')], [file('b.md', 'b', 'Doplníme brzy.')])).toEqual([
      -1,
    ]);
  });

  test('in a part of the files, unless both uid and words say so', () => {
    const points = [known('a.md', 'a', roads)];
    expect(match(points, [file('b.md', 'a', ponds)], false)).toEqual([-1]);
    expect(match(points, [file('b.md', 'b', roads)], false)).toEqual([-1]);
    expect(match(points, [file('b.md', 'a', roads)], false)).toEqual([0]);
  });
});

describe('laws', () => {
  const letters = fc.constantFrom('a', 'b', 'c', 'd');
  const text = fc.constantFrom(roads, ponds, `${roads} ${ponds}`, '');
  const points = fc.uniqueArray(fc.record({ path: letters, uid: letters, text, archived: fc.boolean() }), {
    selector: ({ path }) => path,
  });

  test('no point is two files, and what has its path keeps it', () => {
    fc.assert(
      fc.property(points, points, fc.boolean(), (before, after, whole) => {
        const old = before.map(({ path, uid, text, archived }) => known(path, uid, text, { archived }));
        const found = match(
          old,
          after.map(({ path, uid, text }) => file(path, uid, text)),
          whole,
        );
        const taken = found.filter((i) => i >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        for (const [i, { path }] of after.entries()) {
          const same = before.findIndex((point) => point.path === path);
          if (same >= 0) expect(found[i]).toBe(same);
        }
      }),
    );
  });

  test('renaming every file loses no point whose uid is its own', () => {
    const own = fc.uniqueArray(fc.record({ path: letters, uid: letters, text }), {
      selector: ({ uid }) => uid,
    });
    fc.assert(
      fc.property(own, (before) => {
        const old = before.map(({ uid, text }, i) => known(`${i}.md`, uid, text));
        const files = before.map(({ uid, text }, i) => file(`jinam/${i}.md`, uid, text)).reverse();
        expect(match(old, files)).toEqual(files.map((_, i) => before.length - 1 - i));
      }),
    );
  });
});

describe('similar texts', () => {
  const word = fc.constantFrom(
    ...'kraj obec voda les cesta most vlak škola lékař úřad strom řeka dům'.split(' '),
  );
  const texts = fc.array(
    fc.array(word, { minLength: 1, maxLength: 25 }).map((words) => words.join(' ')),
    { maxLength: 12 },
  );

  test('are all found, those most alike first', () => {
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(0.5, 0.6), (before, after, least) => {
        const [old, now] = [before.map(fingerprint), after.map(fingerprint)];
        const pairs = finished(similarPairs(old, now, least));
        const expected = old.flatMap((one, i) =>
          now.flatMap((other, j) => (likenessOf(one, other) >= least ? [`${i}-${j}`] : [])),
        );
        expect(pairs.map((pair) => `${pair.old}-${pair.now}`).sort()).toEqual(expected.sort());
        const values = pairs.map(({ likeness }) => likeness);
        expect(values).toEqual([...values].sort((a, b) => b - a));
        const chosen = oneToOne(pairs);
        expect(new Set(chosen.map(({ old: i }) => i)).size).toBe(chosen.length);
        expect(new Set(chosen.map(({ now: i }) => i)).size).toBe(chosen.length);
      }),
    );
  });
});
