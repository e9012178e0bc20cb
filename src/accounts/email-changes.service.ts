import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan, MoreThanOrEqual } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { Outbox } from '../mail/outbox.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Account } from './account.entity.js';
import { Accounts } from './accounts.service.js';
import { EmailChange } from './email-change.entity.js';
import {
  confirmable,
  type EmailChangeStep,
  revertible,
  stepOf,
  toBeConfirmed,
} from './email-change-steps.js';
import { EmailLink } from './email-link.entity.js';
import { limits } from './limits.js';
import { Limits } from './limits.service.js';
import { Passkey } from './passkeys/passkey.entity.js';
import { after, day } from './periods.js';
import { Identity } from './providers/identity.entity.js';
import { Roles } from './roles.service.js';
import { Sessions } from './sessions.service.js';
import { hashToken, newToken } from './tokens.js';

/** Hours for which a change can be confirmed, and days for which it can be reverted. */
export const emailChangePeriods = { hoursToConfirm: 24, daysToRevert: 7 } as const;

/** Thrown where the address is the one that the account has. */
export class SameEmail extends Error {}

/**
 * Changes the address of an account. The new one is proved by a link; the old one is told at once, and can take the
 * change back for a week: whoever got hold of somebody's mail or browser for a moment must not get to keep the account.
 */
