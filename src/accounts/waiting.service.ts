import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import type { Locale } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Account } from './account.entity.js';
import { type AskingBrowser, EmailLinks } from './email-links.service.js';
import { limits } from './limits.js';
import { Limits } from './limits.service.js';
import { networkOf } from './network.js';
import type { PendingContribution } from './pending-contribution.entity.js';
import { PendingContributions } from './pending-contributions.service.js';
import { described, type WaitingThing, waitingIn } from './pending-reads.js';
import { Publishers } from './publishers.js';

/** Who looks: the browser it was written in, and whoever is signed in there. */
export interface Author {
  browserHash: string | null;
  viewer: Viewer | null;
}

/** What visitors wrote and have not confirmed yet, as its author sees it: in that browser, or signed in with that address. */
@Injectable()
export class WaitingContributions {
  constructor(
    private readonly database: Database,
    private readonly pending: PendingContributions,
    private readonly publishers: Publishers,
    private readonly links: EmailLinks,
    private readonly limits: Limits,
  ) {}

  /** Everything that waits for somebody, the oldest first. */
  async all(author: Author, locale: Locale): Promise<WaitingThing[]> {
    return described(this.publishers, await this.ofAuthor(this.database.read, author), locale);
  }

  /** Whether the viewer can publish what waits without another mail: it was signed with their own address. */
  async isOwn({ accountId }: Viewer): Promise<boolean> {
    const { email } = found(await this.database.read.findOneBy(Account, { id: accountId }));
    return email !== null && (await this.pending.waitingFor(this.database.read, email)).length > 0;
  }

  /** Throws one thing away. @throws Refusal 404 for what is not the author's. */
  async discard(author: Author, id: string): Promise<void> {
    await this.database.write(async (manager) => {
      const own = await this.ofAuthor(manager, author);
      found(own.find((one) => one.id === id));
      await this.pending.remove(manager, [id]);
    });
  }

  /** Sends the link anew, to the addresses given in this browser. @throws Refusal 429. */
  async remind(from: AskingBrowser, address: string, locale: Locale): Promise<void> {
    await this.database.write(async (manager) => {
      const waiting = await waitingIn(manager, from.browserHash);
      for (const email of new Set(waiting.map((one) => one.email))) {
        await this.limits.spend(manager, ...this.links.budgetOf(email, from));
        await this.limits.spend(manager, 'mail-network', networkOf(address), limits.mailPerNetwork);
        await this.limits.spend(manager, 'mail-altogether', '', limits.mailAltogether);
        await this.links.send(manager, { email, locale, from, next: null, purpose: 'confirm' });
      }
    });
  }

  private async ofAuthor(
    manager: EntityManager,
    { browserHash, viewer }: Author,
  ): Promise<PendingContribution[]> {
    const written = browserHash ? await waitingIn(manager, browserHash) : [];
    const account = viewer ? await manager.findOneBy(Account, { id: viewer.accountId }) : null;
    const signed = account?.email ? await this.pending.waitingFor(manager, account.email) : [];
    const byId = new Map([...written, ...signed].map((one) => [one.id, one]));
    return [...byId.values()].sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
  }
}
