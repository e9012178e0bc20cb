import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager, QueryRunner } from 'typeorm';
import { DatabaseUnavailable, WriteMisused, WriteTimedOut } from './errors.js';
import type { Transaction } from './write-connection.js';

/** The work of one write. */
export type Work<T> = (manager: EntityManager) => Promise<T>;

/** What a write has come to once its savepoint is released. */
export interface Outcome<T> {
  value: T;
  afterCommit: (() => void)[];
}

const current = new AsyncLocalStorage<WriteScope>();

let queuesAtWork = 0;

/** Called by a queue when it begins to work. */
export function beginWriting(): void {
  queuesAtWork += 1;
}

/**
 * Called when it has nothing left to do. Where nobody writes there is no write to belong to, and as long as Node has to
 * know one it follows every promise of every request, which costs a page view a sixth of its time.
 */
export function endWriting(): void {
  queuesAtWork -= 1;
  if (queuesAtWork === 0) current.disable();
}

/** The write that the running code belongs to, if any; one that has ended well no longer counts. */
export function currentScope(): WriteScope | undefined {
  let scope = current.getStore();
  while (scope?.state === 'ended') scope = scope.parent;
  return scope;
}

/** One write, or a write inside a write, from its SAVEPOINT to its end. */
export class WriteScope {
  state: 'open' | 'ended' | 'rolledBack' = 'open';
  readonly afterCommit: (() => void)[] = [];
  private readonly manager: EntityManager;
  private readonly savepoint: string;
  private failure: unknown;
  private statements = 0;
  private whenIdle: (() => void) | undefined;
  private lastInner: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transaction: Transaction,
    readonly parent?: WriteScope,
  ) {
    this.savepoint = parent === undefined ? 'write' : `${parent.savepoint}_in`;
    this.manager = fence(transaction.queryRunner, (statement) => this.track(statement));
  }

  /**
   * Runs `work` in a savepoint, which is released when it returns and rolled back when it throws. Call it once.
   * @throws what `work` throws; WriteTimedOut after `limit` milliseconds; the error of a statement that failed, even
   * when `work` caught it: PostgreSQL then refuses the rest of the write, so SQLite must not let it through either.
   */
  async run<T>(work: Work<T>, limit?: number): Promise<Outcome<T>> {
    await this.control(`SAVEPOINT ${this.savepoint}`);
    try {
      const value = await withLimit(this.complete(work), limit);
      if (this.failure !== undefined) throw this.failure;
      await this.control(`RELEASE ${this.savepoint}`);
      this.state = 'ended';
      return { value, afterCommit: this.afterCommit };
    } catch (error) {
      await this.rollBack();
      throw error;
    }
  }

  /** A write inside this one. Several at once stand in line, since savepoints can only nest. */
  async inner<T>(work: Work<T>): Promise<T> {
    this.assertUsable();
    const scope = new WriteScope(this.transaction, this);
    const outcome = this.lastInner.then(() => scope.run(work));
    this.lastInner = outcome.catch(() => undefined);
    const { value, afterCommit } = await outcome;
    this.afterCommit.push(...afterCommit);
    return value;
  }

  /** The work and everything it has started without waiting for it. */
  private async complete<T>(work: Work<T>): Promise<T> {
    const value = await current.run(this, () => work(this.manager));
    await this.lastInner;
    await this.idle();
    return value;
  }

  private async rollBack(): Promise<void> {
    this.state = 'rolledBack';
    await this.idle();
    // When a write around this one is being rolled back, this savepoint goes with it.
    if (this.isLostAlready()) return;
    const undo = () => this.transaction.control(`ROLLBACK TO ${this.savepoint}; RELEASE ${this.savepoint}`);
    await this.hold(undo).catch(() => this.transaction.abandon());
  }

  private isLostAlready(): boolean {
    for (let scope = this.parent; scope !== undefined; scope = scope.parent) {
      if (scope.state === 'rolledBack') return true;
    }
    return !this.transaction.isOpen();
  }

  private async control(sql: string): Promise<void> {
    this.assertUsable();
    await this.hold(() => this.transaction.control(sql));
  }

  private async track<T>(statement: () => Promise<T>): Promise<T> {
    this.assertUsable();
    try {
      return await this.hold(statement);
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
  }

  private assertUsable(): void {
    if (this.state !== 'open') throw new WriteMisused('This write has ended: await all that it starts.');
    if (this.failure !== undefined) {
      const message = 'A statement of this write has failed, so it can only be rolled back.';
      throw new WriteMisused(message, { cause: this.failure });
    }
    if (!this.transaction.isOpen())
      throw new DatabaseUnavailable('The database has dropped the transaction.');
    this.parent?.assertUsable();
  }

  /** Counts a statement in this write and those around it: none of them ends while it runs. */
  private async hold<T>(statement: () => Promise<T>): Promise<T> {
    this.statements += 1;
    try {
      return await (this.parent === undefined ? statement() : this.parent.hold(statement));
    } finally {
      this.statements -= 1;
      if (this.statements === 0) this.whenIdle?.();
    }
  }

  private async idle(): Promise<void> {
    while (this.statements > 0) {
      await new Promise<void>((resolve) => {
        this.whenIdle = resolve;
      });
    }
  }
}

async function withLimit<T>(work: Promise<T>, limit: number | undefined): Promise<T> {
  if (limit === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WriteTimedOut(`A write took longer than ${limit} ms.`)), limit);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A manager for one write only. TypeORM hands the same query runner to everybody on SQLite, and starts a transaction
 * around every `save` unless it believes that one is active. Through the fence it does believe so, and a statement
 * that comes late, after a forgotten `await`, cannot end up in somebody else's write.
 */
function fence(runner: QueryRunner, track: <T>(statement: () => Promise<T>) => Promise<T>): EntityManager {
  const refuse = () => Promise.reject(new WriteMisused('Use database.write() for a write inside a write.'));
  const fenced: QueryRunner = Object.assign(Object.create(runner), {
    isTransactionActive: true,
    query: (...call: Parameters<QueryRunner['query']>) => track(() => runner.query(...call)),
    startTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    stream: refuse,
    release: refuse,
  });
  return runner.dataSource.createEntityManager(fenced);
}
