import { Injectable } from '@nestjs/common';
import { type EntityManager, In, MoreThan } from 'typeorm';
import { Database } from '../../database/database.js';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import { found, Refusal } from '../../web/refusal.js';
import type { TreeFile } from '../content/files.js';
import { ContentImport, type ImportOrigin, type ImportScope } from '../content-import.entity.js';
import { type FileOutcome, ImportFile } from '../import-file.entity.js';
import { withCorrections } from './corrections.js';
import { countsOf, type ImportCounts } from './counts.js';
import type { Correction } from './fates.js';
import { type FilePlan, filePlanOf } from './file-plan.js';
import { Heart } from './heart.js';
import { ImportWriter } from './import-writer.service.js';
import {
  asItIs,
  change,
  forgetAbandoned,
  givenUp,
  ImportGivenUp,
  interruption,
  isOutdated,
  isOver,
  isWorking,
  standAlone,
  stillMine,
} from './job-state.js';
import { type ImportPlan, ImportPlanner } from './planner.service.js';
import { keepFiles, keptFiles } from './stored-files.js';
import { keepingUnseen } from './unseen-clashes.js';

/** An import to be begun. */
export interface NewImport {
  origin: ImportOrigin;
  /** Name of the folder or of the uploaded file, for people. */
  originName: string;
  scope: ImportScope;
  /** Null for the system and the command line. */
  actorId: string | null;
  /** Sorted by path. */
  files: readonly TreeFile[];
}

/** Which files of an import to list: by outcome, from a position on. */
export interface FilesWanted {
  /** All outcomes when left out. */
  outcomes?: readonly FileOutcome[];
  /** Position after which the page begins. */
  after?: number | null;
  limit: number;
}

/** What happens within the write that completes work on an import, which was taken up at `since`. */
export type WhenReady = (
  manager: EntityManager,
  ready: { job: ContentImport; state: 'rehearsed' | 'done'; since: string },
) => Promise<void>;

/**
 * Imports of content, each a job: begun, rehearsed, corrected, carried out. One works at a time; whoever begins or goes
 * on while another works gets Refusal 409 `content.refusal.importRunning`.
 */
@Injectable()
export class ImportJobs {
  private readonly whenReady: WhenReady[] = [];

  constructor(
    private readonly database: Database,
    private readonly planner: ImportPlanner,
    private readonly writer: ImportWriter,
  ) {}

  /**
   * Registers an import with its files, in state `rehearsing`; call `rehearse` next.
   * @throws Refusal 409 while another one works; 413 when there are too many files or too much text.
   */
  async begin(manager: EntityManager, fresh: NewImport): Promise<ContentImport> {
    await standAlone(manager, null);
    await forgetAbandoned(manager, now());
    const { files, originName, ...given } = fresh;
    const last = await manager.maximum(ContentImport, 'number');
    const job: ContentImport = {
      id: newId(),
      number: (last ?? 0) + 1,
      state: 'rehearsing',
      ...given,
      originName: originName.slice(0, 300),
      createdAt: now(),
      turn: null,
      beatAt: now(),
      finishedAt: null,
      done: 0,
      total: files.length,
      corrections: '[]',
      failure: null,
    };
    await manager.insert(ContentImport, job);
    await keepFiles(manager, job.id, files);
    return job;
  }

  /** Registers what else belongs to the write in which a rehearsal or an import is completed. */
  alsoWhenReady(also: WhenReady): void {
    this.whenReady.push(also);
  }

  /**
   * Plans the import and notes what would become of each file; the text is not touched. Resolves when that is done,
   * given up or has failed: see its `state`.
   * @param begun called once it is certain that it may be rehearsed.
   * @throws Refusal 409 when it may not be rehearsed; whatever else went wrong, after noting the failure.
   */
  async rehearse(importId: string, stop?: AbortSignal, begun?: () => void): Promise<void> {
    const job = await this.claim(importId, ['rehearsing'], 'rehearsing');
    begun?.();
    await this.atWork(job, stop, async (heart) => {
      // A rehearsal shows the text as it was when reading began: whatever comes later makes it stale.
      const since = now();
      const plan = await this.plan(job, heart);
      if (plan.isNothing) return this.end(job, { state: 'failed', failure: 'content.failure.nothing' });
      await this.writer.note(job, plan.files, heart);
      await this.end(job, { state: 'rehearsed', beatAt: since, done: job.total });
    });
  }

  /**
   * Remembers matches decided by hand and puts the import back to `rehearsing`; call `rehearse` next.
   * @throws Refusal 409 when it is neither rehearsed nor interrupted; 422 when a file or section is not one of this
   *   import.
   */
  async correct(importId: string, corrections: readonly Correction[]): Promise<void> {
    await this.database.write(async (manager) => {
      await standAlone(manager, null);
      const job = await this.inState(manager, importId, ['rehearsed', 'interrupted']);
      const before = JSON.parse(job.corrections) as Correction[];
      const all = await withCorrections(manager, importId, before, corrections);
      await change(manager, importId, {
        state: 'rehearsing',
        corrections: JSON.stringify(all),
        done: 0,
        beatAt: now(),
      });
    });
  }

