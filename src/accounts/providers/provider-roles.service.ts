import { Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import type { ProviderRole } from '../../ops/identity-providers.js';
import { LOG } from '../../ops/ops.module.js';
import { RoleGrant } from '../role-grant.entity.js';
import { Session } from '../session.entity.js';

/** A role as it is to be held. */
interface Wanted {
  role: ProviderRole['role'];
  scope: { personUid?: string; pointId?: string; programmeId?: string };
}

/** Whose roles, by whose word; the session that does not end with a change is the one that is renewed for it. */
export interface RolesOf {
  accountId: string;
  /** Key of the provider. */
  provider: string;
  keepSessionId?: string;
}

/** Roles that follow what a provider says: given and taken at each sign-in, and only those of that provider. */
@Injectable()
export class ProviderRoles {
  constructor(
    private readonly activityLog: ActivityLog,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /**
   * Makes the roles that an account has from a provider those which it tells of now, within a write. True when
   * something changed; then the account's sessions have ended.
   */
  async follow(manager: EntityManager, whose: RolesOf, told: ProviderRole[]): Promise<boolean> {
    const { accountId, provider, keepSessionId } = whose;
    const wanted = (await Promise.all(told.map((role) => this.wanted(manager, role, provider)))).flat();
    const held = await manager.findBy(RoleGrant, {
      accountId,
      provider,
      source: 'provider',
      revokedAt: IsNull(),
    });
    const lost = held.filter((grant) => !wanted.some((one) => isSame(one, grant)));
    const gained = distinct(wanted).filter((one) => !held.some((grant) => isSame(one, grant)));
    for (const grant of lost) await this.take(manager, grant);
    for (const one of gained) await this.give(manager, whose, one);
    if (lost.length + gained.length === 0) return false;
    await manager.delete(Session, { accountId, ...(keepSessionId ? { id: Not(keepSessionId) } : {}) });
    return true;
  }

  private async wanted(
    manager: EntityManager,
    { role, person, point }: ProviderRole,
    provider: string,
  ): Promise<Wanted[]> {
    if (person !== undefined) return [{ role, scope: { personUid: person } }];
    if (point === undefined) return [{ role, scope: {} }];
    const [uid, slug] = point.split('/', 2);
    // Points belong to a later module; its tables are read by name.
    const found = await manager
      .createQueryBuilder()
      .select(['point.id AS "pointId"', 'point.programmeId AS "programmeId"'])
      .from('Point', 'point')
      .innerJoin('Programme', 'programme', 'programme.id = point.programmeId')
      .where('programme.uid = :uid AND point.slug = :slug', { uid, slug })
      .getRawOne<{ pointId: string; programmeId: string }>();
    if (found) return [{ role, scope: found }];
    this.log.warn({ provider, point }, 'a provider is set to give a role for a point that is not there');
    return [];
  }

  private async give(
    manager: EntityManager,
    { accountId, provider }: RolesOf,
    { role, scope }: Wanted,
  ): Promise<void> {
    const { personUid = null, pointId = null, programmeId = null } = scope;
    await manager.insert(RoleGrant, {
      id: newId(),
      accountId,
      role,
      personUid,
      pointId,
      source: 'provider',
      provider,
      grantedById: null,
      grantedAt: now(),
      revokedAt: null,
    });
    await this.record(
      manager,
      'role.granted',
      { accountId, role, personUid, pointId, provider },
      programmeId,
    );
  }

  private async take(manager: EntityManager, grant: RoleGrant): Promise<void> {
    await manager.update(RoleGrant, { id: grant.id }, { revokedAt: now() });
    await this.record(manager, 'role.revoked', grant, null);
  }

  private record(
    manager: EntityManager,
    verb: string,
    {
      accountId,
      role,
      personUid,
      pointId,
      provider,
    }: Pick<RoleGrant, 'accountId' | 'role' | 'personUid' | 'pointId' | 'provider'>,
    programmeId: string | null,
  ): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: null,
      verb,
      subjectType: 'account',
      subjectId: accountId,
      pointId,
      programmeId,
      data: { role, personUid, source: 'provider', provider },
    });
  }
}

function isSame({ role, scope }: Wanted, grant: RoleGrant): boolean {
  return (
    grant.role === role &&
    grant.personUid === (scope.personUid ?? null) &&
    grant.pointId === (scope.pointId ?? null)
  );
}

function distinct(wanted: Wanted[]): Wanted[] {
  return [...new Map(wanted.map((one) => [JSON.stringify(one), one])).values()];
}
