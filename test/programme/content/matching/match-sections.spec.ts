import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchSections } from '../../../../src/programme/content/matching/match-sections.js';
import type { MatchableSection } from '../../../../src/programme/content/matching/profile.js';

const roads =
  'Sestavíme veřejný pořadník oprav podle stavu vozovky, provozu a nehod. Zhotovitel ponese záruku osm let a u každého úseku bude napsáno, kdo za práci ručí.';
const buses =
  'Z každé obce pojede ve všední den aspoň jeden spoj za hodinu, o víkendu jeden za dvě hodiny, a na přestupu počká poslední autobus na opožděný vlak.';
const water =
  'Obnovíme tůně, meandry a mokřady, které v krajině bývaly, a obcím zaplatíme projekt i povolení, na kterých podobné záměry uváznou nejčastěji.';
const doctors =
  'Lékaři, který otevře ordinaci tam, kde víc než rok žádná není, dá kraj příspěvek na vybavení a byt na prvních osm let jeho praxe.';

function headed(heading: string, body: string): MatchableSection {
  return { kind: 'heading', heading, body };
}

function matches(old: MatchableSection[], now: MatchableSection[]): number[] {
  return matchSections(old, now).matches;
}

describe('a section is found again', () => {
  it('when it was moved', () => {
    const old = [headed('Silnice', roads), headed('Autobusy', buses), headed('Voda', water)];
    expect(matches(old, [...old].reverse())).toEqual([2, 1, 0]);
  });

  it('when its heading was renumbered or reworded', () => {
    const old = [headed('1. Silnice', roads), headed('2. Autobusy a vlaky', buses)];
    const now = [headed('2) Autobusy', buses), headed('3) SILNICE!', roads)];
    expect(matches(old, now)).toEqual([1, 0]);
  });

  it('when its text was rewritten under its own heading', () => {
    expect(
      matches(
        [headed('Silnice', roads), headed('Voda', water)],
        [headed('Voda', doctors), headed('Silnice', buses)],
      ),
    ).toEqual([1, 0]);
  });

  it('when bold headings became Markdown ones', () => {
    const old: MatchableSection[] = [{ kind: 'bold', heading: 'Silnice', body: roads }];
    expect(matches(old, [headed('Silnice', roads)])).toEqual([0]);
  });

  it('when it has no words, only the same picture', () => {
    const picture: MatchableSection = { kind: 'preamble', heading: null, body: '<div></div>\n\n***' };
    expect(matches([picture, headed('Voda', water)], [headed('Voda', water), picture])).toEqual([1, 0]);
    const other = { ...picture, body: '<hr>', kind: 'whole' as const };
    expect(matches([picture], [other])).toEqual([-1]);
  });

  it('when the whole text got a heading', () => {
    expect(matches([{ kind: 'whole', heading: null, body: roads }], [headed('Silnice', roads)])).toEqual([0]);
  });
});

describe('a section is not found', () => {
  it('in another text that stands in its place', () => {
    const old = [headed('Silnice', roads), headed('Autobusy', buses)];
    expect(matches(old, [headed('Mokřady', water), headed('Zdraví', doctors)])).toEqual([-1, -1]);
  });

  it('where headings are alike and nothing else is', () => {
    const old = [headed('Co chceme', roads), headed('Co chceme', buses)];
    expect(matches(old, [headed('Jak na to', water), headed('Kolik to stojí', doctors)])).toEqual([-1, -1]);
  });

  it('between an empty section and another empty one', () => {
    expect(matches([headed('Silnice', '')], [headed('Zdravotnictví', '')])).toEqual([-1]);
  });
});

describe('splits and merges', () => {
  it('a part cut out of a section is its child', () => {
    const old = [headed('Doprava', `${roads}\n\n${buses}`), headed('Voda', water)];
    const now = [headed('Doprava', roads), headed('Spoje', buses), headed('Voda', water)];
    expect(matchSections(old, now)).toEqual({ matches: [0, 2], splits: [[0, 1]], merges: [] });
  });

  it('a section put into another is merged with it', () => {
    const old = [headed('Doprava', roads), headed('Spoje', buses), headed('Voda', water)];
    const now = [headed('Doprava', `${roads}\n\n${buses}`), headed('Voda', water)];
    expect(matchSections(old, now)).toEqual({ matches: [0, -1, 1], splits: [], merges: [[1, 0]] });
  });

  it('a few words in common are neither', () => {
    const now = [headed('Doprava', roads), headed('Poznámka', 'Sestavíme veřejný pořadník.')];
    expect(matchSections([headed('Doprava', roads)], now).splits).toEqual([]);
  });
});

describe('laws', () => {
  const word = fc.constantFrom(
    ...'kraj obec voda les cesta most vlak škola lékař úřad rozpočet strom řeka dům'.split(' '),
  );
  const body = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
  const heading = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const section: fc.Arbitrary<MatchableSection> = fc.oneof(
    fc.record({ kind: fc.constantFrom('heading' as const, 'bold' as const), heading, body }),
    fc.record({
      kind: fc.constantFrom('preamble' as const, 'whole' as const),
      heading: fc.constant(null),
      body,
    }),
  );
  const state = fc.array(section, { maxLength: 7 });
  const named = fc.uniqueArray(fc.record({ kind: fc.constant('heading' as const), heading, body }), {
    selector: ({ heading }) => heading,
    maxLength: 7,
  });

  it('an unchanged point keeps every section that has a heading of its own', () => {
    fc.assert(
      fc.property(named, (sections) => {
        expect(matchSections(sections, sections)).toEqual({
          matches: sections.map((_, i) => i),
          splits: [],
          merges: [],
        });
      }),
    );
  });

  it('reordering moves every section with its heading', () => {
    const shuffled = named.chain((sections) =>
      fc.tuple(
        fc.constant(sections),
        fc.shuffledSubarray([...sections.keys()], { minLength: sections.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([sections, order]) => {
        const now = order.flatMap((i) => sections[i] ?? []);
        expect(matches(sections, now)).toEqual(sections.map((_, i) => order.indexOf(i)));
      }),
    );
  });

  it('no new section is given to two old ones, and children and the merged are left-overs', () => {
    fc.assert(
      fc.property(state, state, (old, now) => {
        const { matches: found, splits, merges } = matchSections(old, now);
        const taken = found.filter((match) => match >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        expect(found.every((match) => match < now.length)).toBe(true);
        expect(splits.every(([, child]) => !taken.includes(child))).toBe(true);
        expect(merges.every(([merged]) => found[merged] === -1)).toBe(true);
      }),
    );
  });

  it('position alone never matches: texts without a word in common stay apart', () => {
    const foreign = fc.array(
      fc.record({
        kind: fc.constantFrom('heading' as const, 'bold' as const),
        heading: fc.constantFrom('qqq', 'xx xx', 'wwwww'),
        body: fc.constantFrom('', 'zz zzz zz', 'zz qq '.repeat(20)),
      }),
      { maxLength: 7 },
    );
    fc.assert(
      fc.property(state, foreign, (old, now) => {
        expect(matches(old, now)).toEqual(old.map(() => -1));
      }),
    );
  });
});

describe('a file with hundreds of sections', () => {
  it('is matched by headings beyond doubt, at once', () => {
    const many = Array.from({ length: 2000 }, (_, i) => headed(`Oddíl ${i}`, roads));
    const now = [...many].reverse();
    expect(matches(many, now)).toEqual(many.map((_, i) => 1999 - i));
  });
});
