import { Check, Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** Roles beyond citizen, which everyone signed in is. */
export type Role = 'garant' | 'deputy' | 'staff' | 'admin';

/**
 * How it came about: given outright, accepted after an invitation, claimed by the person whose address the content
 * names, or told by an identity provider, which can take it back too.
 */
export type GrantSource = 'granted' | 'invited' | 'claimed' | 'provider';

/**
 * A role given to an account. A garant's powers reach either the points that name `personUid` as their garant, so
 * that they follow the content files, or one point given by `pointId`.
 */
@Entity()
@Index(['accountId'])
@Check(
  'scope',
  `(role in ('staff', 'admin') and person_uid is null and point_id is null) or (role in ('garant', 'deputy') and ((person_uid is null) <> (point_id is null)))`,
)
export class RoleGrant {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Account)
  accountId: string;

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

  @Column('varchar', { length: 10, default: 'granted' })
  source: GrantSource;

  /** Key of the identity provider that told of it, where one did. */
  @Column('varchar', { length: 40, nullable: true })
  provider: string | null;

  @ReferenceColumn(() => Account, { nullable: true })
  grantedById: string | null;

  @InstantColumn()
  grantedAt: string;

  @InstantColumn({ nullable: true })
  revokedAt: string | null;

  /** Null for the operator, an identity provider, or while it is held. */
  @Column('varchar', { length: 36, nullable: true })
  revokedById: string | null;
}
