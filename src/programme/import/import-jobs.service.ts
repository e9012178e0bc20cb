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
import { ImportWork } from './import-work.service.js';
import {
  asItIs,
  change,
  forgetAbandoned,
  givenUp,
  isOutdated,
  isOver,
  isWorking,
  standAlone,
} from './job-state.js';
import { keepFiles } from './stored-files.js';

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

/** Why an import is taken up: from which states it may be, and which it is in then. */
const purposes = {
  rehearse: { from: ['rehearsing'], state: 'rehearsing' },
  carryOut: { from: ['rehearsed', 'interrupted'], state: 'running' },
  runAtOnce: { from: ['rehearsing'], state: 'running' },
} as const satisfies Record<string, { from: ContentImport['state'][]; state: ContentImport['state'] }>;

/**
 * Imports of content, each a job: begun, rehearsed, corrected, carried out. One works at a time; whoever begins or goes
 * on while another works gets Refusal 409 `content.refusal.importRunning`.
 */
@Injectable()
export class ImportJobs {
  constructor(
    private readonly database: Database,
    private readonly works: ImportWork,
  ) {}

  /**
   * Registers an import with its files, in state `rehearsing`; rehearse it next.
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

  /**
   * Takes an import up, so that nobody else works on it or on another one.
   * @returns its row, for `ImportWork`.
   * @throws Refusal 404; 409 when it is in no state for that, or when the text has changed since it was rehearsed.
   */
  takeUp(importId: string, purpose: keyof typeof purposes): Promise<ContentImport> {
    const { from, state } = purposes[purpose];
    return this.database.write(async (manager) => {
      await standAlone(manager, importId);
      const job = await this.inState(manager, importId, from);
      if (await isOutdated(manager, job)) throw new Refusal(409, 'content.refusal.importStale');
      const taken = { state, turn: newId(), beatAt: now(), done: 0, failure: null, finishedAt: null };
      await change(manager, importId, taken);
      return { ...job, ...taken };
    });
  }

  /**
   * Takes an import up and rehearses it, in one go.
   * @throws Refusal as `takeUp`; whatever else went wrong, after noting the failure.
   */
  async rehearse(importId: string, stop?: AbortSignal): Promise<void> {
    await this.works.rehearse(await this.takeUp(importId, 'rehearse'), stop);
  }

  /**
   * Takes a rehearsed or interrupted import up and carries it out, in one go.
   * @throws Refusal as `takeUp`; whatever else went wrong, after which it can be gone on with.
   */
  async carryOut(importId: string, stop?: AbortSignal): Promise<void> {
    await this.works.carryOut(await this.takeUp(importId, 'carryOut'), stop);
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
    await this.works.runAtOnce(await this.takeUp(importId, 'runAtOnce'), stop, onFile);
    return this.database.read.findOneByOrFail(ContentImport, { id: importId });
  }

  /**
   * Remembers matches decided by hand and puts the import back to `rehearsing`; rehearse it next.
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
}
