import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** A change of the address of an account: confirmed from the new one, and for a week revertible from the old one. */
@Entity()
@Index(['accountId'])
export class EmailChange {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  @Column('varchar', { length: 254 })
  oldEmail: string;

  @Column('varchar', { length: 254 })
  newEmail: string;

  /** SHA-256, in hex, of the token mailed to the new address. */
  @Index({ unique: true })
  @Column('varchar', { length: 64 })
  confirmHash: string;

  /** SHA-256, in hex, of the token mailed to the old address; null until the change is confirmed. */
  @Index({ unique: true })
  @Column('varchar', { length: 64, nullable: true })
  revertHash: string | null;

  @InstantColumn()
  requestedAt: string;

  /** Until when it can be confirmed. */
  @InstantColumn()
  expiresAt: string;

  @InstantColumn({ nullable: true })
  confirmedAt: string | null;

  @InstantColumn({ nullable: true })
  revertibleUntil: string | null;

  @InstantColumn({ nullable: true })
  revertedAt: string | null;
}
