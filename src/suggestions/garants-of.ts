import { type EntityManager, In, IsNull } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { RoleGrant } from '../accounts/role-grant.entity.js';
import { PointGarant } from '../programme/point-garant.entity.js';

/** Accounts of those who answer for a point: its garants, and their deputies. Three queries. */
export async function garantsOf(manager: EntityManager, pointId: string): Promise<Account[]> {
  const named = await manager.findBy(PointGarant, { pointId });
  const live = { role: In(['garant', 'deputy']), revokedAt: IsNull() };
  const grants = await manager.findBy(RoleGrant, [
    { ...live, pointId },
    { ...live, personUid: In(named.map(({ personUid }) => personUid)) },
  ]);
  return manager.findBy(Account, { id: In(grants.map(({ accountId }) => accountId)) });
}
