import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Point } from './point.entity.js';
import { Programme } from './programme.entity.js';

/** An address that a point had before it moved to another programme; it leads to the new one. */
@Entity()
@Index(['pointId'])
export class FormerPointAddress {
  @ForeignKey(() => Programme)
  @PrimaryColumn('varchar', { length: 36 })
  programmeId: string;

  @PrimaryColumn('varchar', { length: 80 })
  slug: string;

  @ForeignKey(() => Point)
  @Column('varchar', { length: 36 })
  pointId: string;
}
