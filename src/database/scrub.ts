import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { dataSourceOptions, type Entities } from './data-source-options.js';
import { parseDatabaseUrl } from './database-url.js';

/** How often, and how many milliseconds apart, we ask for a moment in which nobody reads or writes. */
const attempts = 40;
const pause = 50;

/**
 * Takes what has been deleted off the disk as well, as far as the engine can. SQLite overwrites what is deleted
 * (`secure_delete`), but the log beside the file keeps earlier pages until it is emptied, which is done here; a busy
 * database may not let us. PostgreSQL clears the pages of the given tables; blocks of its own log and the file system's
 * free space are beyond both.
 * @returns false when it could not be done now, so that it should be tried again later.
 */
export async function scrub(
  url: string,
  entities: Entities,
  tables: EntityTarget<ObjectLiteral>[],
): Promise<boolean> {
  const location = parseDatabaseUrl(url);
  return location.kind === 'sqlite' ? emptyLog(location.file) : vacuum(url, entities, tables);
}

async function emptyLog(file: string): Promise<boolean> {
  const connection = new Sqlite(file, { timeout: 0 });
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const [outcome] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      if (outcome?.busy === 0) return true;
      await sleep(pause);
    }
    return false;
  } finally {
    connection.close();
  }
}

async function vacuum(
  url: string,
  entities: Entities,
  tables: EntityTarget<ObjectLiteral>[],
): Promise<boolean> {
  const source = new DataSource(dataSourceOptions(url, 'migrate', entities));
  await source.initialize();
  try {
    for (const table of tables) await source.query(`VACUUM "${source.getMetadata(table).tableName}"`);
    return true;
  } finally {
    await source.destroy();
  }
}
