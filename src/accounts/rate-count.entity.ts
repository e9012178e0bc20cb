import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../database/columns.js';

/** How often something was done in one window of time; keys hold keyed hashes, never addresses. */
@Entity()
export class RateCount {
  @PrimaryColumn('varchar', { length: 120 })
  key: string;

  @Column('integer')
  count: number;

  /** End of the window; rows past it are removed. */
  @InstantColumn()
  expiresAt: string;
}
