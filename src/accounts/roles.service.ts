import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { type Role, RoleGrant } from './role-grant.entity.js';
import { Session } from './session.entity.js';

/** What a role reaches: a person of the content and all their points, one point, or (staff, admin) everything. */
export interface RoleScope {
  personUid?: string;
  pointId?: string;
  /** Programme of that point. */
  programmeId?: string;
}

/** A role of an account. */
export interface RoleOf {
  accountId: string;
  role: Role;
  scope: RoleScope;
}

/** Gives and takes roles. Either ends the account's sessions: nobody goes on with what they were before. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly activityLog: ActivityLog,
  ) {}

  /** False when the account has that role already. `byId` is null for the operator at the command line. */
  grant(what: RoleOf, byId: string | null): Promise<boolean> {
    return this.database.write(async (manager) => {
      if (await manager.existsBy(RoleGrant, live(what))) return false;
      const { accountId, role, scope } = what;
      await manager.insert(RoleGrant, {
        id: newId(),
        accountId,
        role,
        personUid: scope.personUid ?? null,
        pointId: scope.pointId ?? null,
        grantedById: byId,
        grantedAt: now(),
        revokedAt: null,
      });
      await this.conclude(manager, 'role.granted', what, byId);
      return true;
    });
  }

  /** False when the account does not have that role. */
  revoke(what: RoleOf, byId: string | null): Promise<boolean> {
    return this.database.write(async (manager) => {
      const { affected } = await manager.update(RoleGrant, live(what), { revokedAt: now() });
      if (!affected) return false;
      await this.conclude(manager, 'role.revoked', what, byId);
      return true;
    });
  }

  private async conclude(
    manager: EntityManager,
    verb: string,
    { accountId, role, scope }: RoleOf,
    byId: string | null,
  ): Promise<void> {
    await manager.delete(Session, { accountId });
    await this.activityLog.record(manager, {
      actorId: byId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
      pointId: scope.pointId ?? null,
      programmeId: scope.programmeId ?? null,
      data: { role, personUid: scope.personUid ?? null },
    });
  }
}

function live({ accountId, role, scope }: RoleOf) {
  const { personUid, pointId } = scope;
  return {
    accountId,
    role,
    personUid: personUid ?? IsNull(),
    pointId: pointId ?? IsNull(),
    revokedAt: IsNull(),
  };
}
