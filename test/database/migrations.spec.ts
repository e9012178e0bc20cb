import { readdirSync } from 'node:fs';
import { DataSource, type QueryRunner } from 'typeorm';
import { describe, expect, test } from 'vitest';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { migrate } from '../../src/database/migrate.js';
import { migrations } from '../../src/database/migrations.js';
import { entities } from '../../src/entities.js';
import { eachDatabase, eachEmptyDatabase, type TestDatabase } from '../support/databases.js';
import { describeSchema, triggers } from '../support/schema.js';

/** Looks at a database with TypeORM's own eyes. */
async function inspect<T>({ url }: TestDatabase, look: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(dataSourceOptions(url, 'write', entities)).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    return await look(runner);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

async function changesToReachEntities(database: TestDatabase): Promise<string[]> {
  return inspect(database, async ({ dataSource }) => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  });
}

eachDatabase('the migrated schema', (database) => {
  test('is what the entities ask for', async () => {
    expect(await changesToReachEntities(database)).toEqual([]);
  });

  test('would be seen to differ by one column', async () => {
    await inspect(database, (runner) => runner.query('ALTER TABLE person DROP COLUMN img'));
    expect((await changesToReachEntities(database)).join()).toMatch(/person.*img/);
    await inspect(database, (runner) => runner.query('ALTER TABLE person ADD COLUMN img varchar(300)'));
  });
});

eachEmptyDatabase('the schema TypeORM makes from the entities', (database) => {
  test('equals the migrated one to the last check, index and key', async () => {
    const wanted = await inspect(database, async (runner) => {
      await runner.dataSource.synchronize();
      return describeSchema(runner);
    });
    await inspect(database, (runner) => runner.dataSource.dropDatabase());
    await migrate(database.url);
    expect(await inspect(database, describeSchema)).toEqual(wanted);
    expect(Object.keys(wanted).length).toBe(entities.length);
  });
});

eachEmptyDatabase('migrating', (database) => {
  const everything = () =>
    inspect(database, async (runner) => ({
      tables: await describeSchema(runner),
      triggers: await triggers(runner),
    }));

  test('up, down and up again gives the same schema, and nothing is left in between', async () => {
    const names = await migrate(database.url);
    expect(names).toHaveLength(migrations.length);
    const first = await everything();
    for (const _ of migrations) expect(await migrate(database.url, 'down')).toHaveLength(1);
    expect(await everything()).toEqual({ tables: {}, triggers: [] });
    expect(await migrate(database.url, 'down')).toEqual([]);
    expect(await migrate(database.url)).toEqual(names);
    expect(await everything()).toEqual(first);
  });

  test('several processes at once do it once', async () => {
    for (const _ of migrations) await migrate(database.url, 'down');
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.url)));
    expect(runs.map((names) => names.length).sort()).toEqual([0, 0, migrations.length]);
  });
});

eachDatabase('the record of activity', ({ open, kind }) => {
  const entry = (number: number) =>
    `(number, at, verb, subject_type, subject_id, data, previous_hash, hash)
     VALUES (${number}, '2026-01-01T00:00:00.000Z', 'x.y', 'x', 'x', '{}', '', '')`;

  test('takes entries and refuses to change or lose one', async () => {
    const database = await open();
    const run = (sql: string) => database.write((manager) => manager.query(sql));
    await run(`INSERT INTO activity ${entry(1)}`);
    await expect(run(`UPDATE activity SET verb = 'z'`)).rejects.toThrow('activity is append-only');
    await expect(run('DELETE FROM activity')).rejects.toThrow('activity is append-only');
    const forced =
      kind === 'sqlite'
        ? `INSERT OR REPLACE INTO activity ${entry(1)}`
        : `INSERT INTO activity ${entry(1)} ON CONFLICT (number) DO UPDATE SET verb = 'z'`;
    await expect(run(forced)).rejects.toThrow('activity is append-only');
    if (kind === 'postgres')
      await expect(run('TRUNCATE activity')).rejects.toThrow('activity is append-only');
    expect(await database.read.query('SELECT number, verb FROM activity')).toEqual([
      { number: 1, verb: 'x.y' },
    ]);
  });
});

describe('the list of migrations', () => {
  test('holds every file, in order and without gaps', () => {
    const files = readdirSync(new URL('../../src/database/migrations', import.meta.url)).sort();
    const names = migrations.map((Migration) => new Migration().name);
    const listed = names.map((name) => {
      const [, slug, number] = /^(.+)-(\d{13})$/.exec(name) ?? [];
      return `${String(Number(number)).padStart(4, '0')}-${slug}.ts`;
    });
    expect(listed).toEqual(files);
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });
});
