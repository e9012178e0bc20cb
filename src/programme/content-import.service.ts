import { basename, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { Refusal } from '../web/refusal.js';
import type { Diagnostic } from './content/diagnostics.js';
import { listFiles } from './content/files.js';
import { isSettings } from './content/tree.js';
import type { ImportScope } from './content-import.entity.js';
import { GroupImport } from './import/group-import.service.js';
import { ImportJobs } from './import/import-jobs.service.js';
import { ImportWork } from './import/import-work.service.js';
import { ImportWriter } from './import/import-writer.service.js';
import { ImportPlanner } from './import/planner.service.js';
import type { FileOutcome } from './import-file.entity.js';
import { Points } from './points.service.js';
import { SettingsImport } from './settings-import.service.js';
import { TextChanges } from './text-changes.service.js';
import { Versions } from './versions.service.js';

/** What became of one file. */
export interface ImportedFile {
  path: string;
  outcome: FileOutcome;
  diagnostics: Diagnostic[];
}

/** What an import did. */
export interface ImportReport {
  files: ImportedFile[];
}

/** How to import a folder. */
export interface FolderImport {
  /** `partial`: points whose files are not there are left alone. */
  scope?: ImportScope;
  signal?: AbortSignal;
  onFile?: (done: number, total: number) => void;
}

/** The folder has no text and no settings, so that importing it would archive every point: most likely the wrong one. */
export class NothingToImport extends Error {
  override readonly name = 'NothingToImport';
}

/** Brings a content folder into the database at once, as the command line and the first start do. */
@Injectable()
export class ContentImport {
  constructor(
    private readonly database: Database,
    private readonly jobs: ImportJobs,
  ) {}

  /**
   * Imports a folder. A file with an error is left as it was imported before; a file that is gone archives its point.
   *
   * @param actorId account of whoever runs it; null for the system.
   * @returns all files and points, settings only where there is a remark.
   * @throws Error when the folder cannot be listed; NothingToImport; Refusal 409 while another import works, or when
   *   staff give this one up.
   */
  async run(folder: string, actorId: string | null, options: FolderImport = {}): Promise<ImportReport> {
    const files = await listFiles(folder);
    const job = await this.database.write((manager) =>
      this.jobs.begin(manager, {
        origin: 'folder',
        originName: basename(resolve(folder)),
        scope: options.scope ?? 'whole',
        actorId,
        files,
      }),
    );
    const { state, failure } = await this.jobs.runAtOnce(job.id, options.signal, options.onFile);
    options.signal?.throwIfAborted();
    if (state === 'failed' && failure === 'content.failure.nothing') throw new NothingToImport();
    if (state === 'cancelled') throw new Refusal(409, 'content.refusal.importGivenUp');
    const rows = await this.jobs.files(job.id, { limit: 1_000_000 });
    return {
      files: rows
        .map(({ path, outcome, diagnostics }) => ({
          path,
          outcome: outcome ?? 'unchanged',
          diagnostics: JSON.parse(diagnostics) as Diagnostic[],
        }))
        .filter(({ path, diagnostics }) => !isSettings(path) || diagnostics.length > 0),
    };
  }
}

/** The import without Nest around it, for the command line. */
export function contentImportOf(database: Database): ContentImport {
  return new ContentImport(database, importJobsOf(database));
}

/** The same for imports as jobs. */
export function importJobsOf(database: Database): ImportJobs {
  const activity = new ActivityLog();
  const groups = new GroupImport(new Points(database), new Versions(), activity, new TextChanges());
  const writer = new ImportWriter(database, groups, new SettingsImport(activity));
  return new ImportJobs(database, new ImportWork(database, importPlannerOf(database), writer));
}

/** The same for saying what an import would do, without anything being stored. */
export function importPlannerOf(database: Database): ImportPlanner {
  return new ImportPlanner(database, new SettingsImport(new ActivityLog()));
}
