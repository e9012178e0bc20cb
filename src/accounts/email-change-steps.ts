import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { now } from '../database/time.js';
import type { Locale } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { Account } from './account.entity.js';
import { EmailChange } from './email-change.entity.js';
import { EmailLink } from './email-link.entity.js';
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

/**
 * Gives an account another address within a write: links to the one that is left no longer work. Gives the language of
 * the account.
 */
export async function moveTo(
  manager: EntityManager,
  accountId: string,
  from: string,
  to: string,
): Promise<Locale> {
  const at = now();
  await manager.update(Account, { id: accountId }, { email: to });
  await manager.update(
    EmailLink,
    { email: from, usedAt: IsNull(), expiresAt: MoreThan(at) },
    { expiresAt: at },
  );
  return found(await manager.findOneBy(Account, { id: accountId })).locale as Locale;
}
