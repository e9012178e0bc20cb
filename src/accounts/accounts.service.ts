import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { publicNames } from '../activity/stamps.service.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import type { Locale } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import { Account } from './account.entity.js';
import { FormerName } from './former-name.entity.js';
import { heldChange } from './held-addresses.js';
import { nameKey } from './names.service.js';

/** What an account begins with; the address has been proved or is vouched for by an operator. */
export interface NewAccount {
  email: string;
  publicName: string;
  locale: Locale;
}

/** Finds and makes accounts; an address has one. */
@Injectable()
export class Accounts {
  constructor(private readonly activityLog: ActivityLog) {}

  /** Takes a normalised address. */
  byEmail(manager: EntityManager, email: string): Promise<Account | null> {
    return manager.findOneBy(Account, { email });
  }

  /**
   * Makes an account within a write. Whether its name is free has been asked before.
   * @throws Refusal 409 for an address that another account has just left and can take back.
   */
  async create(manager: EntityManager, { email, publicName, locale }: NewAccount): Promise<Account> {
    if (await heldChange(manager, email)) throw new Refusal(409, 'accounts.refusal.emailHeld');
    const account: Account = {
      id: newId(),
      email,
      publicName,
      nameSkeleton: nameKey(publicName),
      locale,
      createdAt: now(),
      bannedAt: null,
      erasedAt: null,
    };
    await manager.insert(Account, account);
    await this.activityLog.record(manager, {
      actorId: account.id,
      verb: 'account.created',
      subjectType: 'account',
      subjectId: account.id,
    });
    return account;
  }

  /** Gives another public name within a write and keeps the one before for staff. Whether it is free was asked before. */
  async rename(manager: EntityManager, account: Account, publicName: string): Promise<void> {
    const accountId = account.id;
    const number = 1 + (await manager.countBy(FormerName, { accountId }));
    const before = { publicName: account.publicName, replacedAt: now() };
    await manager.insert(FormerName, { accountId, number, ...before });
    await manager.update(Account, { id: accountId }, { publicName, nameSkeleton: nameKey(publicName) });
    await this.activityLog.record(manager, { actorId: accountId, verb: 'account.renamed', ...publicNames });
  }
}
