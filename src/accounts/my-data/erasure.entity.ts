import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../../database/columns.js';
import { Account } from '../account.entity.js';

/** What becomes of the words of somebody who leaves: they stay without a name, or go. */
export type ErasureChoice = 'keep' | 'remove';

/** Somebody's wish to be erased. Holds ids and times only, so that it can stay as the proof that it was done. */
@Entity()
@Index(['accountId'])
export class Erasure {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  @Column('varchar', { length: 10 })
  choice: ErasureChoice;

  @InstantColumn()
  requestedAt: string;

  /** Until then its owner can take it back; afterwards it is carried out. */
  @InstantColumn()
  dueAt: string;

  @InstantColumn({ nullable: true })
  cancelledAt: string | null;

  @InstantColumn({ nullable: true })
  doneAt: string | null;
}
