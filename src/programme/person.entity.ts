import { Column, Entity, Index } from 'typeorm';
import { IdColumn } from '../database/columns.js';

/** A person of the content's `people/`, who may be the garant of points. */
@Entity()
export class Person {
  @IdColumn()
  id: string;

  @Index({ unique: true })
  @Column('varchar', { length: 120 })
  uid: string;

  @Column('varchar', { length: 120 })
  name: string;

  @Column('varchar', { length: 300, nullable: true })
  img: string | null;

  /** Never shown; only lets this person claim the garant's role after proving the address. */
  @Column('varchar', { length: 254, nullable: true })
  email: string | null;
}
