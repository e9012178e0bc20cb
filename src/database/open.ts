import { DataSource } from 'typeorm';
import { dataSourceOptions, type Entities } from './data-source-options.js';
import { Database, type DatabaseSettings } from './database.js';

/** A database of its own, to be closed by whoever opened it. */
export type OpenDatabase = Database & { close(): Promise<void> };

const complain = (message: string) => void process.stderr.write(`${message}\n`);

/**
 * Opens a database without Nest, for the command line and for tests. Does not migrate: see `migrate`.
 * @throws Error when it cannot be reached.
 */
export async function openDatabase(
  url: string,
  entities: Entities,
  settings: Partial<DatabaseSettings> = {},
): Promise<OpenDatabase> {
  const writing = new DataSource(dataSourceOptions(url, 'write', entities));
  const reading = new DataSource(dataSourceOptions(url, 'read', entities));
  await writing.initialize();
  await reading.initialize();
  const database = new Database(reading, writing, { warn: complain, ...settings });
  return Object.assign(database, {
    close: async () => {
      await database.onApplicationShutdown();
      await Promise.all([reading.destroy(), writing.destroy()]);
    },
  });
}
