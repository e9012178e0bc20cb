import { QueryFailedError } from 'typeorm';
import { expect, it } from 'vitest';
import { createLog } from '../../src/ops/logger.js';
import { eachDatabase } from '../support/databases.js';
import { KeptLog } from '../support/logs.js';

/** What the log says of an error. */
function logged(error: unknown): string {
  const kept = new KeptLog();
  createLog('trace', kept).error({ err: error }, 'request failed');
  return kept.lines.join('');
}

eachDatabase('The log of a statement that failed', (database) => {
  it('says which it was and why, and none of its values', async () => {
    const opened = await database.open();
    const at = '2026-01-01T00:00:00.000Z';
    const insert = (id: string, skeleton: string) =>
      opened.write((manager) =>
        manager.insert('account', {
          id,
          email: 'tajna@example.org',
          publicName: 'Tajná Osoba',
          nameSkeleton: skeleton,
          locale: 'cs',
          createdAt: at,
          bannedAt: null,
          erasedAt: null,
        }),
      );
    await insert('00000000-0000-7000-8000-000000000001', 'jedna');
    const error = await insert('00000000-0000-7000-8000-000000000002', 'dva').catch((one: unknown) => one);
    expect(error).toBeInstanceOf(QueryFailedError);
    const line = logged(error);
    expect(line).toContain('INSERT INTO');
    expect(line).toMatch(/23505|SQLITE_CONSTRAINT_UNIQUE/);
    expect(line).toContain('    at ');
    for (const value of ['tajna@', 'Tajná', 'dva', '000000000002']) expect(line).not.toContain(value);
  });
});

it('quotes nothing of what could not be parsed, whatever stands in it', () => {
  for (const text of ['tajné', 'ta"jné"', '{"tajné": 1,}', 'a\n    at tajné']) {
    const error = (() => {
      try {
        return JSON.parse(text);
      } catch (one) {
        return new Error('could not be read', { cause: one });
      }
    })();
    const line = logged(error);
    expect(line).toContain('could not be read');
    expect(line).toContain('SyntaxError');
    expect(line).not.toContain('jné');
  }
});

it('takes whatever is thrown', () => {
  const looped = new Error('in circles');
  looped.cause = looped;
  for (const thrown of [looped, new AggregateError([looped]), 'tajné', null, undefined, { email: 'tajné' }]) {
    const line = logged(thrown);
    expect(() => JSON.parse(line)).not.toThrow();
    expect(line).not.toContain('tajné');
  }
});
