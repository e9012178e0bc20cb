import { describe, expect, test } from 'vitest';
import { noFigures, sumFigures, toldPeople } from '../../src/reports/figures.js';

describe('figures', () => {
  test('add up, except for people, who may be in several parts', () => {
    const part = noFigures();
    part.comments.waiting = 2;
    part.votes.agree = 3;
    part.suggestions.open = 1;
    part.people = 4;
    const sum = sumFigures([part, part], 5);
    expect(sum).toMatchObject({
      comments: { waiting: 4 },
      votes: { agree: 6 },
      suggestions: { open: 2 },
      people: 5,
    });
    expect(part.comments.waiting).toBe(2);
  });

  test('do not tell the size of groups under five', () => {
    expect([0, 1, 4, 5, 120].map(toldPeople)).toEqual([0, null, null, 5, 120]);
  });
});
