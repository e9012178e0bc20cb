import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { found } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Account } from './account.entity.js';
import { Accounts } from './accounts.service.js';
import { Consents } from './consents.service.js';
import { type DemoPerson, demoPeople } from './demo-people.js';
import { Roles } from './roles.service.js';
import { SignIns } from './sign-ins.service.js';

/** The people of the demo. */
@Injectable()
export class Demo {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly consents: Consents,
    private readonly roles: Roles,
    private readonly signIns: SignIns,
  ) {}

  /** Makes those who are missing, with roles and consent; gives their account ids by name. */
  async ensure(): Promise<Record<DemoPerson['name'], string>> {
    const pairs: [string, string][] = [];
    for (const person of demoPeople) pairs.push([person.name, await this.ensurePerson(person)]);
    return Object.fromEntries(pairs) as Record<DemoPerson['name'], string>;
  }

  /** Signs one of them in, in place of whoever was signed in in that browser, and gives the token for the cookie. */
  async signIn(person: DemoPerson, userAgent: string, viewer: Viewer | null = null): Promise<string> {
    const id = await this.ensurePerson(person);
    return this.database.write(async (manager) => {
      const account = found(await manager.findOneBy(Account, { id }));
      return this.signIns.complete(manager, account, { userAgent, viewer, method: 'demo' });
    });
  }

  private async ensurePerson(person: DemoPerson): Promise<string> {
    const { id } = await this.database.write(async (manager): Promise<Account> => {
      const { email, publicName } = person;
      const account =
        (await this.accounts.byEmail(manager, email)) ??
        (await this.accounts.create(manager, { email, publicName, locale: 'cs' }));
      await this.consents.give(manager, account.id);
      return account;
    });
    for (const { role, personUid } of person.roles) {
      await this.roles.grant({ accountId: id, role, scope: personUid ? { personUid } : {} }, null);
    }
    return id;
  }
}
