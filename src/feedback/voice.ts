import { type EntityManager, In, IsNull } from 'typeorm';
import { RoleGrant } from '../accounts/role-grant.entity.js';
import { PointGarant } from '../programme/point-garant.entity.js';
import type { Voice } from './comment.entity.js';

/** In what capacity an account speaks about a point: as its garant or deputy, as staff, or as anybody. */
export async function voiceOf(manager: EntityManager, accountId: string, pointId: string): Promise<Voice> {
  const grants = await manager.findBy(RoleGrant, { accountId, revokedAt: IsNull() });
  if (grants.length === 0) return 'citizen';
  if (grants.some((grant) => grant.pointId === pointId)) return 'garant';
  const uids = grants.flatMap(({ personUid }) => (personUid === null ? [] : [personUid]));
  if (uids.length > 0 && (await manager.existsBy(PointGarant, { pointId, personUid: In(uids) })))
    return 'garant';
  return grants.some(({ role }) => role === 'staff' || role === 'admin') ? 'staff' : 'citizen';
}
