import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseUnavailable } from './errors.js';
import type { Transaction, WriteConnection } from './write-connection.js';
import { beginWriting, endWriting, type Outcome, type Work, WriteScope } from './write-scope.js';

/** Limits of the queue; times in milliseconds. */
export interface QueueLimits {
  /** Most writes in one transaction. */
  batch: number;
  /** Past this time a transaction takes no further write, so that those in it get their answer. */
  batchTime: number;
  /** Most writes that may wait; the next one is refused. */
  waiting: number;
  /** A write that runs longer is rolled back. */
  writeTime: number;
  /** A write that runs longer is complained about in the log, for it holds up all others. */
  slowWrite: number;
}

export const defaultLimits: QueueLimits = {
  batch: 64,
  batchTime: 100,
  waiting: 5_000,
  writeTime: 30_000,
  slowWrite: 250,
};

/** A write in the queue. Each is run at most once. */
interface Job {
  /** Runs the work. Never throws: what became of it is told by `settle`. */
  run(transaction: Transaction): Promise<void>;
  /** Answers whoever waits; `loss` says that the transaction did not last. */
  settle(loss?: DatabaseUnavailable): void;
}

/**
 * Writes stand in one line, first in, first out. Everything waiting goes into one transaction, each write in a
 * savepoint of its own, and is answered after the COMMIT ("group commit"), so that many share one flush of the disk.
 */
export class WriteQueue {
  private readonly jobs: Job[] = [];
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly connection: WriteConnection,
    private readonly limits: QueueLimits,
    private readonly warn: (message: string) => void,
    /** Called after each transaction, before those who wrote in it are answered. */
    private readonly afterBatch: () => void,
  ) {}

  /**
   * Resolves once `work` is committed.
   * @throws what `work` throws; DatabaseUnavailable when it could not be begun or may not have been kept.
   */
  add<T>(work: Work<T>): Promise<T> {
    if (this.closed) return Promise.reject(new DatabaseUnavailable('The database is closing.'));
    if (this.jobs.length >= this.limits.waiting) {
      return Promise.reject(new DatabaseUnavailable('Too many writes are waiting.'));
    }
    return new Promise((resolve, reject) => {
      this.jobs.push(this.job(work, resolve, reject));
      this.running ??= this.drain();
    });
  }

  /** Takes no more writes and resolves when those waiting are done. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private job<T>(work: Work<T>, resolve: (value: T) => void, reject: (error: unknown) => void): Job {
    // The queue runs on behalf of whoever came first; request ids and the like must come from the one who asked.
    const inContext = AsyncLocalStorage.snapshot();
    let outcome: Outcome<T> | undefined;
    let failure: unknown;
    return {
      run: async (transaction) => {
        const began = performance.now();
        try {
          outcome = await inContext(() => new WriteScope(transaction).run(work, this.limits.writeTime));
        } catch (error) {
          failure = error;
        }
        const took = performance.now() - began;
        if (took > this.limits.slowWrite) inContext(() => this.warn(slowMessage(took)));
      },
      settle: (loss) => {
        if (outcome === undefined) return reject(failure ?? loss);
        if (loss !== undefined) return reject(loss);
        for (const callback of outcome.afterCommit) void inContext(() => this.callBack(callback));
        resolve(outcome.value);
      },
    };
  }

  private async callBack(callback: () => unknown): Promise<void> {
    try {
      // Up to its first await this runs at once, and so does a callback that is no promise.
      await callback();
    } catch (error) {
      this.warn(`What should follow a write failed: ${error instanceof Error ? error.stack : error}`);
    }
  }

  private async drain(): Promise<void> {
    beginWriting();
    while (this.jobs.length > 0) {
      // SQLite answers without ever leaving this turn of the event loop: let requests in, to share the transaction.
      await nextTurn();
      await this.runBatch();
    }
    this.running = undefined;
    endWriting();
  }

  private async runBatch(): Promise<void> {
    let transaction: Transaction;
    try {
      transaction = await this.connection.begin();
    } catch (error) {
      const loss = new DatabaseUnavailable('The database takes no writes now.', { cause: error });
      // Whoever waits would meet the same; better an answer now than one after as many time-outs as batches.
      for (const job of this.jobs.splice(0)) job.settle(loss);
      return;
    }
    const batch = await this.runJobs(transaction);
    const loss = await commit(transaction);
    this.afterBatch();
    for (const job of batch) job.settle(loss);
  }

  private async runJobs(transaction: Transaction): Promise<Job[]> {
    const batch: Job[] = [];
    const end = performance.now() + this.limits.batchTime;
    do {
      const job = this.jobs.shift();
      if (job === undefined) break;
      batch.push(job);
      await job.run(transaction);
    } while (transaction.isOpen() && batch.length < this.limits.batch && performance.now() < end);
    return batch;
  }
}

async function commit(transaction: Transaction): Promise<DatabaseUnavailable | undefined> {
  if (!transaction.isOpen()) {
    await transaction.abandon();
    return new DatabaseUnavailable('The database dropped the transaction; nothing of it was stored.');
  }
  try {
    await transaction.commit();
    return undefined;
  } catch (error) {
    await transaction.abandon();
    return new DatabaseUnavailable('The commit failed; what was written may not be stored.', {
      cause: error,
    });
  }
}

function slowMessage(milliseconds: number): string {
  return `A write took ${Math.round(milliseconds)} ms and held up all others.`;
}
