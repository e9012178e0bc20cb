import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { LOG } from '../ops/ops.module.js';
import { ImportJobs } from '../programme/import/import-jobs.service.js';
import { Refusal } from '../web/refusal.js';

/** A short job is waited for, so that nobody sees a page of progress just to see it vanish; in milliseconds. */
const patience = 800;

/** Works on imports in the background of the web process; whoever asked gets a page in the meantime. */
@Injectable()
export class ImportRunner implements BeforeApplicationShutdown {
  private readonly working = new Map<string, { stop: AbortController; finished: Promise<void> }>();

  constructor(
    private readonly jobs: ImportJobs,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /** Rehearses an import that has been begun. @throws Refusal when it may not be. */
  rehearse(importId: string): Promise<void> {
    return this.work(importId, (signal) => this.jobs.rehearse(importId, signal));
  }

  /** Carries out, or goes on with, a rehearsed import. @throws Refusal when it may not be. */
  carryOut(importId: string): Promise<void> {
    return this.work(importId, (signal) => this.jobs.carryOut(importId, signal));
  }

  /** Gives an import up, whichever process works on it. @throws Refusal when it is over. */
  async cancel(importId: string): Promise<void> {
    await this.jobs.cancel(importId);
    const mine = this.working.get(importId);
    mine?.stop.abort();
    await mine?.finished.catch(() => {});
  }

  /** Stops between two files: what is done is whole, the rest can be gone on with. */
  async beforeApplicationShutdown(): Promise<void> {
    const all = [...this.working.values()];
    for (const { stop } of all) stop.abort();
    await Promise.allSettled(all.map(({ finished }) => finished));
  }

  private async work(importId: string, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const stop = new AbortController();
    const finished = run(stop.signal).finally(() => this.working.delete(importId));
    this.working.set(importId, { stop, finished });
    finished.catch((error: unknown) => {
      if (!(error instanceof Refusal)) this.log.error({ err: error, importId }, 'an import failed');
    });
    try {
      await Promise.race([finished, pause(patience)]);
    } catch (error) {
      // Anything else is told by the page of the import.
      if (error instanceof Refusal) throw error;
    }
  }
}
