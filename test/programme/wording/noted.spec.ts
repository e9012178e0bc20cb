import { expect, test } from 'vitest';
import { changedText, originalText } from '../../../src/programme/wording/merge3.js';
import { excerpt, notedParts } from '../../../src/programme/wording/noted.js';

test('an excerpt begins and ends with words, not with the end of a sentence that is left out', () => {
  const before = `${'Dlouhý úvod. '.repeat(9)}Úřad odpoví do týdne. ${'Dlouhý závěr. '.repeat(9)}`.trim();
  const original = originalText(before);
  const changed = changedText(original, before.replace('týdne', 'měsíce'));
  for (const words of [3, 4, 5, 6, 7, 8]) {
    const parts = excerpt(
      notedParts(original, changed, () => undefined),
      words,
    );
    expect(parts.map(({ text }) => text).join('')).toMatch(/^… \p{L}/u);
  }
});
