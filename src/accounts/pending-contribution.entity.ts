import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** What a visitor wrote before proving an address; published when its owner confirms it, else removed. */
@Entity()
@Index(['email'])
export class PendingContribution {
  @IdColumn()
  id: string;

  @Column('varchar', { length: 254 })
  email: string;

  /** Name the writer asked to appear under, used when the address has no account yet. */
  @Column('varchar', { length: 60 })
  publicName: string;

  /** `comment`, `vote` or `suggestion`; the module of that name publishes it. */
  @Column('varchar', { length: 20 })
  kind: string;

  /** JSON understood by the module that publishes it. */
  @Column('text')
  payload: string;

  /** Hash of address, kind and payload: the same thing sent twice waits once. */
  @Index({ unique: true })
  @Column('varchar', { length: 64 })
  dedupeKey: string;

  /** Version of the consent text agreed to when writing. */
  @Column('varchar', { length: 20 })
  consentVersion: string;

  /** Version of the terms agreed to when writing. */
  @Column('varchar', { length: 20, default: '' })
  termsVersion: string;

  /** SHA-256, in hex, of the token of the browser it was written in, where its author sees it meanwhile. */
  @Index()
  @Column('varchar', { length: 64, nullable: true })
  browserHash: string | null;

  @Column('varchar', { length: 2 })
  locale: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  expiresAt: string;
}
