import type { Logger } from 'typeorm';
import type { Database } from '../../src/database/database.js';

/** Counts the questions put to a database outside of writes while something is done. */
export async function queriesDuring(database: Database, work: () => Promise<unknown>): Promise<string[]> {
  const { dataSource } = database.read;
  const before = dataSource.logger;
  const queries: string[] = [];
  dataSource.logger = new Proxy({} as Logger, {
    get: (_, name) => (name === 'logQuery' ? (query: string) => void queries.push(query) : () => undefined),
  });
  try {
    await work();
  } finally {
    dataSource.logger = before;
  }
  return queries;
}
