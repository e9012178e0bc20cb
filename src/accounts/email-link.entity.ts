import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** A one-time link sent by mail to prove an address. Only the newest unused one of an address works. */
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
