import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** A mail to be sent, written in the same transaction as the change it tells of. */
@Entity()
@Index(['sentAt', 'notBefore'])
export class OutboxMail {
  /** Also the left part of the Message-ID, so that a repeated delivery can be recognised. */
  @IdColumn()
  id: string;

  @Column('varchar', { length: 254 })
  recipient: string;

  @Column('varchar', { length: 200 })
  subject: string;

  /** Plain text. */
  @Column('text')
  body: string;

  @Column('varchar', { length: 2 })
  locale: string;

  /** What it is about, such as `accounts.sign-in`. */
  @Column('varchar', { length: 60 })
  kind: string;

  @InstantColumn()
  createdAt: string;

  /** Not sent before this time: decisions wait a minute so that undoing them is clean. */
  @InstantColumn()
  notBefore: string;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('varchar', { length: 300, nullable: true })
  lastError: string | null;

  /** While in the future, one process is sending it. */
  @InstantColumn({ nullable: true })
  claimedUntil: string | null;

  @InstantColumn({ nullable: true })
  sentAt: string | null;

  /** Taken back before it left, for instance by an undo. */
  @InstantColumn({ nullable: true })
  cancelledAt: string | null;

  /** Thing the mail is about, so that it can be cancelled. */
  @Index()
  @Column('varchar', { length: 36, nullable: true })
  subjectId: string | null;
}
