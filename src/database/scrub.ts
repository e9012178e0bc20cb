import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { DataSource, QueryFailedError } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';
import { parseDatabaseUrl } from './database-url.js';
import { isBusy } from './write-connection.js';

/** How often, and how many milliseconds apart, we ask for a moment in which nobody reads or writes. */
const attempts = 40;
const pause = 50;
/** Up to this size, in bytes, the whole file is written anew at once; it takes well below a second. */
const smallEnough = 64 * 1024 * 1024;

/** `busy`: nobody let us, so that it should be tried again; `large`: what is left waits for the operator's VACUUM. */
export type Scrubbed = 'clean' | 'busy' | 'large';

/**
 * Takes what has been deleted off the disk as well, as far as the engine can. SQLite overwrites what is deleted
 * (`secure_delete`), but when it divides a page it may leave a copy of a row in the free part of the other half, and the
 * log beside the file keeps earlier pages. So the file is written anew, unless it is so large that everybody would have
 * to wait, and the log is emptied. PostgreSQL clears its pages, and notes anew the values by which it plans, which it
 * quotes; its own log and the free space of the file system are beyond both.
 */
export async function scrub(url: string): Promise<Scrubbed> {
  const location = parseDatabaseUrl(url);
  return location.kind === 'sqlite' ? rewrite(location.file) : vacuum(url);
}

async function rewrite(file: string): Promise<Scrubbed> {
  const isSmall = statSync(file).size <= smallEnough;
  const connection = new Sqlite(file, { timeout: 0 });
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (couldRewrite(connection, isSmall)) return isSmall ? 'clean' : 'large';
      await sleep(pause);
    }
    return 'busy';
  } finally {
    connection.close();
  }
}

function couldRewrite(connection: Sqlite.Database, isSmall: boolean): boolean {
  try {
    if (isSmall) connection.exec('VACUUM');
    const [outcome] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return outcome?.busy === 0;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

async function vacuum(url: string): Promise<Scrubbed> {
  const source = new DataSource(dataSourceOptions(url, 'migrate', []));
  await source.initialize();
  try {
    await source.query('VACUUM (ANALYZE)');
    await forgetValues(source);
    return 'clean';
  } catch (error) {
    if (isLocked(error)) return 'busy';
    throw error;
  } finally {
    await source.destroy();
  }
}

/** Somebody else's lock was waited for too long. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isLocked(error: unknown): boolean {
  return error instanceof QueryFailedError && 'code' in error && error.code === '55P03';
}

/**
 * Of a table that is empty by now PostgreSQL keeps what it noted when it was not. Giving a column the type it has makes
 * it forget that, and rewrites nothing. Columns of keys and of checks hold no words of anybody.
 */
async function forgetValues(source: DataSource): Promise<void> {
  const noted: { name: string; column: string; type: string }[] = await source.query(`
    SELECT stats.tablename AS "name", stats.attname AS "column",
      format_type(attribute.atttypid, attribute.atttypmod) AS "type"
    FROM pg_stats stats
    JOIN pg_class class ON class.oid = format('%I.%I', stats.schemaname, stats.tablename)::regclass
    JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attname = stats.attname
    WHERE stats.schemaname = current_schema() AND class.relkind = 'r' AND class.reltuples = 0
      AND attribute.atttypid IN ('text'::regtype, 'varchar'::regtype)
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = class.oid AND attribute.attnum = ANY (conkey))`);
  if (noted.length === 0) return;
  await source.query(`SET lock_timeout = '2s'`);
  for (const { name, column, type } of noted)
    await source.query(`ALTER TABLE "${name}" ALTER COLUMN "${column}" TYPE ${type}`);
}
