import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import type { Entities } from '../../src/database/data-source-options.js';
import type { DatabaseSettings } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { type OpenDatabase, openDatabase } from '../../src/database/open.js';
import { entities } from '../../src/entities.js';

/** A database of one group of tests; empty, with the schema of all migrations. */
export interface TestDatabase {
  kind: 'sqlite' | 'postgres';
  /** For `DATABASE_URL`. Only inside tests and hooks. */
  readonly url: string;
  /** One that is closed after the tests; each call gives another, as another process would have it. */
  open(settings?: Partial<DatabaseSettings>, stored?: Entities): Promise<OpenDatabase>;
}

/**
 * Declares the same tests twice, on SQLite and on PostgreSQL, each with a fresh database. Where no PostgreSQL can be
 * had its half is skipped, which the start of the run has said.
 */
export function eachDatabase(name: string, declare: (database: TestDatabase) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    const absent = kind === 'postgres' && inject('databaseServers').postgres === undefined;
    describe.skipIf(absent)(`${name} on ${kind}`, () => declare(testDatabase(kind, freshDatabase)));
  }
}

/** As `eachDatabase`, but with nothing in the database, not even a table. */
export function eachEmptyDatabase(name: string, declare: (database: TestDatabase) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    const absent = kind === 'postgres' && inject('databaseServers').postgres === undefined;
    describe.skipIf(absent)(`${name} on ${kind}`, () => declare(testDatabase(kind, emptyDatabase)));
  }
}

/** One fresh SQLite database, for tests to which the engine makes no difference. */
export function sqliteDatabase(): TestDatabase {
  return testDatabase('sqlite', freshDatabase);
}

/** One fresh PostgreSQL database, whose clients can be thrown out and kept out. */
export function postgresDatabase() {
  const database = testDatabase('postgres', freshDatabase);
  const allow = (yes: boolean) => `ALTER DATABASE ${nameIn(database.url)} ALLOW_CONNECTIONS ${yes}`;
  return {
    open: database.open,
    letIn: () => onServer((client) => client.query(allow(true))),
    lockOut: () =>
      onServer(async (client) => {
        await client.query(allow(false));
        await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          nameIn(database.url),
        ]);
      }),
  };
}

type Kind = TestDatabase['kind'];

function testDatabase(kind: Kind, create: (kind: Kind) => Promise<string>): TestDatabase {
  const opened: OpenDatabase[] = [];
  let url = '';
  beforeAll(async () => {
    url = await create(kind);
  });
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    if (kind === 'postgres')
      await onServer((client) => client.query(`DROP DATABASE ${nameIn(url)} WITH (FORCE)`));
  });
  return {
    kind,
    get url() {
      return url;
    },
    open: async (settings, stored = entities) => {
      const database = await openDatabase(url, stored, settings);
      opened.push(database);
      return database;
    },
  };
}

async function freshDatabase(kind: Kind): Promise<string> {
  if (kind === 'postgres') return copyOfTemplate();
  const url = await emptyDatabase(kind);
  await migrate(url);
  return url;
}

async function emptyDatabase(kind: Kind): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  if (kind === 'sqlite') return `sqlite:${join(inject('databaseServers').folder, `${name}.db`)}`;
  await onServer((client) => client.query(`CREATE DATABASE ${name}`));
  return urlOf(name);
}

/** Copying a database that has been migrated once is quicker than migrating each. */
async function copyOfTemplate(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(async (client) => {
    await client.query('SELECT pg_advisory_lock(1)');
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'migrated'`);
    if (rowCount === 0) {
      await client.query('CREATE DATABASE migrating');
      await migrate(urlOf('migrating'));
      await client.query('ALTER DATABASE migrating RENAME TO migrated');
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE migrated`);
  });
  return urlOf(name);
}

async function onServer(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: inject('databaseServers').postgres });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(name: string): string {
  const url = new URL(inject('databaseServers').postgres ?? '');
  url.pathname = name;
  return url.href;
}

function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
}
