import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TreeFile } from '../programme/content/files.js';
import type { ImportScope } from '../programme/content-import.entity.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import type { UploadedFile } from '../web/upload.js';
import { isArchive, readArchive } from './archive.js';
import { type KnownPoint, placeLooseFiles, withoutTopFolders } from './placement.js';
import { UploadProblem } from './upload-problem.js';

/** Uploaded files as a content folder would give them. */
export interface UploadedContent {
  files: TreeFile[];
  /** What was uploaded, for people. */
  name: string;
  scope: ImportScope;
}

const maxName = 300;

/** Makes a tree of content out of what was uploaded. */
@Injectable()
export class UploadedContents {
  constructor(private readonly database: Database) {}

  /**
   * @param scope what an archive is said to be; loose files never are everything.
   * @throws UploadProblem
   */
  async of(uploads: readonly UploadedFile[], scope: ImportScope): Promise<UploadedContent> {
    const [first] = uploads;
    if (!first) throw new UploadProblem('noFile');
    const name = nameOf(uploads);
    if (!uploads.some(isZip)) return { name, scope: 'partial', files: await this.loose(uploads) };
    if (uploads.length > 1) throw new UploadProblem('mixed');
    const known = new Set((await this.known()).map(({ path }) => path));
    return { name, scope, files: withoutTopFolders(await readArchive(first.bytes), known) };
  }

  private async loose(uploads: readonly UploadedFile[]): Promise<TreeFile[]> {
    const files = placeLooseFiles(uploads, await this.known());
    if (files.every((file) => 'status' in file && file.status === 'skipped'))
      throw new UploadProblem('nothing');
    return files;
  }

  private known(): Promise<KnownPoint[]> {
    return this.database.read
      .createQueryBuilder()
      .select(['point.path AS "path"', 'programme.uid AS "programmeUid"'])
      .from(Point, 'point')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .orderBy('point.path')
      .getRawMany<KnownPoint>();
  }
}

function isZip({ name, bytes }: UploadedFile): boolean {
  return isArchive(bytes) || name.toLowerCase().endsWith('.zip');
}

function nameOf(uploads: readonly UploadedFile[]): string {
  const names = uploads.map(({ name }) => name.normalize('NFC').replace(/\p{Cc}/gu, ''));
  const all = names.join(', ');
  return all.length <= maxName ? all : `${all.slice(0, maxName - 1)}…`;
}
