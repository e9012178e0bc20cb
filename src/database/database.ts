import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { changeMark } from './change-mark.js';
import { WriteMisused } from './errors.js';
import { writeConnection } from './write-connection.js';
import { defaultLimits, type QueueLimits, WriteQueue } from './write-queue.js';
import { currentScope } from './write-scope.js';

/** How a database behaves where the usual does not fit. */
export interface DatabaseSettings {
  limits?: Partial<QueueLimits>;
  /** Where to complain, for instance about slow writes. */
  warn: (message: string) => void;
}

/** The way to the stored data: read with `read`, write with `write`, and nothing else. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly kind: 'sqlite' | 'postgres';
  /** For reading outside a write; sees what is committed and refuses to write. */
  readonly read: EntityManager;
  /**
   * A number that moves with every commit, by this process or another: what was read while it stood still is still
   * true. Null when the engine has none, so nothing may be taken as still true.
   */
  readonly changeMark: () => number | null;
  private readonly queue: WriteQueue;

  constructor(reading: DataSource, writing: DataSource, settings: DatabaseSettings) {
    this.kind = writing.options.type === 'postgres' ? 'postgres' : 'sqlite';
    this.read = reading.manager;
    const mark = changeMark(reading);
    this.changeMark = mark.current;
    const limits = { ...defaultLimits, ...settings.limits };
    this.queue = new WriteQueue(writeConnection(writing), limits, settings.warn, mark.forget);
  }

  /**
   * The one way to write. Runs `work` alone, in line with all other writes, and resolves once it is committed; when
   * `work` throws, all of it is undone. A write inside a write joins it: undone by itself when it throws, kept or
   * undone with the outer one otherwise. Do nothing inside but use `manager`: everybody else is waiting. A statement
   * that fails spoils its whole write, even when its error is caught; put one that may fail into a write of its own.
   * @throws what `work` throws; DatabaseUnavailable; WriteTimedOut after 30 s.
   */
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return currentScope()?.inner(work) ?? this.queue.add(work);
  }

  /**
   * Calls `work` after the commit of the surrounding write, before that write resolves; never when it is undone.
   * @throws WriteMisused outside a write.
   */
  afterCommit(work: () => void): void {
    const scope = currentScope();
    if (scope?.state !== 'open') throw new WriteMisused('afterCommit() belongs inside database.write().');
    scope.afterCommit.push(work);
  }

  /** Resolves when all writes are done; later ones are refused. */
  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}
