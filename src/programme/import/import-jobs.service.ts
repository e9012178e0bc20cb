import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database.js';
import type { TreeFile } from '../content/files.js';
import type { ContentImport, ImportOrigin, ImportScope } from '../content-import.entity.js';
import type { FileOutcome, ImportFile } from '../import-file.entity.js';
import type { Correction, FateKind, FateWording, FileSummary, SectionFate } from './fates.js';

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

/** An import in numbers. */
export interface ImportCounts {
  files: Record<FileOutcome, number>;
  /** Sections of changed, new and archived files by fate; `minor` and `overwritten` are contained in `edited`. */
  sections: Record<FateKind, number> & { minor: number; overwritten: number };
}

/** A section's fate with its texts: today's and the one to come; null where there is none. */
export interface SectionPlan extends SectionFate {
  before: FateWording | null;
  after: FateWording | null;
}

/** A section that an incoming one may be said to be. */
export interface Candidate {
  sectionId: string;
  pointId: string;
  pointTitle: string;
  number: number;
  kind: FateWording['kind'];
  heading: string | null;
  /** Of the same point as the file. */
  own: boolean;
}

/** One file of an import with its texts, as long as they are kept. */
export interface FilePlan {
  file: ImportFile;
  summary: FileSummary;
  /** Title of the point, as the file has it. */
  title: string;
  /** Where the point stands today; null for a new one. */
  point: { id: string; programmeUid: string; slug: string; versionNumber: number } | null;
  /** Header fields that change, in words; null where there is none. */
  fields: { name: string; before: string | null; after: string | null }[];
  sections: SectionPlan[];
  /** For correcting matches by hand: sections of this point, then of others that lose them. Empty once it is over. */
  candidates: Candidate[];
}

/**
 * Imports of content, each a job: begun, rehearsed, corrected, carried out. One works at a time; whoever begins or goes
 * on while another works gets Refusal 409 `content.refusal.importRunning`.
 */
@Injectable()
export class ImportJobs {
  constructor(private readonly database: Database) {}

  /** Registers an import with its files, in state `rehearsing`. @throws Refusal 409 while another one works. */
  begin(_manager: EntityManager, _fresh: NewImport): Promise<ContentImport> {
    throw new Error('not yet');
  }

  /** Plans the import and stores what would become of each file; nothing else is written. Resolves when done, cancelled or failed (see `state`). */
  rehearse(_importId: string, _signal?: AbortSignal): Promise<void> {
    throw new Error('not yet');
  }

  /** Remembers matches decided by hand and puts the import back to `rehearsing`; call `rehearse` next. @throws Refusal 409, 422. */
  correct(_importId: string, _corrections: readonly Correction[]): Promise<void> {
    throw new Error('not yet');
  }

  /** Carries a rehearsed (or interrupted) import out, one write for each file. @throws Refusal 409 when it may not. */
  carryOut(_importId: string, _signal?: AbortSignal): Promise<void> {
    throw new Error('not yet');
  }

  /** Gives an import up; one that is being carried out stops between two files. @throws Refusal 409 when it is over. */
  cancel(_importId: string): Promise<void> {
    throw new Error('not yet');
  }

  /** Null when there is none. An import whose process died is shown as interrupted. */
  find(_number: number): Promise<ContentImport | null> {
    throw new Error('not yet');
  }

  /** The newest first. */
  recent(_limit: number): Promise<ContentImport[]> {
    throw new Error('not yet');
  }

  /** The one that works now. */
  working(): Promise<ContentImport | null> {
    throw new Error('not yet');
  }

  /** Files by position. */
  files(_importId: string, _wanted: FilesWanted): Promise<ImportFile[]> {
    throw new Error('not yet');
  }

  /** Three queries at most, whatever the size. */
  counts(_importId: string): Promise<ImportCounts> {
    throw new Error('not yet');
  }

  /** Null when there is no such file. */
  filePlan(_importId: string, _position: number): Promise<FilePlan | null> {
    throw new Error(`not yet ${this.database.kind}`);
  }
}
