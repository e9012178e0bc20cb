import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consultationStamp, deadlineModel } from '../../src/pages/consultation.page.js';
import { shortened } from '../../src/pages/description.js';
import { excerpt, fold, hasAll, searchWords } from '../../src/pages/search.rules.js';
import { sitemap } from '../../src/pages/sitemap.js';
import { Unchanged } from '../../src/pages/unchanged.js';
import { shares } from '../../src/pages/vote-box.page.js';

describe('the distribution of votes', () => {
  const count = fc.integer({ min: 0, max: 100_000 });

  test('adds up to a hundred percent, with each bar beginning where the one before ends', () => {
    fc.assert(
      fc.property(count, count, count, (agree, undecided, disagree) => {
        const tally = shares({ agree, undecided, disagree });
        expect(tally.total).toBe(agree + undecided + disagree);
        const sum = tally.agree.percent + tally.undecided.percent + tally.disagree.percent;
        expect(sum).toBe(tally.total === 0 ? 0 : 100);
        expect(tally.undecided.from).toBe(tally.agree.percent);
        expect(tally.disagree.from).toBe(tally.agree.percent + tally.undecided.percent);
      }),
    );
  });

  test('is off by less than one percent for each', () => {
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 1000 }), (agree, undecided, disagree) => {
        const tally = shares({ agree, undecided, disagree });
        for (const { count: votes, percent } of [tally.agree, tally.undecided, tally.disagree])
          expect(Math.abs(percent - (100 * votes) / tally.total)).toBeLessThan(1);
      }),
    );
  });
});

describe('searching', () => {
  test('folds in place: positions in the folded text are positions in the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(text)).toHaveLength(text.length);
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
    expect(fold('Příliš ŽLUŤOUČKÝ kůň')).toBe('prilis zlutoucky kun');
  });

  test('reads words and nothing else', () => {
    expect(searchWords('  Kůň, (kůň) a "kolo"! ')).toEqual(['kun', 'a', 'kolo']);
    expect(searchWords('%_\\ --')).toEqual([]);
    expect(searchWords(Array.from({ length: 50 }, (_, index) => `s${index}`).join(' '))).toHaveLength(8);
  });

  test('shows what was found with what stands around it', () => {
    const text = `${'Předtím '.repeat(30)}zvláštní slovo ${'potom '.repeat(30)}`;
    const found = excerpt(text, fold(text), ['slovo']);
    expect(found?.match).toBe('slovo');
    expect(found?.before).toMatch(/^… .*zvláštní $/);
    expect(found?.after).toMatch(/^ potom .* …$/);
    expect(excerpt(text, fold(text), ['nic'])).toBeNull();
    expect(hasAll(fold(text), ['slovo', 'nic'])).toBe(false);
  });

  test('never cuts a text differently from how it was written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ minLength: 1, maxLength: 5 }), (text, word) => {
        const found = excerpt(text, fold(text), [fold(word)]);
        if (found) expect(fold(found.match)).toBe(fold(word));
      }),
    );
  });
});

describe('the time of a consultation', () => {
  const dates = {
    opensAt: '2026-11-01T00:00:00.000Z',
    closesAt: '2026-11-11T00:00:00.000Z',
    settledAt: null,
  };

  test.each([
    ['2026-10-31T00:00:00.000Z', 'coming', null, 0],
    ['2026-11-01T00:00:00.000Z', 'open', 10, 0],
    ['2026-11-06T00:00:00.000Z', 'open', 5, 50],
    ['2026-11-10T12:00:00.000Z', 'open', 0, 95],
    ['2026-11-12T00:00:00.000Z', 'closed', null, 100],
  ])('at %s is %s', (at, state, daysLeft, elapsed) => {
    expect(deadlineModel(dates, at)).toMatchObject({ state, daysLeft, elapsed });
  });

  test('makes a new page when the day turns or the state changes', () => {
    const stamps = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-12'].map((day) =>
      consultationStamp(dates, `${day}T10:00:00.000Z`),
    );
    expect(new Set(stamps).size).toBe(4);
  });
});

test('a description is one line, cut between words', () => {
  expect(shortened('Krátký\n\ntext.')).toBe('Krátký text.');
  const long = shortened('slovo '.repeat(100));
  expect(long.length).toBeLessThanOrEqual(161);
  expect(long).toMatch(/slovo…$/);
});

test('a sitemap escapes addresses', () => {
  const xml = sitemap([{ cs: 'https://a.test/?a=1&b=<2>', en: 'https://a.test/en' }]);
  expect(xml).toContain('https://a.test/?a=1&amp;b=&lt;2&gt;');
  expect(xml).toContain('hreflang="en"');
});

describe('what was read', () => {
  test('is remembered while nothing changes, each by its key', async () => {
    let mark = 1;
    const loaded: string[] = [];
    const memory = new Unchanged(
      { database: { changeMark: () => mark }, stamps: { everything: () => Promise.reject(new Error()) } },
      async (key) => void loaded.push(key),
    );
    await Promise.all([memory.get('a'), memory.get('a'), memory.get('b')]);
    expect(loaded).toEqual(['a', 'b']);
    mark = 2;
    await memory.get('a');
    expect(loaded).toEqual(['a', 'b', 'a']);
  });

  test('is asked of the log where the engine does not know', async () => {
    let entry = 1;
    const loaded: string[] = [];
    const memory = new Unchanged(
      { database: { changeMark: () => null }, stamps: { everything: async () => entry } },
      async (key) => void loaded.push(key),
    );
    await memory.get('a');
    await memory.get('a');
    entry = 2;
    await memory.get('a');
    expect(loaded).toEqual(['a', 'a']);
  });

  test('is read again after it could not be read', async () => {
    let times = 0;
    const memory = new Unchanged(
      { database: { changeMark: () => 1 }, stamps: { everything: async () => 1 } },
      async () => {
        times += 1;
        if (times === 1) throw new Error('gone');
        return times;
      },
    );
    await expect(memory.get('a')).rejects.toThrow('gone');
    expect(await memory.get('a')).toBe(2);
  });
});
