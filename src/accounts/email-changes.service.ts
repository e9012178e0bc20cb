import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import type { Verb } from '../activity/verbs.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { Outbox } from '../mail/outbox.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Account } from './account.entity.js';
import { EmailChange } from './email-change.entity.js';
import { confirmable, type EmailChangeStep, moveTo, toBeConfirmed } from './email-change-steps.js';
import { ownerOf } from './held-addresses.js';
import { limits } from './limits.js';
import { Limits } from './limits.service.js';
import { after, day } from './periods.js';
import { Sessions } from './sessions.service.js';
import { assertSignedIn, type SignedIn } from './signed-in.js';
import { hashToken, newToken } from './tokens.js';

/** Hours for which a change can be confirmed, and days for which it can be reverted. */
export const emailChangePeriods = { hoursToConfirm: 24, daysToRevert: 7 } as const;

/** Thrown where the address is the one that the account has. */
export class SameEmail extends Error {}

/**
 * Changes the address of an account. The new one is proved by a link; the old one is told at once, and can take the
 * change back for a week (`EmailReturns`): whoever got hold of somebody's mail or browser for a moment must not get to keep the account.
 */
@Injectable()
export class EmailChanges {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
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
   * Asks for a change and mails both addresses. An address that somebody else has or holds gets another mail, and the asker the
   * same answer. A change asked for before is over.
   * @param newEmail normalised.
   * @throws SameEmail; Refusal 429.
   */
  async request(who: SignedIn, newEmail: string): Promise<void> {
    const { accountId } = who;
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      const account = found(await manager.findOneBy(Account, { id: accountId }));
      const oldEmail = found(account.email);
      if (oldEmail === newEmail) throw new SameEmail();
      await this.limits.spend(manager, 'email-change', accountId, limits.emailChangesPerAccount);
      await this.limits.spend(manager, 'mail', newEmail, limits.mailPerAddress);
      await this.giveUpPending(manager, accountId);
      const owner = await ownerOf(manager, newEmail);
      const token = newToken();
      await this.keep(manager, { accountId, oldEmail, newEmail, token });
      const locale = account.locale as Locale;
      if (owner && owner.id !== accountId)
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

  /** Gives up the change that waits, so that its link works no more; false when none waits. @throws Refusal 403. */
  callOff(who: SignedIn): Promise<boolean> {
    const { accountId } = who;
    return this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      const hadOne = await this.giveUpPending(manager, accountId);
      if (hadOne) await this.record(manager, accountId, 'account.email-change-called-off');
      return hadOne;
    });
  }

  /** What the link to the new address would do; null when it does not work. */
  async toConfirm(token: string, manager = this.database.read): Promise<EmailChangeStep | null> {
    const change = await confirmable(manager, token);
    return change && toBeConfirmed(manager, change);
  }

  /**
   * Gives the account its new address, and ends its sessions but the one at hand.
   * @returns the new address, and another token where the viewer is the owner; null when the link does not work.
   * @throws Refusal 409 when somebody has taken the address meanwhile.
   */
  confirm(
    token: string,
    viewer: Viewer | null,
  ): Promise<{ sessionToken: string | null; email: string } | null> {
    return this.database.write(async (manager) => {
      const change = await confirmable(manager, token);
      if (!change || !(await toBeConfirmed(manager, change))) return null;
      const { id, accountId, oldEmail, newEmail } = change;
      const owner = await ownerOf(manager, newEmail);
      if (owner && owner.id !== accountId) throw new Refusal(409, 'accounts.refusal.emailTaken');
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
      const locale = await moveTo(manager, accountId, oldEmail, newEmail);
      const sessionToken = await this.endSessions(manager, accountId, viewer);
      await this.mail(manager, oldEmail, locale, 'accounts/email-change-done', {
        newEmail,
        path: `/prihlaseni/adresa/zpet/${revertToken}`,
        days: emailChangePeriods.daysToRevert,
      });
      await this.record(manager, accountId, 'account.email-changed');
      return { sessionToken, email: newEmail };
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

  private async giveUpPending(manager: EntityManager, accountId: string): Promise<boolean> {
    const pending = { accountId, confirmedAt: IsNull(), expiresAt: MoreThan(now()) };
    const { affected } = await manager.update(EmailChange, pending, { expiresAt: now() });
    return (affected ?? 0) > 0;
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

  private record(manager: EntityManager, accountId: string, verb: Verb): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
    });
  }
}
