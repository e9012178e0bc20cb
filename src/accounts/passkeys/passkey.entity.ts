import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../../database/columns.js';
import { Account } from '../account.entity.js';

/** A passkey of an account: the public half of a key that its owner's device or password manager keeps. */
@Entity()
@Index(['accountId'])
export class Passkey {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

  /** As the authenticator names it, base64url. */
  @Index({ unique: true })
  @Column('text')
  credentialId: string;

  /** COSE key, base64url. */
  @Column('text')
  publicKey: string;

  /** Signature counter as last seen; 0 where the authenticator does not count. */
  @Column('integer')
  counter: number;

  /** How the authenticator can be reached, such as `internal,hybrid`; a hint for browsers. */
  @Column('varchar', { length: 120 })
  transports: string;

  /** Whether it is kept in more than one place. */
  @Column('boolean')
  backedUp: boolean;

  /** Given by its owner, to tell one from another. */
  @Column('varchar', { length: 60 })
  name: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn({ nullable: true })
  lastUsedAt: string | null;
}
