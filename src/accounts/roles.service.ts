import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThanOrEqual, Not } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import type { Verb } from '../activity/verbs.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { type Instant, now } from '../database/time.js';
import { Refusal } from '../web/refusal.js';
import { Account } from './account.entity.js';
import { Erasure } from './my-data/erasure.entity.js';
import { isWithin } from './periods.js';
import { type GrantSource, type Role, RoleGrant } from './role-grant.entity.js';
import { Session } from './session.entity.js';

/** What a role reaches: a person of the content and all their points, one point, or (staff, admin) everything. */
export interface RoleScope {
  personUid?: string;
  pointId?: string;
}

/** When a deputy's powers begin and end; null for no bound. */
export interface RoleWindow {
  from: Instant | null;
  until: Instant | null;
}

/** A role of an account. */
export interface RoleOf {
  accountId: string;
  role: Role;
  scope: RoleScope;
  /** Without bounds where left out. */
  window?: RoleWindow;
}

/** How a role comes about. */
export interface Granting {
  /** Null for the operator at the command line, an identity provider, and whoever claims it. */
  byId: string | null;
  source: GrantSource;
  /** Key of the identity provider that tells of it. */
  provider?: string;
  /** A session that goes on, because the caller rotates it in the same write: the role is taken on in it. */
  keepSessionId?: string;
}

/** Without bounds. */
export const always: RoleWindow = { from: null, until: null };

