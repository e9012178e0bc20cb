import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { describe, expect, inject, test } from 'vitest';
import { BackupRefused, backUp, restore } from '../../src/database/backup.js';
import { newId } from '../../src/database/id.js';
import { openDatabase } from '../../src/database/open.js';
import { Person } from '../../src/programme/person.entity.js';
import { sqliteDatabase } from '../support/databases.js';

const newFile = () => `${inject('databaseServers').folder}/${newId()}.backup`;
const person = () => ({ id: newId(), uid: newId(), name: 'Jana', img: null, email: null });

describe('a backup', () => {
  const database = sqliteDatabase();

  test('is taken while others write, and restores to what was there then', async () => {
    const opened = await openDatabase(database.url, [Person]);
    const file = newFile();
    const add = () => opened.write((manager) => manager.insert(Person, person()));
    await Promise.all(Array.from({ length: 20 }, add));
    const more = Promise.all(Array.from({ length: 20 }, add));
    backUp(database.url, file);
    await more;
    await opened.close();

    const kept = restore(database.url, file);
    const restored = await database.open();
    expect(await restored.read.count(Person)).toBe(20);
    await restored.write((manager) => manager.insert(Person, person()));
    const former = new Sqlite(kept ?? '', { readonly: true });
    expect(former.prepare('SELECT count(*) FROM person').pluck().get()).toBe(40);
    former.close();
  });

  test('overwrites nothing and leaves nothing unfinished behind', () => {
    const file = newFile();
    writeFileSync(file, 'precious');
    expect(() => backUp(database.url, file)).toThrow(/exists already/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  test('cannot be made of what is not there', () => {
    expect(() => backUp(`sqlite:${newFile()}`, newFile())).toThrow(BackupRefused);
  });

  test('is left to PostgreSQL where that is used', () => {
    expect(() => backUp('postgres://host/name', newFile())).toThrow(/pg_dump/);
    expect(() => restore('postgres://host/name', newFile())).toThrow(/pg_restore/);
  });
});

describe('restoring', () => {
  const database = sqliteDatabase();

  const expectRefusal = async (file: string, reason: RegExp) => {
    const before = readFileSync(database.url.slice('sqlite:'.length));
    expect(() => restore(database.url, file)).toThrow(reason);
    expect(readFileSync(database.url.slice('sqlite:'.length)).equals(before)).toBe(true);
    expect(existsSync(`${database.url.slice('sqlite:'.length)}.restoring`)).toBe(false);
  };

  test('refuses a damaged file', async () => {
    const file = newFile();
    backUp(database.url, file);
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096, 12_288);
    writeFileSync(file, bytes);
    await expectRefusal(file, /cannot be read|damaged/);
  });

  test('refuses a file that is no database, a foreign one, and one that is not there', async () => {
    const text = newFile();
    writeFileSync(text, 'a shopping list, long enough to have a header '.repeat(20));
    await expectRefusal(text, /cannot be read/);
    const foreign = newFile();
    new Sqlite(foreign).exec('CREATE TABLE x (y)').close();
    await expectRefusal(foreign, /not a database of this program/);
    await expectRefusal(newFile(), /There is no file/);
  });

  test('refuses a file of a newer version', async () => {
    const file = newFile();
    backUp(database.url, file);
    new Sqlite(file).exec(`INSERT INTO migration (timestamp, name) VALUES (99, 'from-the-future')`).close();
    await expectRefusal(file, /newer version.*from-the-future/);
  });

  test('refuses while the application is running', async () => {
    const file = newFile();
    backUp(database.url, file);
    const opened = await openDatabase(database.url, [Person]);
    await opened.read.count(Person);
    expect(() => restore(database.url, file)).toThrow(/in use/);
    await opened.write((manager) => manager.insert(Person, person()));
    expect(await opened.read.count(Person)).toBe(1);
    await opened.close();
  });
});
