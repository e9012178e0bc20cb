import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { LOG } from '../ops/ops.module.js';
import type { ContentImport } from '../programme/content-import.entity.js';
import { ImportJobs } from '../programme/import/import-jobs.service.js';
import { ImportWork } from '../programme/import/import-work.service.js';

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
    private readonly works: ImportWork,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /** Rehearses an import that has been begun or corrected. @throws Refusal when it may not be. */
  async rehearse(importId: string): Promise<void> {
    const job = await this.jobs.takeUp(importId, 'rehearse');
    await this.begin(job, (signal) => this.works.rehearse(job, signal));
  }

  /** Carries out, or goes on with, an import that was taken up for it. */
  carryOut(job: ContentImport): Promise<void> {
    return this.begin(job, (signal) => this.works.carryOut(job, signal));
  }

  /** Waits until nothing works on an import here, after it was given up. */
  stop(importId: string): Promise<void> {
    return stopped([...this.working].filter((work) => work.importId === importId));
  }

  /** Stops between two files: what is done is whole, the rest can be gone on with. */
  async beforeApplicationShutdown(): Promise<void> {
    await stopped([...this.working]);
  }

  private async begin(
    { id: importId }: ContentImport,
    run: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    const work = { importId, stop, finished: run(stop.signal) };
    this.working.add(work);
    // The page of the import tells that it failed, so nobody who waits here has to be told.
    const over = work.finished
      .catch((error: unknown) => this.log.error({ err: error, importId }, 'an import failed'))
      .finally(() => this.working.delete(work));
    await Promise.race([over, pause(patience)]);
  }
}
