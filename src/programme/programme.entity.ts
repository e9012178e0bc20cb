import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** When the distribution of votes is shown to a reader. */
export type VotesShown = 'always' | 'after-vote';

/** What one group of points forms, with the consultation in which it takes feedback. */
@Entity()
export class Programme {
  @IdColumn()
  id: string;

  /** The value of `campaignCategoryUid`, also its address. */
  @Index({ unique: true })
  @Column('varchar', { length: 120 })
  uid: string;

  @Column('varchar', { length: 120, nullable: true })
  groupUid: string | null;

  @Column('varchar', { length: 200, nullable: true })
  groupTitle: string | null;

  @Column('varchar', { length: 200 })
  title: string;

  /** What it is about, Markdown. */
  @Column('text', { nullable: true })
  lead: string | null;

  /** Null: no consultation is announced. */
  @InstantColumn({ nullable: true })
  opensAt: string | null;

  @InstantColumn({ nullable: true })
  closesAt: string | null;

  @InstantColumn({ nullable: true })
  settledAt: string | null;

  @Column('varchar', { length: 12 })
  votesShown: VotesShown;

  /** Public address for questions. */
  @Column('varchar', { length: 254, nullable: true })
  contact: string | null;

  /** Order on the home page. */
  @Column('integer')
  position: number;
}
