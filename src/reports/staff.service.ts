import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { type Role, RoleGrant } from '../accounts/role-grant.entity.js';
import { Database } from '../database/database.js';
import { Person } from '../programme/person.entity.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';

/** A role somebody holds; what it reaches is a person's points, one point, or everything (both null). */
export interface HeldRole {
  publicName: string;
  role: Role;
  personName: string | null;
  pointTitle: string | null;
  grantedAt: string;
  /** Window of a deputy. */
  validFrom: string | null;
  validUntil: string | null;
}

/** What staff see about the running of the site. */
@Injectable()
export class StaffService {
  constructor(private readonly database: Database) {}

  /** Roles that are held now, by role and name. */
  roles(): Promise<HeldRole[]> {
    return this.database.read
      .createQueryBuilder()
      .select([
        'account.publicName AS "publicName"',
        'held.role AS "role"',
        'COALESCE(person.name, held.personUid ) AS "personName"',
        'point.title AS "pointTitle"',
        'held.grantedAt AS "grantedAt"',
        'held.validFrom AS "validFrom"',
        'held.validUntil AS "validUntil"',
      ])
      .from(RoleGrant, 'held')
      .innerJoin(Account, 'account', 'account.id = held.accountId')
      .leftJoin(Person, 'person', 'person.uid = held.personUid')
      .leftJoin(Point, 'point', 'point.id = held.pointId')
      .where('held.revokedAt IS NULL')
      .orderBy('held.role')
      .addOrderBy('account.publicName')
      .addOrderBy('held.id')
      .limit(500)
      .getRawMany<HeldRole>();
  }

  /** When texts last came in from the content folder; null when they never did. */
  async lastImport(): Promise<string | null> {
    const [last] = await this.database.read.find(PointVersion, {
      select: { createdAt: true },
      where: { cause: 'import' },
      order: { createdAt: 'DESC' },
      take: 1,
    });
    return last?.createdAt ?? null;
  }
}
