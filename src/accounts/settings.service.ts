import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Locale } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { Account } from './account.entity.js';
import { Accounts } from './accounts.service.js';
import type { ConsentKind } from './consent.entity.js';
import { Consents, type GivenConsent } from './consents.service.js';
import { FormerName } from './former-name.entity.js';
import { limits } from './limits.js';
import { Limits } from './limits.service.js';
import { Names } from './names.service.js';
import { PendingContributions } from './pending-contributions.service.js';
import { assertSignedIn, type SignedIn } from './signed-in.js';

/** What the settings page shows. */
export interface Settings {
  account: Account;
  /** Names they had before, the latest first. */
  formerNames: Pick<FormerName, 'publicName' | 'replacedAt'>[];
  /** What they agreed to and have not taken back, in all versions. */
  consents: GivenConsent[];
  /** What is still to be agreed to before they can say something. */
  missing: ConsentKind[];
}

/** What people set about themselves. */
@Injectable()
export class AccountSettings {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly names: Names,
    private readonly consents: Consents,
    private readonly limits: Limits,
    private readonly pending: PendingContributions,
  ) {}

  async of(accountId: string): Promise<Settings> {
    const { read } = this.database;
    return {
      account: found(await read.findOneBy(Account, { id: accountId })),
      formerNames: await read.find(FormerName, { where: { accountId }, order: { number: 'DESC' }, take: 20 }),
      consents: await this.consents.of(read, accountId),
      missing: await this.consents.missing(read, accountId),
    };
  }

  /** @throws NameRefused; Refusal 429. */
  async rename(who: SignedIn, publicName: string): Promise<void> {
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      const account = found(await manager.findOneBy(Account, { id: who.accountId }));
      if (account.publicName === publicName) return;
      await this.names.assertFree(manager, publicName, who.accountId);
      await this.limits.spend(manager, 'rename', who.accountId, limits.renamesPerAccount);
      await this.accounts.rename(manager, account, publicName);
    });
  }

  async setLocale(who: SignedIn, locale: Locale): Promise<void> {
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      await manager.update(Account, { id: who.accountId }, { locale });
    });
  }

  /** Agrees to today's texts of these kinds. */
  async consent(who: SignedIn, kinds: readonly ConsentKind[]): Promise<void> {
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      await this.consents.give(manager, who.accountId, this.consents.versions(kinds));
    });
  }

  /** Of political opinions. What waits to be confirmed was written under it and goes with it. */
  async withdrawConsent(who: SignedIn): Promise<void> {
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      await this.consents.withdraw(manager, who.accountId);
      const { email } = found(await manager.findOneBy(Account, { id: who.accountId }));
      if (email) await this.pending.removeOf(manager, email);
    });
  }
}