@Injectable()
export class EmailChanges {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly roles: Roles,
    private readonly limits: Limits,
    private readonly outbox: Outbox,
    private readonly activityLog: ActivityLog,
  ) {}

  /** The change that waits to be confirmed; null when none does. */
  pendingOf(accountId: string): Promise<EmailChange | null> {
    return this.database.read.findOneBy(EmailChange, {
      accountId,
      confirmedAt: IsNull(),
      expiresAt: MoreThan(now()),
    });
  }

  /**
   * Asks for a change and mails both addresses. An address that somebody else has gets another mail, and the asker the
   * same answer. A change asked for before is over.
   * @param newEmail normalised.
   * @throws SameEmail; Refusal 429.
   */
  async request({ accountId }: Viewer, newEmail: string): Promise<void> {
    await this.database.write(async (manager) => {
      await this.accounts.assertOpen(manager, accountId);
      const account = found(await manager.findOneBy(Account, { id: accountId }));
      const oldEmail = found(account.email);
      if (oldEmail === newEmail) throw new SameEmail();
      await this.limits.spend(manager, 'email-change', accountId, limits.emailChangesPerAccount);
      await this.limits.spend(manager, 'mail', newEmail, limits.mailPerAddress);
      await this.giveUpPending(manager, accountId);
      const owner = await this.accounts.byEmail(manager, newEmail);
      const token = newToken();
      await this.keep(manager, { accountId, oldEmail, newEmail, token });
      const locale = account.locale as Locale;
      if (owner)
        await this.mail(manager, newEmail, owner.locale as Locale, 'accounts/email-change-taken', {
          path: '/prihlaseni',
        });
      else
        await this.mail(manager, newEmail, locale, 'accounts/email-change-confirm', {
          path: `/prihlaseni/adresa/${token}`,
          hours: emailChangePeriods.hoursToConfirm,
        });
      await this.mail(manager, oldEmail, locale, 'accounts/email-change-asked', {
        newEmail,
        path: '/muj-ucet/zabezpeceni',
      });
      await this.record(manager, accountId, 'account.email-change-asked');
    });
  }

  /** What the link to the new address would do; null when it does not work. */
  async toConfirm(token: string, manager = this.database.read): Promise<EmailChangeStep | null> {
    const change = await confirmable(manager, token);
    return change && toBeConfirmed(manager, change);
  }

  /**
   * Gives the account its new address, and ends its sessions but the one at hand.
   * @returns whether it was done, and another token where the viewer is the owner; null when the link does not work.
   * @throws Refusal 409 when somebody has taken the address meanwhile.
   */
  confirm(token: string, viewer: Viewer | null): Promise<{ sessionToken: string | null } | null> {
    return this.database.write(async (manager) => {
      const change = await confirmable(manager, token);
      if (!change || !(await toBeConfirmed(manager, change))) return null;
      const { id, accountId, oldEmail, newEmail } = change;
      if (await this.accounts.byEmail(manager, newEmail))
        throw new Refusal(409, 'accounts.refusal.emailTaken');
      const revertToken = newToken();
      const at = now();
      await manager.update(
        EmailChange,
        { id },
        {
          confirmedAt: at,
          expiresAt: at,
          revertHash: hashToken(revertToken),
          revertibleUntil: after(emailChangePeriods.daysToRevert * day, at),
        },
      );
      const locale = await this.move(manager, accountId, oldEmail, newEmail);
      const sessionToken = await this.endSessions(manager, accountId, viewer);
      await this.mail(manager, oldEmail, locale, 'accounts/email-change-done', {
        newEmail,
        path: `/prihlaseni/adresa/zpet/${revertToken}`,
        days: emailChangePeriods.daysToRevert,
      });
      await this.record(manager, accountId, 'account.email-changed');
      return { sessionToken };
    });
  }

  /** What the link to the old address would do; null when it does not work. */
  async toRevert(token: string, manager = this.database.read): Promise<EmailChangeStep | null> {
    const change = await revertible(manager, token);
    return change && stepOf(manager, change);
  }

  /**
   * Gives the account back to its old address: undoes this change and later ones, ends all sessions, and takes away
   * passkeys, providers and roles taken on since it was asked for. False when the link does not work.
   * @throws Refusal 409 when the old address belongs to another account by now.
   */
  revert(token: string): Promise<boolean> {
    return this.database.write(async (manager) => {
      const change = await revertible(manager, token);
      if (!change || !(await stepOf(manager, change))) return false;
      const { accountId, oldEmail, requestedAt } = change;
      const owner = await this.accounts.byEmail(manager, oldEmail);
      if (owner && owner.id !== accountId) throw new Refusal(409, 'accounts.refusal.emailTaken');
      const at = now();
      const since = { accountId, requestedAt: MoreThanOrEqual(requestedAt) };
      await manager.update(EmailChange, { ...since, confirmedAt: IsNull() }, { expiresAt: at });
      await manager.update(EmailChange, since, { revertibleUntil: at, revertedAt: at });
      const { email } = found(await manager.findOneBy(Account, { id: accountId }));
      const locale = await this.move(manager, accountId, email ?? oldEmail, oldEmail);
      for (const entity of [Passkey, Identity])
        await manager.delete(entity, { accountId, createdAt: MoreThanOrEqual(requestedAt) });
      await this.roles.revokeTakenOnSince(manager, accountId, requestedAt);
      await this.sessions.end(manager, accountId);
      for (const to of new Set([email ?? oldEmail, oldEmail]))
        await this.mail(manager, to, locale, 'accounts/email-change-reverted', { path: '/prihlaseni' });
      await this.record(manager, accountId, 'account.email-change-reverted');
      return true;
    });
  }

  private async keep(
    manager: EntityManager,
    { token, ...change }: Pick<EmailChange, 'accountId' | 'oldEmail' | 'newEmail'> & { token: string },
  ): Promise<void> {
    const at = now();
    await manager.insert(EmailChange, {
      ...change,
      id: newId(),
      confirmHash: hashToken(token),
      revertHash: null,
      requestedAt: at,
      expiresAt: after((emailChangePeriods.hoursToConfirm * day) / 24, at),
      confirmedAt: null,
      revertibleUntil: null,
      revertedAt: null,
    });
  }

  private async giveUpPending(manager: EntityManager, accountId: string): Promise<void> {
    const pending = { accountId, confirmedAt: IsNull(), expiresAt: MoreThan(now()) };
    await manager.update(EmailChange, pending, { expiresAt: now() });
  }

  /** Links to the address that is left no longer work; gives the language of the account. */
  private async move(manager: EntityManager, accountId: string, from: string, to: string): Promise<Locale> {
    const at = now();
    await manager.update(Account, { id: accountId }, { email: to });
    await manager.update(
      EmailLink,
      { email: from, usedAt: IsNull(), expiresAt: MoreThan(at) },
      { expiresAt: at },
    );
    return found(await manager.findOneBy(Account, { id: accountId })).locale as Locale;
  }

  /** All but the one at hand, which goes on under another token. */
  private async endSessions(
    manager: EntityManager,
    accountId: string,
    viewer: Viewer | null,
  ): Promise<string | null> {
    if (viewer?.accountId !== accountId) {
      await this.sessions.end(manager, accountId);
      return null;
    }
    await this.sessions.endOthers(manager, viewer);
    return this.sessions.rotate(manager, viewer.sessionId);
  }

  private mail(
    manager: EntityManager,
    to: string,
    locale: Locale,
    kind: string,
    model: Record<string, unknown>,
  ): Promise<void> {
    return this.outbox.queue(manager, { to, locale, kind, model });
  }

  private record(manager: EntityManager, accountId: string, verb: string): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
    });
  }
}
