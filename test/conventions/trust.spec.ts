import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/ops/paths.js';
import { textOf } from './files.js';

const rows = textOf('SECURITY.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`test/'))
  .map((line) => line.slice(2).split(' | '));
const named = rows.flatMap(([, tests = '']) =>
  [...tests.matchAll(/`(test\/[^`]+)`: "([^"]+)"/g)].map(([, path = '', title = '']) => ({ path, title })),
);

test('every test that SECURITY.md names exists', () => {
  expect(named.length).toBeGreaterThan(50);
  const missing = named.filter(
    ({ path, title }) => !existsSync(join(projectRoot, path)) || !textOf(path).includes(title),
  );
  expect(missing).toEqual([]);
});

test('every case of SECURITY.md names a test, requirements by their numbers, and how it stands', () => {
  const wrong = rows.filter(
    ([, tests = '', numbers = '', state = '']) =>
      !/^`test\//.test(tests) ||
      !/^\d+\.\d+\.\d+(, \d+\.\d+\.\d+)*$/.test(numbers) ||
      !/^(met|in part)/.test(state),
  );
  expect(wrong).toEqual([]);
});
