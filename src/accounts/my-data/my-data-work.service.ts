import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { LOG } from '../../ops/ops.module.js';
import { hour, minute } from '../periods.js';
import { DataExports } from './data-exports.service.js';
import { Erasures } from './erasures.service.js';

/** Makes exports and carries out erasures in the background, also those that another process left behind. */
@Injectable()
export class MyDataWork implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly working = new Set<Promise<void>>();

  constructor(
    private readonly exports: DataExports,
    private readonly erasures: Erasures,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  onApplicationBootstrap(): void {
    this.every(minute, () => this.exports.work());
    this.every(hour, () => this.erasures.carryOutDue());
  }

  /** What has begun is finished before the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.finished();
  }

  /** Resolves when what has begun so far is done. */
  async finished(): Promise<void> {
    await Promise.all(this.working);
  }

  /** Begins with exports that were just asked for. */
  wake(): void {
    this.run(() => this.exports.work());
  }

  private every(seconds: number, work: () => Promise<void>): void {
    const first = setTimeout(() => this.run(work), minute * 1000);
    const timer = setInterval(() => this.run(work), seconds * 1000);
    this.timers.push(first.unref(), timer.unref());
  }

  private run(work: () => Promise<void>): void {
    const done: Promise<void> = work()
      .catch((error: unknown) => this.log.error({ err: error }, 'work on personal data failed'))
      .finally(() => this.working.delete(done));
    this.working.add(done);
  }
}
