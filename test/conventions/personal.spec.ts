import { getMetadataArgsStorage } from 'typeorm';
import { expect, test } from 'vitest';
import { entities } from '../../src/entities.js';
import { aboutNobody, personal } from '../../src/personal-columns.js';

const names = entities.map(({ name }) => name).sort();

function columnsOf(name: string): string[] {
  const stored = getMetadataArgsStorage().columns.filter(
    ({ target }) => typeof target === 'function' && target.name === name,
  );
  return stored.map(({ propertyName }) => propertyName).sort();
}

test('of every table somebody has decided whether it is about people', () => {
  expect([...Object.keys(personal), ...Object.keys(aboutNobody)].sort()).toEqual(names);
});

test('of every column of a table about people somebody has decided what it is', () => {
  for (const [name, { columns }] of Object.entries(personal))
    expect([name, Object.keys(columns).sort()]).toEqual([name, columnsOf(name)]);
});

test('so they have of every column of the other tables', () => {
  for (const [name, { columns }] of Object.entries(aboutNobody))
    expect([name, [...columns].sort()]).toEqual([name, columnsOf(name)]);
});

test('what is not told to its owner says why', () => {
  const silent = Object.entries(personal).flatMap(([name, { columns }]) =>
    Object.entries(columns)
      .filter(([, column]) => column !== 'plain' && !column.told && !column.because)
      .map(([column]) => `${name}.${column}`),
  );
  expect(silent).toEqual([]);
});
