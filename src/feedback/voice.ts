import { type EntityManager, In } from 'typeorm';
import { isWithin } from '../accounts/periods.js';
import { RoleGrant } from '../accounts/role-grant.entity.js';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { PointGarant } from '../programme/point-garant.entity.js';
import type { Voice } from './comment.entity.js';

type Held = Pick<RoleGrant, 'role' | 'pointId' | 'personUid' | 'validFrom' | 'validUntil'>;

const grantsOf = prepared<{ accountId: string }, Held>((manager) =>
  manager
    .createQueryBuilder()
    .select([
      'held.role AS "role"',
      'held.pointId AS "pointId"',
      'held.personUid AS "personUid"',
      'held.validFrom AS "validFrom"',
      'held.validUntil AS "validUntil"',
    ])
    .from(RoleGrant, 'held')
    .where('held.accountId = :accountId AND held.revokedAt IS NULL'),
);

/** In what capacity an account speaks about a point: as its garant or deputy, as staff, or as anybody. */
export async function voiceOf(manager: EntityManager, accountId: string, pointId: string): Promise<Voice> {
  const at = now();
  const grants = (await grantsOf(manager, { accountId })).filter(({ validFrom, validUntil }) =>
    isWithin(at, validFrom, validUntil),
  );
  if (grants.length === 0) return 'citizen';
  if (grants.some((grant) => grant.pointId === pointId)) return 'garant';
  const uids = grants.flatMap(({ personUid }) => (personUid === null ? [] : [personUid]));
  if (uids.length > 0 && (await manager.existsBy(PointGarant, { pointId, personUid: In(uids) })))
    return 'garant';
  return grants.some(({ role }) => role === 'staff' || role === 'admin') ? 'staff' : 'citizen';
}
