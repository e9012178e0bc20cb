import { expect, test } from 'vitest';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { tried } from '../../src/suggestions/contenders.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';

test('others get a turn after each waiting suggestion that is tried on the text', () => {
  const wording = { heading: 'Úřad', body: 'Úřad otevře v sobotu.' };
  const base = Object.assign(new SectionRevision(), { id: 'base', ...wording });
  const rows = [1, 2, 3].map((number) =>
    Object.assign(new Suggestion(), {
      number,
      kind: 'reword',
      heading: 'Úřad',
      body: `Úřad otevře v ${number} hodin.`,
      baseRevisionId: 'base',
    }),
  );
  const work = tried(rows, { bases: [base], authors: [] }, wording);
  for (const _ of rows) expect(work.next().done).toBe(false);
  const end = work.next();
  expect(end.done && end.value.map(({ number }) => number)).toEqual([1, 2, 3]);
});
