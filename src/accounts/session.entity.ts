import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** A signed-in browser. The cookie holds the token, the table only its hash. */
@Entity()
@Index(['accountId'])
export class Session {
  @IdColumn()
  id: string;

  /** SHA-256 of the token, hex. */
  @Index({ unique: true })
  @Column('varchar', { length: 64 })
  tokenHash: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  lastUsedAt: string;

  @InstantColumn()
  expiresAt: string;

  /** Shown to its owner only, to recognise the device. */
  @Column('varchar', { length: 200 })
  userAgent: string;
}
