import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../database/columns.js';

/**
 * One thing that happened: who did what to which thing, when. Append-only (triggers refuse UPDATE and DELETE) and
 * chained: each entry carries the hash of the one before it. Holds ids only, never names, addresses or texts, so it
 * can stay when a person is erased.
 */
@Entity()
@Index(['pointId', 'number'])
@Index(['programmeId', 'number'])
@Index(['subjectId'])
export class Activity {
  /** 1, 2, 3 … without gaps; assigned under the write lock. */
  @PrimaryColumn('integer')
  number: number;

  @InstantColumn()
  at: string;

  /** Account id; null for the system, and for votes, which are secret. */
  @Column('varchar', { length: 36, nullable: true })
  actorId: string | null;

  /** Past tense with its module in front, such as `suggestion.accepted`. */
  @Column('varchar', { length: 60 })
  verb: string;

  @Column('varchar', { length: 30 })
  subjectType: string;

  @Column('varchar', { length: 36 })
  subjectId: string;

  @Column('varchar', { length: 36, nullable: true })
  programmeId: string | null;

  @Column('varchar', { length: 36, nullable: true })
  pointId: string | null;

  /** JSON object with further ids and figures. */
  @Column('text')
  data: string;

  @Column('varchar', { length: 64 })
  previousHash: string;

  /** SHA-256 over the previous hash and the canonical JSON of the other fields, in hex. */
  @Column('varchar', { length: 64 })
  hash: string;
}
