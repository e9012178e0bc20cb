import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import type { Locale, MessageParams } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import type { Account } from './account.entity.js';
import { Accounts } from './accounts.service.js';
import { Consents } from './consents.service.js';
import type { EmailLink } from './email-link.entity.js';
import { EmailLinks } from './email-links.service.js';
import { NameRefused, Names } from './names.service.js';
import type { PendingContribution } from './pending-contribution.entity.js';
import { PendingContributions } from './pending-contributions.service.js';
import { type Description, Publishers } from './publishers.js';
import { SignIns } from './sign-ins.service.js';

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

/** What came of a confirmation. */
export interface Confirmed {
  sessionToken: string;
  next: string | null;
  /** Paths of what was published. */
  published: string[];
  refused: RefusedContribution[];
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
    const waiting = await Promise.all(
      pending.map(async ({ id, kind, payload }) => ({
        id,
        about: await this.publishers.of(kind).describe(payload, locale),
      })),
    );
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
      for (const { consentVersion: opinions, termsVersion: terms } of chosen)
        await this.consents.give(manager, account.id, { opinions, terms });
      const outcomes = [];
      for (const contribution of chosen) outcomes.push(await this.publish(contribution, account.id));
      await this.pending.remove(
        manager,
        waiting.map(({ id }) => id),
      );
      return {
        sessionToken,
        next: link.next,
        published: outcomes.flatMap((outcome) => ('path' in outcome ? outcome.path : [])),
        refused: outcomes.flatMap((outcome) => ('path' in outcome ? [] : outcome)),
      };
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
