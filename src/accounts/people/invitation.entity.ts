import { Check, Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../../database/columns.js';
import { Account } from '../account.entity.js';
import type { Role } from '../role-grant.entity.js';

/** A role offered to whoever proves an address. It carries no secret: proving the address is signing in by it. */
@Entity()
@Index(['email'])
@Check(
  'scope',
  `(role in ('staff', 'admin') and person_uid is null and point_id is null) or (role in ('garant', 'deputy') and ((person_uid is null) <> (point_id is null)))`,
)
export class Invitation {
  @IdColumn()
  id: string;

  /** Normalised address. */
  @Column('varchar', { length: 254 })
  email: string;

  @Column('varchar', { length: 10 })
  role: Role;

  @Column('varchar', { length: 120, nullable: true })
  personUid: string | null;

  @ReferenceColumn('Point', { nullable: true })
  pointId: string | null;

  /** Window of a deputy's powers; null for no bound. */
  @InstantColumn({ nullable: true })
  validFrom: string | null;

  @InstantColumn({ nullable: true })
  validUntil: string | null;

  /** Null for the operator at the command line. */
  @ReferenceColumn(() => Account, { nullable: true })
  invitedById: string | null;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  expiresAt: string;

  @InstantColumn({ nullable: true })
  acceptedAt: string | null;

  /** Who answered it, by accepting or declining. */
  @ReferenceColumn(() => Account, { nullable: true })
  acceptedById: string | null;

  /** Taken back by staff, or, where somebody answered, declined by whoever got it. */
  @InstantColumn({ nullable: true })
  withdrawnAt: string | null;
}
