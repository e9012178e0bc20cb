import { Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { type EntityManager, IsNull } from 'typeorm';
import type { ProviderRole } from '../../ops/identity-providers.js';
import { LOG } from '../../ops/ops.module.js';
import { found } from '../../web/refusal.js';
import { Account } from '../account.entity.js';
import { Offices } from '../people/offices.service.js';
import { RoleGrant } from '../role-grant.entity.js';
import { always, type RoleScope, Roles } from '../roles.service.js';

/** A role as it is to be held. */
interface Wanted {
  role: ProviderRole['role'];
  scope: RoleScope;
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
    private readonly roles: Roles,
    private readonly offices: Offices,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /**
   * Makes the roles that an account has from a provider those which it tells of now, within a write. True when
   * something changed; then the account's sessions have ended.
   */
  async follow(manager: EntityManager, whose: RolesOf, told: ProviderRole[]): Promise<boolean> {
    const { accountId, provider, keepSessionId } = whose;
    const wanted: Wanted[] = [];
    for (const role of told) wanted.push(...(await this.wanted(manager, role, provider)));
    const held = await manager.findBy(RoleGrant, {
      accountId,
      provider,
      source: 'provider',
      revokedAt: IsNull(),
    });
    const lost = held.filter((grant) => !wanted.some((one) => isSame(one, grant)));
    let hasChanged = lost.length > 0;
    for (const { id } of lost) await this.roles.revokeWithin(manager, id, null, keepSessionId);
    const granting = { byId: null, source: 'provider', provider, keepSessionId } as const;
    const account = found(await manager.findOneBy(Account, { id: accountId }));
    for (const one of wanted)
      hasChanged =
        (await this.offices.begin(manager, account, { ...one, window: always }, granting)) || hasChanged;
    return hasChanged;
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
      .select('point.id', 'pointId')
      .from('Point', 'point')
      .innerJoin('Programme', 'programme', 'programme.id = point.programmeId')
      .where('programme.uid = :uid AND point.slug = :slug', { uid, slug })
      .getRawOne<{ pointId: string }>();
    if (found) return [{ role, scope: found }];
    this.log.warn({ provider, point }, 'a provider is set to give a role for a point that is not there');
    return [];
  }
}

function isSame({ role, scope }: Wanted, grant: RoleGrant): boolean {
  return (
    grant.role === role &&
    grant.personUid === (scope.personUid ?? null) &&
    grant.pointId === (scope.pointId ?? null)
  );
}
