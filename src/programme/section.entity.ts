import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Point } from './point.entity.js';

/** How a section came to be: under a heading, under a bold line, before the first heading, or the whole body. */
export type SectionKind = 'heading' | 'bold' | 'preamble' | 'whole';

/** A stretch of a point with an identity of its own, which outlives every rewording. */
@Entity()
@Index(['pointId', 'number'], { unique: true })
export class Section {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Point)
  pointId: string;

  /** Never reused within its point, not even after the section is gone. */
  @Column('integer')
  number: number;

  /** Section this one was split from. */
  @ReferenceColumn(() => Section, { nullable: true })
  splitFromId: string | null;

  /** Section this one was merged into. */
  @ReferenceColumn(() => Section, { nullable: true })
  mergedIntoId: string | null;

  @InstantColumn()
  createdAt: string;

  @InstantColumn({ nullable: true })
  archivedAt: string | null;
}
