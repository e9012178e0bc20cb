import { Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../../database/columns.js';

/** A person of the content with an account's address, whose owner says it is not them, or wants no office. */
@Entity()
export class DeclinedPerson {
  @PrimaryColumn('varchar', { length: 36 })
  accountId: string;

  @PrimaryColumn('varchar', { length: 120 })
  personUid: string;

  @InstantColumn()
  declinedAt: string;
}
