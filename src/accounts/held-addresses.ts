import { type EntityManager, MoreThan } from 'typeorm';
import { now } from '../database/time.js';
import { Account } from './account.entity.js';
import { EmailChange } from './email-change.entity.js';

/**
 * The change by which an account left an address and can still be given back to it: until then the address is held for
 * that account, and nobody gets another one with it. Null where nobody holds it.
 */
export function heldChange(manager: EntityManager, email: string): Promise<EmailChange | null> {
  return changesThatHold(manager).andWhere('change.oldEmail = :email', { email }).getOne();
}

/** The account that has an address or holds it; null where it is free. The same two queries whichever it is. */
export async function ownerOf(manager: EntityManager, email: string): Promise<Account | null> {
  const account = await manager.findOneBy(Account, { email });
  const change = await heldChange(manager, email);
  if (account || !change) return account;
  return manager.findOneBy(Account, { id: change.accountId });
}

/** Addresses that an account has left and holds. */
export async function heldBy(manager: EntityManager, accountId: string): Promise<string[]> {
  const changes = await changesThatHold(manager)
    .andWhere('change.accountId = :accountId', { accountId })
    .getMany();
  return [...new Set(changes.map(({ oldEmail }) => oldEmail))];
}

/** The newest first; closed accounts hold nothing. */
function changesThatHold(manager: EntityManager) {
  return manager
    .createQueryBuilder(EmailChange, 'change')
    .innerJoin(Account, 'account', 'account.id = change.accountId')
    .where({ revertibleUntil: MoreThan(now()) })
    .andWhere('change.confirmedAt IS NOT NULL AND change.revertedAt IS NULL')
    .andWhere('account.email <> change.oldEmail AND account.erasedAt IS NULL AND account.bannedAt IS NULL')
    .orderBy('change.confirmedAt', 'DESC');
}
