import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Point } from './point.entity.js';

/** That a point's file names a person as its garant; the person may be unknown to `people/`. */
@Entity()
@Index(['personUid'])
export class PointGarant {
  @ForeignKey(() => Point)
  @PrimaryColumn('varchar', { length: 36 })
  pointId: string;

  @PrimaryColumn('varchar', { length: 120 })
  personUid: string;

  /** Order in the file, 0 first. */
  @Column('integer')
  position: number;
}
