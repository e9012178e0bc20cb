import { setTimeout as sleep } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import type { Client } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

/** The one connection that writes. */
export interface WriteConnection {
  /** Starts a transaction that no other writer overlaps, in this process or another. Throws when it cannot. */
  begin(): Promise<Transaction>;
}

/** A transaction that has begun; ended by exactly one call of `commit` or `abandon`. */
export interface Transaction {
  readonly queryRunner: QueryRunner;
  /** False once the engine has dropped the transaction by itself: a full disk, a lost connection. */
  isOpen(): boolean;
  /** Runs a statement that governs the transaction. */
  control(sql: string): Promise<void>;
  /** Throws when what was written may not be there. */
  commit(): Promise<void>;
  /** Rolls back, whatever state things are in. Never throws. */
  abandon(): Promise<void>;
}

/** How long to stand in line behind writers in other processes, in milliseconds. PostgreSQL: see `lock_timeout`. */
const patience = 10_000;

/** Any number will do as long as every version of this program uses the same. */
const writeLock = 7_006_831_017;

export function writeConnection(dataSource: DataSource): WriteConnection {
  return dataSource.options.type === 'postgres'
    ? postgresConnection(dataSource)
    : sqliteConnection(dataSource);
}

function sqliteConnection(dataSource: DataSource): WriteConnection {
  // TypeORM has one connection and one query runner per SQLite data source, whatever one asks for, and its
  // `BEGIN TRANSACTION` is deferred: it would fail with SQLITE_BUSY in the middle. Hence our own BEGIN.
  const queryRunner = dataSource.createQueryRunner();
  const connection = sqliteHandle(dataSource);
  // Waiting inside SQLite would stop the whole process, so `begin` waits outside.
  connection.pragma('busy_timeout = 0');
  const transaction: Transaction = {
    queryRunner,
    isOpen: () => connection.inTransaction,
    control: async (sql) => void connection.exec(sql),
    commit: async () => void connection.exec('COMMIT'),
    abandon: async () => {
      if (connection.inTransaction) connection.exec('ROLLBACK');
    },
  };
  return {
    begin: async () => {
      await withPatience(() => connection.exec('BEGIN IMMEDIATE'));
      return transaction;
    },
  };
}

/** The connection of better-sqlite3 below a data source. */
export function sqliteHandle(dataSource: DataSource): Sqlite.Database {
  return (dataSource.driver as unknown as { databaseConnection: Sqlite.Database }).databaseConnection;
}

async function withPatience(attempt: () => void): Promise<void> {
  const deadline = performance.now() + patience;
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await sleep(pause);
  }
}

/** Another connection is writing, or reading what is to be written anew. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function postgresConnection(dataSource: DataSource): WriteConnection {
  return {
    begin: async () => {
      const queryRunner = dataSource.createQueryRunner();
      try {
        const client: Client = await queryRunner.connect();
        await client.query(
          `BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(${writeLock})`,
        );
        return postgresTransaction(queryRunner, client);
      } catch (error) {
        await discard(queryRunner);
        throw error;
      }
    },
  };
}

function postgresTransaction(queryRunner: QueryRunner, client: Client): Transaction {
  return {
    queryRunner,
    isOpen: () => !queryRunner.isReleased,
    control: async (sql) => void (await client.query(sql)),
    commit: async () => {
      try {
        const { command } = await client.query('COMMIT');
        // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, and calls that a success.
        if (command !== 'COMMIT') throw new Error(`COMMIT was answered with ${command}.`);
      } catch (error) {
        await discard(queryRunner);
        throw error;
      }
      await queryRunner.release();
    },
    abandon: () => discard(queryRunner),
  };
}

/** Closes the connection instead of giving it back, so that nothing of a doubtful transaction lives on. */
async function discard(queryRunner: QueryRunner): Promise<void> {
  const runner = queryRunner as unknown as { releasePostgresConnection(error: Error): Promise<void> };
  await runner.releasePostgresConnection(new Error('The transaction was abandoned.'));
}