/** Gives and takes roles. Either ends the account's sessions: nobody goes on with what they were before. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly activityLog: ActivityLog,
  ) {}

  /** False when the account has that role already. `byId` is null for the operator at the command line. */
  grant(what: RoleOf, byId: string | null): Promise<boolean> {
    return this.database.write((manager) => this.grantWithin(manager, what, { byId, source: 'granted' }));
  }

  /**
   * Grants within a write. A deputy's other window takes the place of the one there was, and what a person grants
   * that of what a provider told; never the other way round.
   * @returns false when the account has that role already.
   */
  async grantWithin(manager: EntityManager, what: RoleOf, granting: Granting): Promise<boolean> {
    const { accountId, role, scope, window = always } = what;
    const { byId, source, provider = null, keepSessionId } = granting;
    const at = now();
    const held = await manager.findOneBy(RoleGrant, live(what));
    if (held && !takesItsPlace(held, window, source)) return false;
    if (held) await manager.update(RoleGrant, { id: held.id }, { revokedAt: at, revokedById: byId });
    await manager.insert(RoleGrant, {
      id: newId(),
      accountId,
      role,
      personUid: scope.personUid ?? null,
      pointId: scope.pointId ?? null,
      validFrom: window.from,
      validUntil: window.until,
      source,
      provider,
      grantedById: byId,
      grantedAt: at,
      revokedAt: null,
      revokedById: null,
    });
    const data = { source, provider, from: window.from, until: window.until };
    await this.conclude(manager, 'role.granted', what, { byId, data, keepSessionId });
    return true;
  }

  /** False when the account does not have that role. */
  revoke(what: RoleOf, byId: string | null): Promise<boolean> {
    return this.database.write(async (manager) => {
      const held = await manager.findBy(RoleGrant, live(what));
      for (const { id } of held) await this.revokeWithin(manager, id, byId);
      return held.length > 0;
    });
  }

  /** Takes one role within a write; the session to keep is one that the caller rotates. False when it is taken already. */
  async revokeWithin(
    manager: EntityManager,
    grantId: string,
    byId: string | null,
    keepSessionId?: string,
  ): Promise<boolean> {
    const held = await manager.findOneBy(RoleGrant, { id: grantId, revokedAt: IsNull() });
    if (!held) return false;
    await manager.update(RoleGrant, { id: grantId }, { revokedAt: now(), revokedById: byId });
    const { accountId, role, personUid, pointId } = held;
    const scope: RoleScope = { personUid: personUid ?? undefined, pointId: pointId ?? undefined };
    await this.conclude(manager, 'role.revoked', { accountId, role, scope }, { byId, keepSessionId });
    return true;
  }

  /**
   * Takes, within a write, what was accepted, claimed or told by a provider since a moment: it was meant for whoever
   * held the account then. What people gave to the account outright stays, and so does the last admin.
   */
  async revokeTakenOnSince(manager: EntityManager, accountId: string, since: Instant): Promise<void> {
    const held = await this.heldBy(manager, accountId);
    for (const { id, role, source, grantedAt } of held) {
      if (source === 'granted' || grantedAt < since) continue;
      if (role === 'admin' && (await this.isLastAdmin(manager, accountId))) continue;
      await this.revokeWithin(manager, id, null);
    }
  }

  /** Takes, within a write, what an account gave to others since a moment, but for the last admin. */
  async revokeGivenSince(manager: EntityManager, accountId: string, since: Instant): Promise<void> {
    const given = await manager.find(RoleGrant, {
      where: { grantedById: accountId, grantedAt: MoreThanOrEqual(since), revokedAt: IsNull() },
      order: { grantedAt: 'ASC', id: 'ASC' },
    });
    for (const grant of given) {
      if (grant.role === 'admin' && (await this.isLastAdmin(manager, grant.accountId))) continue;
      await this.revokeWithin(manager, grant.id, null);
    }
  }

  /** Roles an account holds, also those of deputies whose window has not begun or is over; oldest first. */
  heldBy(manager: EntityManager, accountId: string): Promise<RoleGrant[]> {
    return manager.find(RoleGrant, {
      where: { accountId, revokedAt: IsNull() },
      order: { grantedAt: 'ASC', id: 'ASC' },
    });
  }

  /** Whether an account may use a role now. */
  async has(manager: EntityManager, accountId: string, role: Role): Promise<boolean> {
    const held = await this.heldBy(manager, accountId);
    const at = now();
    return held.some((grant) => grant.role === role && isWithin(at, grant.validFrom, grant.validUntil));
  }

  /**
   * For what would take the role of an admin from an account.
   * @throws Refusal 409 when without it there would be no admin who stays.
   */
  async assertNotLastAdmin(manager: EntityManager, accountId: string): Promise<void> {
    if (await this.isLastAdmin(manager, accountId)) throw new Refusal(409, 'accounts.refusal.lastAdmin');
  }

  /** Whether somebody looks after everything, and goes on to: whoever asked to be erased does not count. */
  async hasAdmin(manager: EntityManager, butFor: string | null = null): Promise<boolean> {
    const leaving = manager
      .createQueryBuilder()
      .subQuery()
      .select('1')
      .from(Erasure, 'leaving')
      .where('leaving.accountId = account.id AND leaving.cancelledAt IS NULL AND leaving.doneAt IS NULL');
    return manager
      .createQueryBuilder(RoleGrant, 'held')
      .innerJoin(Account, 'account', 'account.id = held.accountId')
      .where({ role: 'admin', revokedAt: IsNull(), accountId: Not(butFor ?? '') })
      .andWhere('account.bannedAt IS NULL AND account.erasedAt IS NULL')
      .andWhere(`NOT EXISTS ${leaving.getQuery()}`)
      .getExists();
  }

  private async isLastAdmin(manager: EntityManager, accountId: string): Promise<boolean> {
    return (await this.has(manager, accountId, 'admin')) && !(await this.hasAdmin(manager, accountId));
  }

  private async conclude(
    manager: EntityManager,
    verb: Verb,
    { accountId, role, scope }: RoleOf,
    given: { byId: string | null; data?: Record<string, string | null>; keepSessionId?: string },
  ): Promise<void> {
    const { byId, data, keepSessionId } = given;
    await manager.delete(Session, keepSessionId ? { accountId, id: Not(keepSessionId) } : { accountId });
    await this.activityLog.record(manager, {
      actorId: byId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
      pointId: scope.pointId ?? null,
      programmeId: scope.pointId ? await programmeOf(manager, scope.pointId) : null,
      data: { role, personUid: scope.personUid ?? null, ...data },
    });
  }
}

function takesItsPlace(held: RoleGrant, window: RoleWindow, source: GrantSource): boolean {
  if (source === 'provider') return false;
  const isSame = held.validFrom === window.from && held.validUntil === window.until;
  return !isSame || held.source === 'provider';
}

/** Points belong to a later module; their table is read by name. */
async function programmeOf(manager: EntityManager, pointId: string): Promise<string | null> {
  const point = await manager
    .createQueryBuilder()
    .select('point.programmeId', 'programmeId')
    .from('Point', 'point')
    .where('point.id = :pointId', { pointId })
    .getRawOne<{ programmeId: string }>();
  return point?.programmeId ?? null;
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
