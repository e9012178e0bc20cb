import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** Explicit consent to the processing of political opinions (GDPR Art. 9), to one version of its text. */
@Entity()
@Index(['accountId'])
export class Consent {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  /** Version of the text that was agreed to. */
  @Column('varchar', { length: 20 })
  version: string;

  @InstantColumn()
  givenAt: string;

  @InstantColumn({ nullable: true })
  withdrawnAt: string | null;
}
