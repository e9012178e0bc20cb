import { describe, expect, it } from 'vitest';
import { DatabaseUnavailable, WriteMisused, WriteTimedOut } from '../../src/database/errors.js';
import { isDatabaseGone } from '../../src/database/gone.js';

const queryFailed = (code: string) =>
  Object.assign(new Error('query failed'), { name: 'QueryFailedError', driverError: { code } });

describe('isDatabaseGone', () => {
  it.each([
    new DatabaseUnavailable('x'),
    new WriteTimedOut('x'),
    queryFailed('57P01'),
    queryFailed('08006'),
    queryFailed('SQLITE_FULL'),
    queryFailed('SQLITE_READONLY_DBMOVED'),
    queryFailed('53100'),
    queryFailed('25006'),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    new Error('Connection terminated unexpectedly'),
  ])('sees that it is gone: %o', (error) => {
    expect(isDatabaseGone(error)).toBe(true);
  });

  it.each([
    new WriteMisused('x'),
    queryFailed('23505'),
    queryFailed('SQLITE_CONSTRAINT_UNIQUE'),
    new TypeError('x is not a function'),
    Object.assign(new Error('no file'), { code: 'ENOENT' }),
    {},
    'text',
  ])('does not blame it for %o', (error) => {
    expect(isDatabaseGone(error)).toBe(false);
  });
});
