import type { EntityManager } from 'typeorm';
import { prepared } from '../database/prepared.js';
import { Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Account } from './account.entity.js';
import { Session } from './session.entity.js';

/** Somebody who is signed in, and the session that says so. */
export type SignedIn = Pick<Viewer, 'accountId' | 'sessionId'>;

interface Present {
  publicName: string;
  sessionId: string | null;
}

const presentAccounts = prepared<SignedIn, Present>((manager) =>
  manager
    .createQueryBuilder()
    .select('account.publicName', 'publicName')
    .addSelect('session.id', 'sessionId')
    .from(Account, 'account')
    .leftJoin(Session, 'session', 'session.accountId = account.id AND session.id = :sessionId')
    .where('account.id = :accountId AND account.erasedAt IS NULL AND account.bannedAt IS NULL'),
);

/**
 * For each write in somebody's name: since their request came, it may have waited in line while they were erased, or
 * while they signed this very browser out from another one.
 * @returns the name they have there and then.
 * @throws Refusal 403 for an account that was closed, or a session that was ended.
 */
export async function assertSignedIn(
  manager: EntityManager,
  { accountId, sessionId }: SignedIn,
): Promise<{ publicName: string }> {
  const [present] = await presentAccounts(manager, { accountId, sessionId });
  if (!present) throw new Refusal(403, 'accounts.refusal.closed');
  if (present.sessionId === null) throw new Refusal(403, 'accounts.refusal.signedOut');
  return { publicName: present.publicName };
}
