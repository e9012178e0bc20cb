import { setImmediate as atTheNextTurn } from 'node:timers';
import type { DataSource } from 'typeorm';
import { sqliteHandle } from './write-connection.js';

/** A cheap way to ask whether anything was committed since the last time, by this process or another. */
export interface ChangeMark {
  /** A number that moves with every commit; null where the engine has none. */
  current(): number | null;
  /** To be called after a commit of this process, before anybody is told of it. */
  forget(): void;
}

/**
 * SQLite's `data_version` moves whenever another connection commits, and our writes use another connection than this
 * one. https://www.sqlite.org/pragma.html#pragma_data_version
 *
 * Asking takes and releases a lock on a file, so it is done at most once in a turn of the event loop. A request that
 * somebody sends after hearing of a commit in another process is not read before the next turn.
 */
export function changeMark(reading: DataSource): ChangeMark {
  if (reading.options.type === 'postgres') return { current: () => null, forget: () => {} };
  const statement = sqliteHandle(reading).prepare('PRAGMA data_version').pluck();
  let mark: number | null = null;
  const forget = () => {
    mark = null;
  };
  const ask = () => {
    atTheNextTurn(forget);
    return statement.get() as number;
  };
  return {
    current: () => {
      mark ??= ask();
      return mark;
    },
    forget,
  };
}
