import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Point } from './point.entity.js';
import { Section } from './section.entity.js';

/** The number a section had in a point before it moved to another one; its address there leads to the new one. */
@Entity()
@Index(['sectionId'])
export class FormerSectionNumber {
  @ForeignKey(() => Point)
  @PrimaryColumn('varchar', { length: 36 })
  pointId: string;

  @PrimaryColumn('integer')
  number: number;

  @ForeignKey(() => Section)
  @Column('varchar', { length: 36 })
  sectionId: string;
}
