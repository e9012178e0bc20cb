import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { parseDatabaseUrl } from './database-url.js';
import { migrations } from './migrations.js';
import { now } from './time.js';

/** Thrown when a copy is not made or not taken; the message says why and what to do. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

/**
 * Writes a consistent, checked copy of the database to a new file while others go on reading and writing.
 * @throws BackupRefused when the file exists, when there is no database, or on PostgreSQL.
 */
export function backUp(url: string, target: string): void {
  const source = sqliteFile(url, 'pg_dump --format=custom --file=FILE "$DATABASE_URL"');
  if (!existsSync(source)) throw new BackupRefused(`There is no database at ${source}.`);
  if (existsSync(target)) throw new BackupRefused(`${target} exists already; a backup overwrites nothing.`);
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.part`;
  rmSync(unfinished, { force: true });
  const connection = new Sqlite(source, { readonly: true, timeout: 5000 });
  try {
    connection.prepare('VACUUM INTO ?').run(unfinished);
  } finally {
    connection.close();
  }
  assertSound(unfinished);
  moveIntoPlace(unfinished, target);
}

/**
 * Puts a backup in the place of the database, which is kept beside it under another name. Nobody may use it meanwhile.
 * @returns the name under which the former database is kept; undefined when there was none.
 * @throws BackupRefused when the backup is damaged, foreign or too new, when the database is in use, or on PostgreSQL.
 */
export function restore(url: string, backup: string): string | undefined {
  const target = sqliteFile(url, 'pg_restore --clean --if-exists --dbname="$DATABASE_URL" FILE');
  if (!existsSync(backup)) throw new BackupRefused(`There is no file ${backup}.`);
  const unfinished = `${target}.restoring`;
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(backup, unfinished);
  try {
    assertSound(unfinished);
    const kept = setAside(target);
    moveIntoPlace(unfinished, target);
    return kept;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function sqliteFile(url: string, instead: string): string {
  const location = parseDatabaseUrl(url);
  if (location.kind === 'sqlite') return location.file;
  throw new BackupRefused(`PostgreSQL has its own tool for this: ${instead}`);
}

function assertSound(file: string): void {
  const damage = findDamage(file);
  if (damage !== undefined) throw new BackupRefused(`${file.replace(/\.(part|restoring)$/, '')}: ${damage}`);
}

function findDamage(file: string): string | undefined {
  const connection = new Sqlite(file, { readonly: true });
  try {
    const integrity = connection.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') return `the copy is damaged (${integrity}).`;
    const dangling = connection.pragma('foreign_key_check');
    if (Array.isArray(dangling) && dangling.length > 0) return `${dangling.length} rows point nowhere.`;
    return findForeignSchema(connection);
  } catch (error) {
    return `the copy cannot be read (${error instanceof Error ? error.message : error}).`;
  } finally {
    connection.close();
  }
}

function findForeignSchema(connection: Sqlite.Database): string | undefined {
  const table = connection.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'migration'`).get();
  if (table === undefined) return 'this is not a database of this program.';
  const names = connection.prepare('SELECT name FROM migration').pluck().all();
  const known = new Set<unknown>(migrations.map((Migration) => new Migration().name));
  const unknown = names.filter((name) => !known.has(name));
  return unknown.length > 0 ? `made by a newer version (it has ${unknown.join(', ')}).` : undefined;
}

/** Gives the database another name, if there is one. Fails when anybody has it open. */
function setAside(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const connection = new Sqlite(file, { timeout: 1000 });
  try {
    // Leaving WAL needs the file for oneself, and takes what is in the log into it.
    connection.pragma('journal_mode = DELETE');
  } catch {
    throw new BackupRefused('The database is in use; stop the application first.');
  } finally {
    connection.close();
  }
  const kept = `${file}.before-restore-${now().replaceAll(':', '-')}`;
  renameSync(file, kept);
  return kept;
}

function moveIntoPlace(from: string, to: string): void {
  chmodSync(from, 0o600);
  sync(from, 'r+');
  renameSync(from, to);
  sync(dirname(to), 'r');
}

/** Has the system write a file, or a folder's list of names, to the disk. */
function sync(path: string, flags: string): void {
  const descriptor = openSync(path, flags);
  fsyncSync(descriptor);
  closeSync(descriptor);
}
