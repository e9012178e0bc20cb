import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** A person who can sign in. */
@Entity()
export class Account {
  @IdColumn()
  id: string;

  /** Normalised address; null once erased. */
  @Index({ unique: true })
  @Column('varchar', { length: 254, nullable: true })
  email: string | null;

  /** Name or pseudonym shown beside contributions. */
  @Column('varchar', { length: 60 })
  publicName: string;

  /** Look-alike key of the public name, to keep it from being mistaken for a garant's or staff's. */
  @Index()
  @Column('varchar', { length: 120 })
  nameSkeleton: string;

  /** `cs` or `en`: the language of mail. */
  @Column('varchar', { length: 2 })
  locale: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn({ nullable: true })
  bannedAt: string | null;

  @InstantColumn({ nullable: true })
  erasedAt: string | null;
}
