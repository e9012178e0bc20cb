import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../database/columns.js';

/** A public name that an account had before; for staff, so that nobody slips away from what they said. */
@Entity()
export class FormerName {
  @PrimaryColumn('varchar', { length: 36 })
  accountId: string;

  /** 1, 2, 3 … within the account. */
  @PrimaryColumn('integer')
  number: number;

  @Column('varchar', { length: 60 })
  publicName: string;

  @InstantColumn()
  replacedAt: string;
}
