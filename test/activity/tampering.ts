import Sqlite from 'better-sqlite3';
import { Client } from 'pg';

/** Changes the log behind everybody's back: with its triggers off, as whoever owns the database could. */
export async function onTable(url: string, statements: string[]): Promise<void> {
  if (url.startsWith('sqlite:')) return inFile(url.slice('sqlite:'.length), statements);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('ALTER TABLE activity DISABLE TRIGGER ALL');
    for (const statement of statements) await client.query(statement);
    await client.query('ALTER TABLE activity ENABLE TRIGGER ALL');
  } finally {
    await client.end();
  }
}

function inFile(file: string, statements: string[]): void {
  const connection = new Sqlite(file);
  try {
    const triggers = connection
      .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity'`)
      .all() as { name: string; sql: string }[];
    for (const { name } of triggers) connection.exec(`DROP TRIGGER "${name}"`);
    for (const statement of statements) connection.exec(statement);
    for (const { sql } of triggers) connection.exec(sql);
  } finally {
    connection.close();
  }
}
