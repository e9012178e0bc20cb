import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkText } from '../../../src/web/text/text.js';

const value = (text: unknown, bounds = { max: 100 } as Parameters<typeof checkText>[1]) => {
  const checked = checkText(text, bounds);
  return checked.ok ? checked.value : checked.problem.key;
};

describe('checkText', () => {
  it.each([
    ['composes accents', 'c\u030cas', 'čas'],
    ['turns every line end into one', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['drops blank lines before and white space after', '\n  \n  - bod\n\n \n', '  - bod'],
    ['drops control characters but keeps tabs', 'a\u0007b\tc\u001b', 'ab\tc'],
    [
      'keeps joiners that emoji and some languages need',
      'rodina 👨\u200d👩\u200d👧',
      'rodina 👨\u200d👩\u200d👧',
    ],
  ])('%s', (_, typed, kept) => {
    expect(value(typed)).toBe(kept);
  });

  it.each([
    ['NUL', 'a\0b', 'forms.text.broken'],
    ['a lone surrogate', 'a\ud83d', 'forms.text.broken'],
    ['nothing', '', 'forms.text.required'],
    ['spaces of several kinds', ' \u00a0\u2003\n\t', 'forms.text.required'],
    [
      'invisible characters only',
      '\u200b\u2060\ufeff\u3164\u2800\u00ad\u{e0041}\u0301',
      'forms.text.required',
    ],
    ['a list', ['a'], 'forms.text.required'],
    ['an object', { text: 'a' }, 'forms.text.required'],
    ['no value', undefined, 'forms.text.required'],
  ])('refuses %s', (_, typed, key) => {
    expect(value(typed)).toBe(key);
  });

  it('counts characters as people do and says how many are too many', () => {
    expect(value('🙂'.repeat(5), { max: 5 })).toBe('🙂'.repeat(5));
    expect(checkText('🙂'.repeat(7), { max: 5 })).toEqual({
      ok: false,
      problem: { key: 'forms.text.tooLong', params: { max: 5, length: 7, over: 2 } },
    });
    expect(value('ano', { min: 5, max: 9 })).toBe('forms.text.tooShort');
  });

  it('lets a text be left out only where it may', () => {
    expect(value(' \u200b ', { min: 0, max: 5 })).toBe('');
  });

  it('makes one line where one line is wanted', () => {
    expect(value(' a\n\u00a0b ', { max: 9, oneLine: true })).toBe('a b');
  });

  it('has nothing left to do with what it gave back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, oneLine) => {
        const once = checkText(text, { max: 1_000, oneLine });
        if (once.ok) expect(checkText(once.value, { max: 1_000, oneLine })).toEqual(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([' ', '\n', '\r', '\u200b', ' \n'])('stands 64 KiB of %j', (piece) => {
    expect(value(`a${piece.repeat(65_536)}b`, { max: 10 })).toBe('forms.text.tooLong');
    expect(value(piece.repeat(65_536), { max: 10 })).toBe('forms.text.required');
  });
});
