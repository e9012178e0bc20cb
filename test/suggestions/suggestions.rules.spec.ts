import { describe, expect, test } from 'vitest';
import { maySuggest, mayUndo, mayWithdraw } from '../../src/suggestions/suggestions.rules.js';

const decidedAt = '2026-11-22T10:00:00.000Z';

describe('who may do what with a suggestion', () => {
  test('suggestions are taken only while the consultation is open', () => {
    const phases = (['none', 'upcoming', 'open', 'closed', 'settled'] as const).filter(maySuggest);
    expect(phases).toEqual(['open']);
  });

  test('its author withdraws it while it is open, nobody else ever', () => {
    const suggestion = { state: 'open', authorId: 'eva' } as const;
    expect(mayWithdraw({ accountId: 'eva' }, suggestion)).toBe(true);
    expect(mayWithdraw({ accountId: 'adam' }, suggestion)).toBe(false);
    expect(mayWithdraw(null, suggestion)).toBe(false);
    expect(mayWithdraw({ accountId: 'eva' }, { ...suggestion, state: 'declined' })).toBe(false);
  });

  test('a decision is taken back within a minute, a withdrawal or nothing never', () => {
    const within = '2026-11-22T10:01:00.000Z';
    expect(mayUndo({ state: 'accepted', decidedAt }, within)).toBe(true);
    expect(mayUndo({ state: 'declined', decidedAt }, within)).toBe(true);
    expect(mayUndo({ state: 'declined', decidedAt }, '2026-11-22T10:01:00.001Z')).toBe(false);
    expect(mayUndo({ state: 'withdrawn', decidedAt }, within)).toBe(false);
    expect(mayUndo({ state: 'open', decidedAt: null }, within)).toBe(false);
  });
});
