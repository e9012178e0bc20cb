import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { LOG } from '../ops/ops.module.js';
import { ImportJobs } from '../programme/import/import-jobs.service.js';
import { Refusal } from '../web/refusal.js';

/** A short job is waited for, so that nobody sees a page of progress just to see it vanish; in milliseconds. */
const patience = 800;

interface Work {
  importId: string;
  stop: AbortController;
  finished: Promise<void>;
}

async function stopped(works: readonly Work[]): Promise<void> {
  for (const { stop } of works) stop.abort();
  await Promise.allSettled(works.map(({ finished }) => finished));
}

/** Works on imports in the background of the web process; whoever asked gets a page in the meantime. */
@Injectable()
export class ImportRunner implements BeforeApplicationShutdown {
  /** More than one for an import only until it is certain which of them may go on. */
  private readonly working = new Set<Work>();

  constructor(
    private readonly jobs: ImportJobs,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /** Rehearses an import that has been begun. @throws Refusal when it may not be. */
  rehearse(importId: string): Promise<void> {
    return this.work(importId, (signal, begun) => this.jobs.rehearse(importId, signal, begun));
  }

  /** Carries out, or goes on with, a rehearsed import. @throws Refusal when it may not be. */
  carryOut(importId: string): Promise<void> {
    return this.work(importId, (signal, begun) => this.jobs.carryOut(importId, signal, begun));
  }

  /** Gives an import up, whichever process works on it. @throws Refusal when it is over. */
  async cancel(importId: string): Promise<void> {
    await this.jobs.cancel(importId);
    await stopped([...this.working].filter((work) => work.importId === importId));
  }

  /** Stops between two files: what is done is whole, the rest can be gone on with. */
  async beforeApplicationShutdown(): Promise<void> {
    await stopped([...this.working]);
  }

  private async work(
    importId: string,
    run: (signal: AbortSignal, begun: () => void) => Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    let begin = (): void => undefined;
    // Whether it may be done at all is worth waiting for, however long others write before.
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const work = { importId, stop, finished: run(stop.signal, begin) };
    this.working.add(work);
    const finished = work.finished.finally(() => this.working.delete(work));
    finished.catch((error: unknown) => {
      if (!(error instanceof Refusal)) this.log.error({ err: error, importId }, 'an import failed');
    });
    try {
      await Promise.race([finished, begun.then(() => pause(patience))]);
    } catch (error) {
      // Anything else is told by the page of the import.
      if (error instanceof Refusal) throw error;
    }
  }
}
