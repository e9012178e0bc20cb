import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Programme } from './programme.entity.js';

/** One Markdown file of a programme. Its sections are those of its newest version. */
@Entity()
@Index(['programmeId', 'slug'], { unique: true })
export class Point {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Programme)
  programmeId: string;

  /** The file's `uid`; not an identity, may repeat within a programme. */
  @Column('text')
  uid: string;

  @Column('varchar', { length: 80 })
  slug: string;

  /** Path of the file below the content folder, `/` between folders. */
  @Index({ unique: true })
  @Column('text')
  path: string;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  shortTitle: string | null;

  /** Text of the card, Markdown. */
  @Column('text', { nullable: true })
  perex: string | null;

  /** Lead of the detail page, Markdown. */
  @Column('text', { nullable: true })
  intro: string | null;

  @Column('text', { nullable: true })
  motto: string | null;

  @Column('text', { nullable: true })
  img: string | null;

  /** Link to the decision that approved it. */
  @Column('text', { nullable: true })
  approved: string | null;

  /** JSON list of ticket numbers. */
  @Column('text')
  redmine: string;

  /** Place among the programme's points, 0 first. */
  @Column('integer')
  position: number;

  /** The file as it was imported, to the letter. */
  @Column('text')
  source: string;

  /** JSON list: for each section of `source`, in its order, the id of the section it is. */
  @Column('text')
  sourceSections: string;

  /** Number of the newest version. */
  @Column('integer')
  versionNumber: number;

  /** The number that the next new section gets; never goes back. */
  @Column('integer')
  nextSectionNumber: number;

  @InstantColumn()
  createdAt: string;

  @InstantColumn({ nullable: true })
  archivedAt: string | null;
}