  /**
   * Carries a rehearsed or interrupted import out: one write for each file, or for files that exchange sections.
   * Resolves when it is done or given up.
   * @param begun called once it is certain that it may be carried out.
   * @throws Refusal 409 when it is not rehearsed, or when the text has changed since; whatever else went wrong, after
   *   which it can be gone on with.
   */
  async carryOut(importId: string, stop?: AbortSignal, begun?: () => void): Promise<void> {
    const job = await this.claim(importId, ['rehearsed', 'interrupted'], 'running');
    begun?.();
    await this.atWork(job, stop, async (heart) =>
      this.writeAll(job, await this.planToWrite(job, heart), heart),
    );
  }

  /**
   * Plans a begun import and carries it out without asking anybody, for the command line and the first start.
   * @returns its final row; `failed` with `content.failure.nothing` where there was nothing to import.
   */
  async runAtOnce(
    importId: string,
    stop?: AbortSignal,
    onFile?: (done: number, total: number) => void,
  ): Promise<ContentImport> {
    const job = await this.claim(importId, ['rehearsing'], 'running');
    await this.atWork(job, stop, async (heart) => {
      const plan = await this.plan(job, heart);
      if (plan.isNothing) return this.end(job, { state: 'failed', failure: 'content.failure.nothing' });
      await this.writer.note(job, plan.files, heart);
      await this.writeAll(job, plan, heart, onFile);
    });
    return this.database.read.findOneByOrFail(ContentImport, { id: importId });
  }

  /**
   * Gives an import up; one that is being carried out stops between two files.
   * @throws Refusal 404; 409 when it is over.
   */
  async cancel(importId: string): Promise<void> {
    await this.database.write(async (manager) => {
      const job = found(await manager.findOneBy(ContentImport, { id: importId }));
      if (isOver(job)) throw new Refusal(409, 'content.refusal.importOver');
      await change(manager, importId, givenUp(job));
    });
  }

  /** Null when there is none. One whose process died is shown as what it is. */
  async find(number: number): Promise<ContentImport | null> {
    const job = await this.database.read.findOneBy(ContentImport, { number });
    return job && asItIs(job, now());
  }

  /** The newest first. */
  async recent(limit: number): Promise<ContentImport[]> {
    const jobs = await this.database.read.find(ContentImport, { order: { number: 'DESC' }, take: limit });
    return jobs.map((job) => asItIs(job, now()));
  }

  /** The one that works now. */
  async working(): Promise<ContentImport | null> {
    const jobs = await this.database.read.findBy(ContentImport, { state: In(['rehearsing', 'running']) });
    return jobs.find((job) => isWorking(job, now())) ?? null;
  }

  /** Files by position. */
  files(importId: string, { outcomes, after, limit }: FilesWanted): Promise<ImportFile[]> {
    return this.database.read.find(ImportFile, {
      // The text of a thousand files is not read just to list them.
      select: {
        importId: true,
        position: true,
        path: true,
        diagnostics: true,
        outcome: true,
        pointId: true,
        summary: true,
      },
      where: {
        importId,
        ...(outcomes ? { outcome: In([...outcomes]) } : {}),
        position: MoreThan(after ?? -1),
      },
      order: { position: 'ASC' },
      take: limit,
    });
  }

  /** Two queries, whatever the size. */
  counts(importId: string): Promise<ImportCounts> {
    return countsOf(this.database.read, importId);
  }

  /** One file with its texts; null when there is no such file. A fixed number of queries. */
  filePlan(importId: string, position: number): Promise<FilePlan | null> {
    return filePlanOf(this.database.read, importId, position);
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

  /** Takes an import up, so that nobody else works on it or on another one. */
  private claim(
    importId: string,
    from: readonly ContentImport['state'][],
    state: 'rehearsing' | 'running',
  ): Promise<ContentImport> {
    return this.database.write(async (manager) => {
      await standAlone(manager, importId);
      const job = await this.inState(manager, importId, from);
      if (await isOutdated(manager, job)) throw new Refusal(409, 'content.refusal.importStale');
      const claimed = { state, turn: newId(), beatAt: now(), done: 0, failure: null, finishedAt: null };
      await change(manager, importId, claimed);
      return { ...job, ...claimed };
    });
  }

  private async inState(
    manager: EntityManager,
    importId: string,
    states: readonly ContentImport['state'][],
  ): Promise<ContentImport> {
    const job = found(await manager.findOneBy(ContentImport, { id: importId }));
    if (isOver(job)) throw new Refusal(409, 'content.refusal.importOver');
    if (!states.includes(job.state)) throw new Refusal(409, 'content.refusal.importNotReady');
    return job;
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
