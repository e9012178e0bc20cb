import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';
import { parseDatabaseUrl } from './database-url.js';

/** How often, and how many milliseconds apart, we ask for a moment in which nobody reads or writes. */
const attempts = 40;
const pause = 50;

/**
 * Takes what has been deleted off the disk as well, as far as the engine can. SQLite overwrites what is deleted
 * (`secure_delete`), but the log beside the file keeps earlier pages until it is emptied, which is done here; a busy
 * database may not let us. PostgreSQL clears its pages; its own log and the free space of the file system are beyond
 * both.
 * @returns false when it could not be done now, so that it should be tried again later.
 */
export async function scrub(url: string): Promise<boolean> {
  const location = parseDatabaseUrl(url);
  return location.kind === 'sqlite' ? emptyLog(location.file) : vacuum(url);
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

async function vacuum(url: string): Promise<boolean> {
  const source = new DataSource(dataSourceOptions(url, 'migrate', []));
  await source.initialize();
  try {
    await source.query('VACUUM');
    return true;
  } finally {
    await source.destroy();
  }
}
