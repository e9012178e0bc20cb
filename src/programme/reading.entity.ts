import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { InstantColumn } from '../database/columns.js';
import { Point } from './point.entity.js';

/** What a signed-in person has read of a point, so that they can be shown what changed since. */
@Entity()
@Index(['pointId'])
export class Reading {
  @ForeignKey(() => Account)
  @PrimaryColumn('varchar', { length: 36 })
  accountId: string;

  @ForeignKey(() => Point)
  @PrimaryColumn('varchar', { length: 36 })
  pointId: string;

  /** Version seen on the visit before the last one: what the present visit is compared with while it lasts. */
  @Column('integer')
  versionBefore: number;

  /** Version seen on the last visit. */
  @Column('integer')
  versionSeen: number;

  @InstantColumn()
  seenAt: string;
}
