import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ReferenceColumn } from '../database/columns.js';
import { ContentImport } from './content-import.entity.js';
import { Point } from './point.entity.js';

/** What becomes, or became, of one file of an import. */
export type FileOutcome = 'new' | 'changed' | 'unchanged' | 'archived' | 'skipped' | 'rejected';

/** One file of an import, or one point whose file is missing. */
@Entity()
@Index(['importId', 'outcome', 'position'])
export class ImportFile {
  @ForeignKey(() => ContentImport)
  @PrimaryColumn('varchar', { length: 36 })
  importId: string;

  /** 0 first, by path. */
  @PrimaryColumn('integer')
  position: number;

  @Column('text')
  path: string;

  /** The file to the letter; null when it could not be read as text, when the point's file is missing, and once the import is over. */
  @Column('text', { nullable: true })
  source: string | null;

  /** JSON list of diagnostics. */
  @Column('text')
  diagnostics: string;

  /** Null until it has been rehearsed. */
  @Column('varchar', { length: 10, nullable: true })
  outcome: FileOutcome | null;

  /** The point it is, when there is one already. */
  @ReferenceColumn(() => Point, { nullable: true })
  pointId: string | null;

  /** JSON: how many sections are edited, new, moved…, and how many comments, votes and suggestions that touches. */
  @Column('text')
  summary: string;
}
