import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import type { Diagnostic } from './content/diagnostics.js';
import { type ContentTree, readContentTree } from './content/tree.js';
import { Point } from './point.entity.js';
import { PointImport } from './point-import.service.js';
import { Points } from './points.service.js';
import { SettingsImport } from './settings-import.service.js';
import { Versions } from './versions.service.js';

/** What became of one file. */
export interface ImportedFile {
  path: string;
  outcome: 'new' | 'changed' | 'unchanged' | 'archived' | 'skipped' | 'rejected';
  diagnostics: Diagnostic[];
}

/** What an import did. */
export interface ImportReport {
  files: ImportedFile[];
}

/** The folder has no text and no settings, so that importing it would archive every point: most likely the wrong one. */
export class NothingToImport extends Error {
  override readonly name = 'NothingToImport';
}

/** Brings a content folder into the database; each file is one write, so that a broken one harms no other. */
@Injectable()
export class ContentImport {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsImport,
    private readonly points: PointImport,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Imports a folder. A file with an error is left as it was imported before; a file that is gone archives its point.
   *
   * @param actorId account of whoever runs it; null for the system.
   * @throws Error when the folder cannot be listed; NothingToImport.
   */
  async run(folder: string, actorId: string | null): Promise<ImportReport> {
    const tree = await readContentTree(folder);
    await this.refuseNothing(tree);
    await this.database.write((manager) => this.settings.programmes(manager, tree, actorId));
    await this.database.write((manager) => this.settings.people(manager, tree.people, actorId));
    const files: ImportedFile[] = [...settingsFiles(tree)];
    for (const file of tree.files) {
      const { path, diagnostics } = file;
      if (file.status !== 'imported') files.push({ path, outcome: file.status, diagnostics });
      else {
        const outcome = await this.database.write((manager) =>
          this.points.import(manager, path, file.point, actorId),
        );
        files.push({ path, outcome, diagnostics });
      }
    }
    files.push(...(await this.archiveMissing(tree, actorId)));
    return { files };
  }

  private async refuseNothing(tree: ContentTree): Promise<void> {
    if (tree.programmesFile !== null || tree.files.some(({ status }) => status !== 'skipped')) return;
    if (await this.database.read.existsBy(Point, { archivedAt: IsNull() })) throw new NothingToImport();
  }

  private async archiveMissing(tree: ContentTree, actorId: string | null): Promise<ImportedFile[]> {
    const present = new Set(tree.files.map((file) => file.path));
    const live = await this.database.read.find(Point, {
      select: { id: true, path: true, programmeId: true },
      where: { archivedAt: IsNull() },
    });
    const missing = live.filter((point) => !present.has(point.path));
    for (const point of missing) {
      await this.database.write(async (manager) => {
        await manager.update(Point, { id: point.id }, { archivedAt: now() });
        await this.activity.record(manager, {
          actorId,
          verb: 'point.archived',
          subjectType: 'point',
          subjectId: point.id,
          programmeId: point.programmeId,
          pointId: point.id,
        });
      });
    }
    return missing.map(({ path }) => ({ path, outcome: 'archived', diagnostics: [] }));
  }
}

function settingsFiles(tree: ContentTree): ImportedFile[] {
  const files = tree.programmesFile ? [tree.programmesFile, ...tree.peopleFiles] : tree.peopleFiles;
  return files
    .filter((file) => file.diagnostics.length > 0)
    .map(({ path, status, diagnostics }) => ({
      path,
      outcome: status === 'rejected' ? 'rejected' : 'unchanged',
      diagnostics,
    }));
}

/** The import without Nest around it, for the command line. */
export function contentImportOf(database: Database): ContentImport {
  const activity = new ActivityLog();
  const points = new PointImport(new Points(database), new Versions(), activity);
  return new ContentImport(database, new SettingsImport(activity), points, activity);
}
