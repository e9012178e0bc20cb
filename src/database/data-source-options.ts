import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { DataSourceOptions, MixedList } from 'typeorm';
import { parseDatabaseUrl } from './database-url.js';
import { migrations } from './migrations.js';
import { ReadableNames } from './naming-strategy.js';

/** Entity classes to be stored; `src/entities.ts` lists them all. */
export type Entities = MixedList<new () => object>;

type Purpose = 'read' | 'write' | 'migrate';

/** Milliseconds after which PostgreSQL gives up; each is shorter than what waits for it. A migration may take long. */
const postgresLimits = {
  read: { statement_timeout: 15_000 },
  write: { statement_timeout: 20_000, lock_timeout: 10_000, idle_in_transaction_session_timeout: 40_000 },
  migrate: { lock_timeout: 60_000 },
};

/** Milliseconds after which we give up, for the network may swallow the server's own giving up. */
const ownLimits = {
  read: { query_timeout: 20_000 },
  write: { query_timeout: 25_000 },
  migrate: {},
};

/**
 * Settings of the data source for one purpose. The one for reading cannot write: on SQLite it is a second connection
 * opened read-only, on PostgreSQL its transactions are read-only.
 */
export function dataSourceOptions(url: string, purpose: Purpose, entities: Entities): DataSourceOptions {
  const location = parseDatabaseUrl(url);
  const common = {
    entities,
    migrations: purpose === 'migrate' ? migrations : [],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'none' as const,
    namingStrategy: new ReadableNames(),
    synchronize: false,
    logging: false,
  };
  return location.kind === 'sqlite'
    ? { ...common, ...sqliteOptions(location.file, purpose) }
    : { ...common, ...postgresOptions(location.url, purpose) };
}

function sqliteOptions(file: string, purpose: Purpose) {
  ensureSqliteFile(file);
  return {
    type: 'better-sqlite3' as const,
    database: file,
    readonly: purpose === 'read',
    timeout: 5000,
    statementCacheSize: 300,
    prepareDatabase: (connection: Sqlite.Database) => {
      // This build of SQLite lowers `synchronous` to NORMAL in WAL mode, and then a power cut can take a commit away.
      connection.pragma('synchronous = FULL');
      connection.pragma('cache_size = -16000');
      // Who is erased must not stay behind in pages that are free to be used again.
      if (purpose !== 'read') connection.pragma('secure_delete = ON');
    },
  };
}

/**
 * Makes the file, for this user's eyes only, and switches it to WAL: a read-only connection can do neither. SQLite
 * gives the files beside it the same permissions.
 */
function ensureSqliteFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  const connection = new Sqlite(file, { timeout: 5000 });
  connection.pragma('journal_mode = WAL');
  connection.close();
}

function postgresOptions(url: string, purpose: Purpose) {
  return {
    type: 'postgres' as const,
    url,
    applicationName: `podnet ${purpose}`,
    poolSize: purpose === 'read' ? 8 : 1,
    connectTimeoutMS: 1500,
    installExtensions: false,
    extra: {
      keepAlive: true,
      ...postgresLimits[purpose],
      ...ownLimits[purpose],
      ...(purpose === 'read' ? { options: '-c default_transaction_read_only=on' } : {}),
    },
  };
}
