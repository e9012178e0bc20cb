import { DataSource, MigrationExecutor } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';
import { type Transaction, writeConnection } from './write-connection.js';

/** `up` runs all that are pending; `down` takes the newest one back. */
export type Direction = 'up' | 'down';

/**
 * Brings the schema up to date, or one step back, in one transaction that no other process overlaps.
 * @returns the names of the migrations that were run, in their order; empty when there was nothing to do.
 * @throws the error of the migration that failed; the schema is then as before.
 */
export async function migrate(url: string, direction: Direction = 'up'): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(url, 'migrate', [])).initialize();
  try {
    // Has no effect inside a transaction, and SQLite can only alter a table by building it anew.
    if (dataSource.options.type !== 'postgres') await dataSource.query('PRAGMA foreign_keys = OFF');
    const transaction = await writeConnection(dataSource).begin();
    try {
      const names = await run(dataSource, transaction, direction);
      await transaction.commit();
      return names;
    } catch (error) {
      await transaction.abandon();
      throw error;
    }
  } finally {
    await dataSource.destroy();
  }
}

async function run(
  dataSource: DataSource,
  transaction: Transaction,
  direction: Direction,
): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, transaction.queryRunner);
  executor.transaction = 'none';
  const before = await executor.getExecutedMigrations();
  if (direction === 'up') await executor.executePendingMigrations();
  else await executor.undoLastMigration();
  const after = await executor.getExecutedMigrations();
  await assertForeignKeys(dataSource, transaction);
  const [more, fewer] = direction === 'up' ? [after, before] : [before, after];
  const known = new Set(fewer.map(({ name }) => name));
  // The executor lists the newest first.
  return more
    .map(({ name }) => name)
    .filter((name) => !known.has(name))
    .reverse();
}

async function assertForeignKeys(dataSource: DataSource, { queryRunner }: Transaction): Promise<void> {
  if (dataSource.options.type === 'postgres') return;
  const broken: unknown[] = await queryRunner.query('PRAGMA foreign_key_check');
  if (broken.length > 0) throw new Error(`A migration would leave ${broken.length} rows pointing nowhere.`);
}
