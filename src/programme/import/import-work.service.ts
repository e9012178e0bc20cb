import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import type { ContentImport } from '../content-import.entity.js';
import type { Correction } from './fates.js';
import { Heart } from './heart.js';
import { ImportWriter } from './import-writer.service.js';
import { change, ImportGivenUp, interruption, stillMine } from './job-state.js';
import { type ImportPlan, ImportPlanner } from './planner.service.js';
import { keptFiles } from './stored-files.js';
import { keepingUnseen } from './unseen-clashes.js';

/** What happens within the write that completes work on an import, which was taken up at `since`. */
export type WhenReady = (
  manager: EntityManager,
  ready: { job: ContentImport; state: 'rehearsed' | 'done'; since: string },
) => Promise<void>;

/** What is done with an import that `ImportJobs` has taken up; it shows signs of life and can be stopped meanwhile. */
@Injectable()
export class ImportWork {
  private readonly whenReady: WhenReady[] = [];

  constructor(
    private readonly database: Database,
    private readonly planner: ImportPlanner,
    private readonly writer: ImportWriter,
  ) {}

  /** Registers what else belongs to the write in which a rehearsal or an import is completed. */
  alsoWhenReady(also: WhenReady): void {
    this.whenReady.push(also);
  }

  /**
   * Plans the import and notes what would become of each file; the text is not touched. Resolves when that is done,
   * given up or has failed: see its `state`.
   * @param job taken up to be rehearsed.
   * @throws whatever went wrong, after noting the failure.
   */
  rehearse(job: ContentImport, stop?: AbortSignal): Promise<void> {
    return this.atWork(job, stop, async (heart) => {
      // A rehearsal shows the text as it was when reading began: whatever comes later makes it stale.
      const since = now();
      const plan = await this.plan(job, heart);
      if (plan.isNothing) return this.end(job, { state: 'failed', failure: 'content.failure.nothing' });
      await this.writer.note(job, plan.files, heart);
      await this.end(job, { state: 'rehearsed', beatAt: since, done: job.total });
    });
  }

  /**
   * Carries the import out: one write for each file, or for files that exchange sections. Resolves when it is done or
   * given up.
   * @param job taken up to be carried out.
   * @throws whatever went wrong, after which it can be gone on with.
   */
  carryOut(job: ContentImport, stop?: AbortSignal): Promise<void> {
    return this.atWork(job, stop, async (heart) =>
      this.writeAll(job, await this.planToWrite(job, heart), heart),
    );
  }

  /** Plans and carries out without a look in between. @throws as `carryOut`. */
  runAtOnce(
    job: ContentImport,
    stop?: AbortSignal,
    onFile?: (done: number, total: number) => void,
  ): Promise<void> {
    return this.atWork(job, stop, async (heart) => {
      const plan = await this.plan(job, heart);
      if (plan.isNothing) return this.end(job, { state: 'failed', failure: 'content.failure.nothing' });
      await this.writer.note(job, plan.files, heart);
      await this.writeAll(job, plan, heart, onFile);
    });
  }

  private plan(job: ContentImport, heart: Heart): Promise<ImportPlan> {
    return keptFiles(this.database.read, job.id).then((files) =>
      this.planner.plan({
        files,
        scope: job.scope,
        corrections: JSON.parse(job.corrections) as Correction[],
        signal: heart.signal,
        onProgress: (share) => {
          if (job.state === 'rehearsing') heart.done = Math.floor(share * job.total);
        },
      }),
    );
  }

  /** What somebody wrote since it was begun stays where a file would overwrite it. */
  private async planToWrite(job: ContentImport, heart: Heart): Promise<ImportPlan> {
    const plan = await this.plan(job, heart);
    const unseen = await keepingUnseen(this.database.read, plan.files, job.beatAt);
    if (unseen.length === 0) return plan;
    job.corrections = JSON.stringify([...(JSON.parse(job.corrections) as Correction[]), ...unseen]);
    await this.database.write(async (manager) => {
      await stillMine(manager, job);
      await change(manager, job.id, { corrections: job.corrections });
    });
    return this.plan(job, heart);
  }

  private async writeAll(
    job: ContentImport,
    plan: ImportPlan,
    heart: Heart,
    onFile?: (done: number, total: number) => void,
  ): Promise<void> {
    await this.writer.write(job, plan, heart, { replan: () => this.planToWrite(job, heart), onFile });
    await this.end(job, { state: 'done', done: job.total });
  }

  private async end(job: ContentImport, changes: Partial<ContentImport>): Promise<void> {
    await this.database.write(async (manager) => {
      await stillMine(manager, job);
      await change(manager, job.id, changes);
      const { state } = changes;
      if (state !== 'rehearsed' && state !== 'done') return;
      for (const also of this.whenReady) await also(manager, { job, state, since: job.beatAt });
    });
  }

  /** Does the work with signs of life, and notes how it ended when that was not as planned. */
  private async atWork(
    job: ContentImport,
    stop: AbortSignal | undefined,
    work: (heart: Heart) => Promise<void>,
  ): Promise<void> {
    const heart = new Heart(this.database, job, stop);
    try {
      await work(heart);
    } catch (error) {
      if (error instanceof ImportGivenUp) return;
      const isStopped = stop?.aborted === true;
      const unexpected = isStopped ? {} : { failure: 'content.failure.unexpected' };
      await this.end(job, { ...interruption(job.state), ...unexpected }).catch(() => undefined);
      if (!isStopped) throw error;
    } finally {
      heart.stop();
    }
  }
}
