import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import type { Locale, MessageParams } from '../web/i18n/messages.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Account } from './account.entity.js';
import { Accounts } from './accounts.service.js';
import { Consents } from './consents.service.js';
import type { EmailLink } from './email-link.entity.js';
import { EmailLinks } from './email-links.service.js';
import { NameRefused, Names } from './names.service.js';
import type { PendingContribution } from './pending-contribution.entity.js';
import { PendingContributions } from './pending-contributions.service.js';
import { described } from './pending-reads.js';
import { type Description, Publishers } from './publishers.js';
import { SignIns } from './sign-ins.service.js';
import { assertSignedIn, type SignedIn } from './signed-in.js';

/** Something that waits to be published; without a description it no longer can be. */
export interface Waiting {
  id: string;
  about: Description | null;
}

/** What the link in a mail leads to. */
export interface Confirmation {
  email: string;
  /** Path to go to afterwards. */
  next: string | null;
  /** Name of the account, or the one the new account will get; null when it has to be asked. */
  publicName: string | null;
  isNew: boolean;
  waiting: Waiting[];
  /** Where and when it was asked for, when that was in another browser; an empty device is one that said nothing. */
  elsewhere: { userAgent: string; at: string } | null;
}

/** What the person answered on that page. */
export interface Answer {
  publicName: string | undefined;
  /** Ids of what the page showed. */
  shown: string[];
  /** Ids of what to publish; the rest of what was shown is thrown away. */
  chosen: string[];
  locale: Locale;
  userAgent: string;
  /** Whoever was signed in in this browser before. */
  viewer: Viewer | null;
}

/** A contribution that could not be published, with the sentence that says why. */
export interface RefusedContribution {
  id: string;
  key: string;
  params?: MessageParams;
}

/** What came of contributions that were to be published. */
export interface Published {
  /** Paths of those that are. */
  published: string[];
  refused: RefusedContribution[];
}

/** What came of a confirmation. */
export interface Confirmed extends Published {
  sessionToken: string;
  /** The address that was proved. */
  email: string;
  next: string | null;
}

/** Uses a link from a mail: account, consent, session and contributions come into being together or not at all. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly database: Database,
    private readonly links: EmailLinks,
    private readonly accounts: Accounts,
    private readonly names: Names,
    private readonly consents: Consents,
    private readonly pending: PendingContributions,
    private readonly publishers: Publishers,
    private readonly signIns: SignIns,
  ) {}

  /** What the link would do; null when it does not work. Changes nothing. */
  async preview(token: string, locale: Locale, browserHash: string | null): Promise<Confirmation | null> {
    const { read } = this.database;
    const link = await this.links.find(read, token);
    if (!link) return null;
    const account = await this.accounts.byEmail(read, link.email);
    const pending = await this.pending.waitingFor(read, link.email);
    const waiting = await described(this.publishers, pending, locale);
    return {
      email: link.email,
      next: link.next,
      publicName: account?.publicName ?? (await this.nameOf(read, pending)),
      isNew: account === null,
      waiting,
      elsewhere: isElsewhere(link, browserHash)
        ? { userAgent: link.userAgent ?? '', at: link.createdAt }
        : null,
    };
  }

  /**
   * Uses the link up; null when it does not work, or no longer.
   * @throws NameRefused, and the link still works; Refusal 403 for an account that was closed.
   */
  confirm(token: string, answer: Answer): Promise<Confirmed | null> {
    return this.database.write(async (manager) => {
      const link = await this.links.consume(manager, token);
      if (!link) return null;
      const allWaiting = await this.pending.waitingFor(manager, link.email);
      // What came after the page was opened keeps waiting.
      const waiting = allWaiting.filter(({ id }) => answer.shown.includes(id));
      const account = await this.account(manager, link.email, waiting, answer);
      const { viewer, userAgent } = answer;
      const sessionToken = await this.signIns.complete(manager, account, {
        viewer,
        userAgent,
        method: 'email',
      });
      const chosen = waiting.filter(({ id }) => answer.chosen.includes(id));
      const outcome = await this.publishAll(manager, chosen, account.id);
      await this.pending.remove(
        manager,
        waiting.map(({ id }) => id),
      );
      return { sessionToken, email: link.email, next: link.next, ...outcome };
    });
  }

  /**
   * Publishes what waits under the address of an account whose owner is signed in and has seen it: anybody can write
   * under an address.
   */
  publishOwn(
    who: SignedIn,
    seen: readonly string[],
    locale: Locale,
  ): Promise<Published & { shown: Waiting[] }> {
    const { accountId } = who;
    return this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      const { email } = found(await manager.findOneBy(Account, { id: accountId }));
      const allWaiting = email ? await this.pending.waitingFor(manager, email) : [];
      const waiting = allWaiting.filter(({ id }) => seen.includes(id));
      const shown = await described(this.publishers, waiting, locale);
      const outcome = await this.publishAll(manager, waiting, accountId);
      await this.pending.remove(
        manager,
        waiting.map(({ id }) => id),
      );
      return { ...outcome, shown };
    });
  }

  /** True when the viewer has just used this link: somebody pressed the button twice. */
  async isRepeated(token: string, viewer: Viewer | null): Promise<boolean> {
    const email = viewer ? await this.links.justUsedBy(this.database.read, token) : null;
    const account = email ? await this.accounts.byEmail(this.database.read, email) : null;
    return account !== null && account.id === viewer?.accountId;
  }

  private async account(
    manager: EntityManager,
    email: string,
    waiting: PendingContribution[],
    { publicName, locale }: Answer,
  ): Promise<Account> {
    const account = await this.accounts.byEmail(manager, email);
    if (account?.bannedAt) throw new Refusal(403, 'accounts.refusal.closed');
    if (account) return account;
    const name = publicName ?? (await this.nameOf(manager, waiting));
    if (!name) throw new NameRefused('forms.name.required');
    await this.names.assertFree(manager, name, null);
    return this.accounts.create(manager, { email, publicName: name, locale });
  }

  private async publishAll(
    manager: EntityManager,
    chosen: readonly PendingContribution[],
    accountId: string,
  ): Promise<Published> {
    for (const { consentVersion: opinions, termsVersion: terms } of chosen)
      await this.consents.give(manager, accountId, { opinions, terms });
    const outcomes = [];
    for (const contribution of chosen) outcomes.push(await this.publish(contribution, accountId));
    return {
      published: outcomes.flatMap((outcome) => ('path' in outcome ? outcome.path : [])),
      refused: outcomes.flatMap((outcome) => ('path' in outcome ? [] : outcome)),
    };
  }

  /** In a write of its own inside the surrounding one, so that a refusal undoes nothing else. */
  private async publish(
    { id, kind, payload }: PendingContribution,
    accountId: string,
  ): Promise<{ path: string } | RefusedContribution> {
    try {
      return await this.database.write((inner) =>
        this.publishers.of(kind).publish(inner, payload, accountId),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { id, key: error.key ?? `errors.${error.status}.text`, params: error.params };
    }
  }

  /** The newest name given with what waits, if it can be had. */
  private async nameOf(manager: EntityManager, waiting: PendingContribution[]): Promise<string | null> {
    const name = waiting.at(-1)?.publicName;
    return name && (await this.names.isFree(manager, name, null)) ? name : null;
  }
}

function isElsewhere(link: EmailLink, browserHash: string | null): boolean {
  return link.browserHash !== null && link.browserHash !== browserHash;
}
