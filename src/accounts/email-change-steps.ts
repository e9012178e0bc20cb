import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { now } from '../database/time.js';
import { Account } from './account.entity.js';
import { EmailChange } from './email-change.entity.js';
import { hashToken, looksLikeToken } from './tokens.js';

/** What the page behind a link of a change says. */
export interface EmailChangeStep {
  oldEmail: string;
  newEmail: string;
  publicName: string;
}

/** The change that the link to the new address confirms; null when there is none any more. */
export async function confirmable(manager: EntityManager, token: string): Promise<EmailChange | null> {
  if (!looksLikeToken(token)) return null;
  return manager.findOneBy(EmailChange, {
    confirmHash: hashToken(token),
    confirmedAt: IsNull(),
    expiresAt: MoreThan(now()),
  });
}

/** The change that the link to the old address takes back; null when it is too late. */
export async function revertible(manager: EntityManager, token: string): Promise<EmailChange | null> {
  if (!looksLikeToken(token)) return null;
  return manager.findOneBy(EmailChange, {
    revertHash: hashToken(token),
    revertedAt: IsNull(),
    revertibleUntil: MoreThan(now()),
  });
}

/** What the page says; null where the account is closed. */
export async function stepOf(
  manager: EntityManager,
  { accountId, oldEmail, newEmail }: EmailChange,
): Promise<EmailChangeStep | null> {
  const account = await manager.findOneBy(Account, { id: accountId });
  if (!account || account.erasedAt || account.bannedAt) return null;
  return { oldEmail, newEmail, publicName: account.publicName };
}

/** As `stepOf`; null as well where the account has another address by now than the one the change began with. */
export async function toBeConfirmed(
  manager: EntityManager,
  change: EmailChange,
): Promise<EmailChangeStep | null> {
  const isSame = await manager.existsBy(Account, { id: change.accountId, email: change.oldEmail });
  return isSame ? stepOf(manager, change) : null;
}
