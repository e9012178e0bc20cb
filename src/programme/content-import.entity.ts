import { Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';

/** Where an import got its files. */
export type ImportOrigin = 'folder' | 'upload';

/** Whether the files are all there are, so that what is missing is archived, or only some of them. */
export type ImportScope = 'whole' | 'partial';

/**
 * `rehearsing`: being read and planned. `rehearsed`: waits for a person's yes. `running`: being carried out.
 * `interrupted`: the process died in the middle; what was done is whole files.
 */
export type ImportState =
  | 'rehearsing'
  | 'rehearsed'
  | 'running'
  | 'done'
  | 'cancelled'
  | 'failed'
  | 'interrupted';

/** One import of content: first rehearsed, then carried out. Its files are kept until then. */
@Entity()
@Index(['state'])
export class ContentImport {
  @IdColumn()
  id: string;

  /** Running number; its address. */
  @Index({ unique: true })
  @Column('integer')
  number: number;

  @Column('varchar', { length: 12 })
  state: ImportState;

  @Column('varchar', { length: 10 })
  origin: ImportOrigin;

  /** Name of the folder or of the uploaded file, for people. */
  @Column('varchar', { length: 300 })
  originName: string;

  @Column('varchar', { length: 10 })
  scope: ImportScope;

  /** Null for the system and the command line. */
  @ReferenceColumn(() => Account, { nullable: true })
  actorId: string | null;

  @InstantColumn()
  createdAt: string;

  /** Names the turn of work on it: a process that was taken for dead finds another one here and stops. */
  @Column('varchar', { length: 36, nullable: true })
  turn: string | null;

  /** Last sign of life of the process that works on it. */
  @InstantColumn()
  beatAt: string;

  @InstantColumn({ nullable: true })
  finishedAt: string | null;

  /** Files worked through in the present state, of `total`. */
  @Column('integer')
  done: number;

  @Column('integer')
  total: number;

  /** JSON list of the matches that staff corrected by hand. */
  @Column('text')
  corrections: string;

  /** Key of the sentence that says why it failed. */
  @Column('varchar', { length: 80, nullable: true })
  failure: string | null;
}
