import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../../database/columns.js';
import { Account } from '../account.entity.js';

/** `waiting` until a process takes it, `failed` when it could not be made. */
export type DataExportState = 'waiting' | 'done' | 'failed';

/** Everything about one person, made for them; gone after a day. */
@Entity()
@Index(['accountId'])
export class DataExport {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  @Column('varchar', { length: 10 })
  state: DataExportState;

  @InstantColumn()
  requestedAt: string;

  /** While in the future, one process is making it. */
  @InstantColumn({ nullable: true })
  claimedUntil: string | null;

  @InstantColumn({ nullable: true })
  finishedAt: string | null;

  /** When the content is removed. */
  @InstantColumn({ nullable: true })
  expiresAt: string | null;

  /** JSON; null until it is done. */
  @Column('text', { nullable: true })
  content: string | null;
}
