import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** `opinions`: to the processing of political opinions (GDPR Art. 9). `terms`: of use, with being 15 or older. */
export type ConsentKind = 'opinions' | 'terms';

/** Explicit consent to one version of a text. */
@Entity()
@Index(['accountId'])
export class Consent {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  @Column('varchar', { length: 10, default: 'opinions' })
  kind: ConsentKind;

  /** Version of the text that was agreed to. */
  @Column('varchar', { length: 20 })
  version: string;

  @InstantColumn()
  givenAt: string;

  @InstantColumn({ nullable: true })
  withdrawnAt: string | null;
}
