import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/**
 * A one-time link sent by mail to prove an address. Only the newest unused one of an address works; one asked for by
 * strangers leaves alone what the owner asked for where they had proved it before.
 */
@Entity()
@Index(['email'])
export class EmailLink {
  @IdColumn()
  id: string;

  /** SHA-256 of the token, hex. */
  @Index({ unique: true })
  @Column('varchar', { length: 64 })
  tokenHash: string;

  @Column('varchar', { length: 254 })
  email: string;

  /** Keyed hash of the six digits that stand in the same mail, for those who read mail on another device. */
  @Column('varchar', { length: 64, default: '' })
  codeHash: string;

  /** How often a wrong code was given. */
  @Column('integer', { default: 0 })
  tries: number;

  /** SHA-256, in hex, of the token of the browser that asked for it; only there the code works. */
  @Index()
  @Column('varchar', { length: 64, nullable: true })
  browserHash: string | null;

  /** Whether the address had been proved in that browser before, see `ProvenDevices`. */
  @Column('boolean', { default: false })
  fromProvenDevice: boolean;

  /** Of that browser, so that whoever opens the link elsewhere can recognise it. */
  @Column('varchar', { length: 200, nullable: true })
  userAgent: string | null;

  /** Local path to go to after signing in. */
  @Column('varchar', { length: 300, nullable: true })
  next: string | null;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  expiresAt: string;

  @InstantColumn({ nullable: true })
  usedAt: string | null;
}
