import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { DatabaseUnavailable } from '../../src/database/errors.js';
import { type OpenDatabase, openDatabase } from '../../src/database/open.js';
import { eachDatabase, postgresDatabase, sqliteDatabase } from '../support/databases.js';
import { createNotes, Note, notes } from './note.entity.js';

eachDatabase('when a commit fails', ({ open }) => {
  let database: OpenDatabase;
  const add = (id: string) => database.write((manager) => manager.insert(Note, { id, amount: 1 }));

  beforeAll(async () => {
    database = await open({}, [Note]);
    await createNotes(database);
    await database.write((manager) =>
      manager.query(
        'CREATE TABLE child (note varchar(60) REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)',
      ),
    );
  });

  test('everybody in the batch is told, nothing is stored, no callback runs, and the next write works', async () => {
    const events: string[] = [];
    const results = await Promise.allSettled([
      add('before'),
      database.write(async (manager) => {
        database.afterCommit(() => events.push('callback'));
        await manager.query(`INSERT INTO child VALUES ('nobody')`);
      }),
      add('after'),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
    }
    expect(events).toEqual([]);
    expect(await notes(database)).toEqual([]);
    await add('next');
    expect(await notes(database)).toEqual(['next']);
  });
});

eachDatabase('when the engine drops the transaction', ({ open, kind }) => {
  let database: OpenDatabase;
  const add = (id: string) => database.write((manager) => manager.insert(Note, { id, amount: 1 }));
  const drop = kind === 'sqlite' ? 'ROLLBACK' : 'SELECT pg_terminate_backend(pg_backend_pid())';

  beforeAll(async () => {
    database = await open({}, [Note]);
    await createNotes(database);
  });
  beforeEach(async () => {
    await database.write((manager) => manager.clear(Note));
  });

  test('those in it are told, those behind it are done, and nothing slips out of a transaction', async () => {
    const results = await Promise.allSettled([
      add('before'),
      database.write((manager) => manager.query(drop)),
      add('after'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await notes(database)).toEqual(['after']);
  });

  test('a write that does not notice cannot go on outside', async () => {
    const unaware = database.write(async (manager) => {
      await database.write((inner) => inner.query(drop)).catch(() => undefined);
      await manager.insert(Note, { id: 'stray', amount: 1 });
    });
    await expect(unaware).rejects.toThrow();
    await add('next');
    expect(await notes(database)).toEqual(['next']);
  });
});

describe.skipIf(inject('databaseServers').postgres === undefined)(
  'when PostgreSQL is away for a while',
  () => {
    const context = postgresDatabase();

    test('all who wait are told at once, and everything works again when it is back', async () => {
      const database = await context.open({}, [Note]);
      await createNotes(database);
      const add = (id: number) =>
        database.write((manager) => manager.insert(Note, { id: `${id}`, amount: 1 }));
      await add(0);
      await context.lockOut();
      const results = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => add(index + 1)));
      for (const result of results) {
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
      }
      await expect(notes(database)).rejects.toThrow();
      await context.letIn();
      await add(999);
      expect(await notes(database)).toEqual(['0', '999']);
    });
  },
);

describe('when the disk is full', () => {
  const { open } = sqliteDatabase();

  test('the write that does not fit is told and undone, and reading goes on', async () => {
    const database = await open({}, [Note]);
    await createNotes(database);
    const fill = (count: number) =>
      database.write(async (manager) => {
        for (let index = 0; index < count; index += 1) {
          await manager.insert(Note, { id: `${'x'.repeat(50)}${index}`, amount: index });
        }
      });
    await database.write((manager) => manager.query('PRAGMA max_page_count = 1'));
    await expect(fill(5_000)).rejects.toThrow(/full/);
    expect(await database.read.count(Note)).toBe(0);
    await database.write((manager) => manager.query('PRAGMA max_page_count = 1000000'));
    await fill(1);
    expect(await database.read.count(Note)).toBe(1);
  });
});

describe('when another process writes to the same SQLite file', () => {
  const database = sqliteDatabase();
  const other = `
    const connection = new (require('better-sqlite3'))(process.argv[1], { timeout: 5000 });
    for (let round = 0; round < 25; round += 1) {
      connection.exec('BEGIN IMMEDIATE');
      const { amount } = connection.prepare("SELECT amount FROM note WHERE id = 'counter'").get();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4);
      connection.prepare("UPDATE note SET amount = ? WHERE id = 'counter'").run(amount + 1);
      connection.exec('COMMIT');
    }`;

  test('both wait for each other and nothing is lost', async () => {
    const opened = await database.open({}, [Note]);
    await createNotes(opened);
    await opened.write((manager) => manager.insert(Note, { id: 'counter', amount: 0 }));
    const child = spawn(process.execPath, ['-e', other, database.url.slice('sqlite:'.length)], {
      stdio: 'inherit',
    });
    const ended = once(child, 'exit');
    let ours = 0;
    while (child.exitCode === null) {
      await opened.write(async (manager) => {
        const { amount } = await manager.findOneByOrFail(Note, { id: 'counter' });
        await manager.update(Note, { id: 'counter' }, { amount: amount + 1 });
      });
      ours += 1;
    }
    expect(await ended).toEqual([0, null]);
    const { amount } = await opened.read.findOneByOrFail(Note, { id: 'counter' });
    expect(ours).toBeGreaterThan(0);
    expect(amount).toBe(25 + ours);
  });
});

describe('when there is no database', () => {
  test('opening PostgreSQL says so', async () => {
    await expect(openDatabase('postgres://nobody@127.0.0.1:1/none', [])).rejects.toThrow(/ECONNREFUSED/);
  });

  test('an address of another kind is refused without being repeated', async () => {
    await expect(openDatabase('mysql://user:secret@host/x', [])).rejects.toThrow(
      /^(?!.*secret).*DATABASE_URL/,
    );
    await expect(openDatabase('sqlite::memory:', [])).rejects.toThrow(/in memory/);
  });
});
