import type { DataSource } from 'typeorm';
import { sqliteHandle } from './write-connection.js';

/**
 * A cheap way to ask whether anything was committed since the last time, by this process or another. Null where the
 * engine has none.
 *
 * SQLite's `data_version` moves whenever another connection commits, and our writes use another connection than this
 * one; asking takes about a microsecond. https://www.sqlite.org/pragma.html#pragma_data_version
 */
export function changeMark(reading: DataSource): () => number | null {
  if (reading.options.type === 'postgres') return () => null;
  const statement = sqliteHandle(reading).prepare('PRAGMA data_version').pluck();
  return () => statement.get() as number;
}
