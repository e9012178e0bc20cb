import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { backupCommand, restoreCommand } from '../../src/cli/backup.js';
import { migrateCommand } from '../../src/cli/migrate.js';
import { newId } from '../../src/database/id.js';
import { migrations } from '../../src/database/migrations.js';
import { openDatabase } from '../../src/database/open.js';
import { Person } from '../../src/programme/person.entity.js';

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const newFile = () => `${inject('databaseServers').folder}/${newId()}`;
const run = (command: Command, ...args: string[]) => command.parseAsync(args, { from: 'user' });

async function countPeople(url: string): Promise<number> {
  const database = await openDatabase(url, [Person]);
  try {
    return await database.read.count(Person);
  } finally {
    await database.close();
  }
}

describe('migrate', () => {
  test('makes the schema, says what it did, and takes it back', async () => {
    const url = `sqlite:${newFile()}`;
    vi.stubEnv('DATABASE_URL', url);
    await run(migrateCommand());
    const applied = migrations.map((Migration) => `applied ${new Migration().name}\n`);
    expect(printed).toBe(applied.join(''));
    expect(printed).toMatch(/^applied first-light-\d+\napplied living-text-\d+\n/);
    expect(await countPeople(url)).toBe(0);
    await run(migrateCommand());
    expect(printed).toMatch(/nothing to do\n$/);
    await run(migrateCommand(), '--down');
    expect(printed).toMatch(/reverted \S+\n$/);
  });
});

describe('backup and restore', () => {
  test('go there and back', async () => {
    const url = `sqlite:${newFile()}`;
    const file = newFile();
    vi.stubEnv('DATABASE_URL', url);
    await run(migrateCommand());
    await run(backupCommand(), file);
    expect(existsSync(file)).toBe(true);
    const database = await openDatabase(url, [Person]);
    await database.write((manager) =>
      manager.insert(Person, { id: newId(), uid: 'jana', name: 'Jana', img: null, email: null }),
    );
    await database.close();
    await run(restoreCommand(), file);
    expect(await countPeople(url)).toBe(0);
    expect(printed).toContain('the former database is kept as');
  });

  test('refuse PostgreSQL with the name of its own tool', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
    await expect(run(backupCommand(), newFile())).rejects.toThrow('pg_dump');
    await expect(run(restoreCommand(), newFile())).rejects.toThrow('pg_restore');
  });
});
