import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../../database/columns.js';
import { Account } from '../account.entity.js';

/** Somebody as an identity provider knows them. The key is issuer and subject; an address alone proves nothing. */
@Entity()
@Index(['issuer', 'subject'], { unique: true })
@Index(['accountId'])
export class Identity {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  @Column('varchar', { length: 300 })
  issuer: string;

  @Column('varchar', { length: 255 })
  subject: string;

  /** Key of the provider in the configuration when it was linked. */
  @Column('varchar', { length: 40 })
  provider: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  lastUsedAt: string;
}
