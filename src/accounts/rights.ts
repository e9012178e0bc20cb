import { type EntityManager, IsNull } from 'typeorm';
import type { Database } from '../database/database.js';
import { type Instant, now } from '../database/time.js';
import { type AccessLevel, mayUse } from '../web/access.js';
import { Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { isWithin } from './periods.js';
import { RoleGrant } from './role-grant.entity.js';
import { assertSignedIn } from './signed-in.js';

/** What roles let somebody do. */
export type Rights = Pick<Viewer, 'isStaff' | 'isAdmin' | 'garantOf'>;

type Held = Pick<RoleGrant, 'role' | 'personUid' | 'pointId' | 'validFrom' | 'validUntil'>;

/** What roles allow at a moment; those of deputies only within their window. */
export function rightsFrom(grants: readonly Held[], at: Instant): Rights {
  const current = grants.filter(({ validFrom, validUntil }) => isWithin(at, validFrom, validUntil));
  const inOffice = current.filter(({ role }) => role === 'garant' || role === 'deputy');
  return {
    isStaff: current.some(({ role }) => role === 'staff' || role === 'admin'),
    isAdmin: current.some(({ role }) => role === 'admin'),
    garantOf: {
      pointIds: inOffice.flatMap(({ pointId }) => pointId ?? []),
      personUids: inOffice.flatMap(({ personUid }) => personUid ?? []),
    },
  };
}

/**
 * A write in which somebody uses a role of theirs. `work` gets the viewer with the rights that the database has for
 * them there and then: the request may have waited in line while they lost what it began with.
 * @param level what the route asks for.
 * @throws Refusal 403 for who was closed or signed out meanwhile, or does not reach that level any more.
 */
export function writeAs<T>(
  database: Database,
  viewer: Viewer,
  level: AccessLevel,
  work: (manager: EntityManager, viewer: Viewer) => Promise<T>,
): Promise<T> {
  return database.write(async (manager) => {
    const present = await presently(manager, viewer);
    if (!mayUse(level, present)) throw new Refusal(403, 'accounts.refusal.roleEnded');
    return work(manager, present);
  });
}

async function presently(manager: EntityManager, viewer: Viewer): Promise<Viewer> {
  const { accountId } = viewer;
  const { publicName } = await assertSignedIn(manager, viewer);
  const grants = await manager.findBy(RoleGrant, { accountId, revokedAt: IsNull() });
  return { ...viewer, publicName, ...rightsFrom(grants, now()) };
}
