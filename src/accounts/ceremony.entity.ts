import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** What a browser is in the middle of: using or adding a passkey, or signing in through an identity provider. */
export type CeremonyKind = 'passkey-add' | 'passkey' | 'provider' | 'provider-new';

/** What the server has to remember between two steps of signing in. For one browser, once, for minutes. */
@Entity()
@Index(['browserHash'])
export class Ceremony {
  @IdColumn()
  id: string;

  /** SHA-256 of the browser's token, hex; see `Browsers`. */
  @Column('varchar', { length: 64 })
  browserHash: string;

  @Column('varchar', { length: 12 })
  kind: CeremonyKind;

  /** Whose it is, where somebody was signed in. */
  @ReferenceColumn(() => Account, { nullable: true })
  accountId: string | null;

  /** JSON: challenge, state, nonce, verifier, where to go afterwards. */
  @Column('text')
  data: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  expiresAt: string;
}
