import { type EntityManager, In, IsNull } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { isWithin } from '../accounts/periods.js';
import { RoleGrant } from '../accounts/role-grant.entity.js';
import { now } from '../database/time.js';
import { PointGarant } from '../programme/point-garant.entity.js';

/** Accounts of those who answer for a point: its garants, and their deputies within their windows. Three queries. */
export async function garantsOf(manager: EntityManager, pointId: string): Promise<Account[]> {
  const named = await manager.findBy(PointGarant, { pointId });
  const live = { role: In(['garant', 'deputy']), revokedAt: IsNull() };
  const grants = await manager.findBy(RoleGrant, [
    { ...live, pointId },
    { ...live, personUid: In(named.map(({ personUid }) => personUid)) },
  ]);
  const at = now();
  const current = grants.filter(({ validFrom, validUntil }) => isWithin(at, validFrom, validUntil));
  return manager.findBy(Account, { id: In(current.map(({ accountId }) => accountId)) });
}
