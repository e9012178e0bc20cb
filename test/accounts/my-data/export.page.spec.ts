import { describe, expect, test } from 'vitest';
import { exportPage, wordKey } from '../../../src/accounts/my-data/export.page.js';
import { verbs } from '../../../src/activity/verbs.js';
import { hasMessage, translate } from '../../../src/web/i18n/messages.js';

const page = (lists: object, locale: 'cs' | 'en' = 'cs') =>
  exportPage(
    JSON.stringify({ format: 'x', madeAt: '2026-01-01T00:00:00.000Z', ...lists }),
    '/soubor',
    locale,
  );

/** Texts of the entries of the first thing of the first list. */
const firstOf = (lists: object, locale?: 'cs' | 'en') =>
  page(lists, locale).sections[0]?.items[0]?.map(({ label, text }) => [label, text]);

describe('the export as a page', () => {
  test.each(verbs)('says %s in words, in both languages', (verb) => {
    const key = wordKey('verb', verb) ?? '';
    expect(hasMessage(key)).toBe(true);
    for (const locale of ['cs', 'en'] as const) expect(translate(locale, key)).not.toContain('.');
  });

  test('says in the language of its reader what happened to what', () => {
    const activity = [{ verb: 'suggestion.published', subjectType: 'suggestion' }];
    expect(firstOf({ activity })).toEqual([
      ['co', 'návrh'],
      ['čeho se to týká', 'návrh'],
    ]);
    expect(firstOf({ activity }, 'en')).toEqual([
      [translate('en', 'accounts.exported.verb'), 'suggested another wording'],
      [translate('en', 'accounts.exported.subjectType'), 'suggestion'],
    ]);
  });

  test('leaves words of people alone, also where they are ours elsewhere', () => {
    expect(firstOf({ comments: [{ text: 'open' }] })?.[0]?.[1]).toBe('open');
    expect(firstOf({ suggestions: [{ state: 'open' }] })?.[0]?.[1]).toBe('čeká');
  });

  test('folds up what there is much of, and shows no more than can be read', () => {
    const some = (count: number) => page({ comments: Array(count).fill({ text: 'x' }) }).sections[0];
    expect(some(5)).toMatchObject({ folded: false, shown: 5, more: 0 });
    expect(some(6)).toMatchObject({ folded: true, shown: 6, more: 0 });
    expect(some(201)).toMatchObject({ folded: true, shown: 200, more: 1, count: 201 });
  });

  test('says yes and no, and keeps what has no name for the file', () => {
    expect(firstOf({ decisionsMade: [{ automated: false, onNotice: true, sectionId: 'x' }] })).toEqual([
      ['automaticky', 'ne'],
      ['na něčí upozornění', 'ano'],
    ]);
  });
});
