import { beforeAll, expect, test } from 'vitest';
import type { OpenDatabase } from '../../src/database/open.js';
import { insertRow, prepared } from '../../src/database/prepared.js';
import { eachDatabase } from '../support/databases.js';
import { createNotes, Note } from './note.entity.js';

const between = prepared<{ from: number; to: number }, { id: string; amount: number }>((manager) =>
  manager
    .createQueryBuilder()
    .select(['note.id AS "id"', 'note.amount AS "amount"'])
    .from(Note, 'note')
    .where('note.amount <= :to AND note.amount >= :from AND note.amount <> :to - 1')
    .orderBy('note.amount'),
);

const increase = prepared<{ id: string; by: number }, { amount: number }>(
  () => 'UPDATE note SET amount = amount + :by WHERE id = :id',
);

const added = prepared<{ id: string; amount: number }, { id: string; amount: number }>(
  () => 'INSERT INTO note (id, amount) VALUES (:id, :amount) RETURNING id AS "id", amount AS "amount"',
);

eachDatabase('a prepared statement', (store) => {
  let database: OpenDatabase;

  beforeAll(async () => {
    database = await store.open({}, [Note]);
    await createNotes(database);
  });

  test('takes other values each time, whatever the order of their names', async () => {
    await database.write(async (manager) => {
      for (let amount = 1; amount <= 6; amount += 1)
        await insertRow(manager, Note, { id: `n${amount}`, amount });
      await increase(manager, { by: 10, id: 'n6' });
    });
    const amounts = async (from: number, to: number) =>
      (await between(database.read, { to, from })).map(({ amount }) => amount);
    expect(await amounts(1, 3)).toEqual([1, 3]);
    expect(await amounts(2, 5)).toEqual([2, 3, 5]);
    expect(await amounts(6, 20)).toEqual([16]);
    expect(await database.write((manager) => between(manager, { from: 5, to: 9 }))).toEqual([
      { id: 'n5', amount: 5 },
    ]);
  });

  test('takes any text as a value', async () => {
    const id = `a'b":to $1 ? ÿ`;
    const rows = await database.write((manager) => added(manager, { id, amount: 100 }));
    expect(rows).toEqual([{ id, amount: 100 }]);
    expect(await database.read.findOneBy(Note, { id })).toEqual({ id, amount: 100 });
  });

  test('cannot write through the reader', async () => {
    await expect(insertRow(database.read, Note, { id: 'x', amount: 1 })).rejects.toThrow(/read-?only/i);
  });
});
