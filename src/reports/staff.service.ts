import { Injectable } from '@nestjs/common';
import { type Role, RoleGrant } from '../accounts/role-grant.entity.js';
import { Database } from '../database/database.js';
import { PointVersion } from '../programme/point-version.entity.js';

const widestFirst: readonly Role[] = ['admin', 'staff', 'garant', 'deputy'];

/** How many people hold a role. */
export interface RoleCount {
  role: Role;
  people: number;
}

/** What staff see about the running of the site. */
@Injectable()
export class StaffService {
  constructor(private readonly database: Database) {}

  /** Of each role that somebody holds, from the widest to the narrowest. */
  async roles(): Promise<RoleCount[]> {
    const counts = await this.database.read
      .createQueryBuilder(RoleGrant, 'held')
      .select('held.role', 'role')
      .addSelect('COUNT(DISTINCT held.accountId)', 'people')
      .where('held.revokedAt IS NULL')
      .groupBy('held.role')
      .getRawMany<{ role: Role; people: number | string }>();
    return widestFirst.flatMap((role) => {
      const people = Number(counts.find((count) => count.role === role)?.people ?? 0);
      return people > 0 ? [{ role, people }] : [];
    });
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
