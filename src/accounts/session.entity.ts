import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** What its owner signed in with. */
export type SignInMethod = 'email' | 'passkey' | 'provider' | 'demo';

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

  /** When its owner last proved who they are: a new proof begins a new session, a change of rights does not. */
  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  lastUsedAt: string;

  @InstantColumn()
  expiresAt: string;

  /** Shown to its owner only, to recognise the device. */
  @Column('varchar', { length: 200 })
  userAgent: string;

  @Column('varchar', { length: 10, default: 'email' })
  method: SignInMethod;

  /** Key of the identity provider it was begun with, to sign out there as well. */
  @Column('varchar', { length: 40, nullable: true })
  provider: string | null;
}
