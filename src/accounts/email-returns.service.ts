import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan, MoreThanOrEqual } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import type { Verb } from '../activity/verbs.js';
import { Database } from '../database/database.js';
import { type Instant, now } from '../database/time.js';
import { Outbox } from '../mail/outbox.service.js';
import { found, Refusal } from '../web/refusal.js';
import { Account } from './account.entity.js';
import { Ceremony } from './ceremony.entity.js';
import { EmailChange } from './email-change.entity.js';
import { type EmailChangeStep, moveTo, revertible, stepOf } from './email-change-steps.js';
import { emailChangePeriods } from './email-changes.service.js';
import { EmailLinks } from './email-links.service.js';
import { heldChange } from './held-addresses.js';
import { DataExport } from './my-data/data-export.entity.js';
import { Erasure } from './my-data/erasure.entity.js';
import { Passkey } from './passkeys/passkey.entity.js';
import { Invitation } from './people/invitation.entity.js';
import { after, day } from './periods.js';
import { Identity } from './providers/identity.entity.js';
import { Roles } from './roles.service.js';
import { Sessions } from './sessions.service.js';
import { type Proof, SignIns } from './sign-ins.service.js';

/**
 * Gives an account back to the address it had before a change: by the link mailed there when the address changed, or
 * by signing in with it. Both prove the same. Whoever had the account meanwhile keeps nothing of it.
 */
@Injectable()
export class EmailReturns {
  constructor(
    private readonly database: Database,
    private readonly links: EmailLinks,
    private readonly sessions: Sessions,
    private readonly signIns: SignIns,
    private readonly roles: Roles,
    private readonly outbox: Outbox,
    private readonly activityLog: ActivityLog,
  ) {}

  /** What the link to the old address would do; null when it does not work. */
  async toReturn(token: string, manager = this.database.read): Promise<EmailChangeStep | null> {
    const change = await revertible(manager, token);
    return change && stepOf(manager, change);
  }

  /** As the link to the old address says; false when it does not work. @throws Refusal 409, see `giveBack`. */
  returnTo(token: string): Promise<boolean> {
    return this.database.write(async (manager) => {
      const change = await revertible(manager, token);
      if (!change || !(await stepOf(manager, change))) return false;
      await this.giveBack(manager, change);
      return true;
    });
  }

  /**
   * The change to take back where somebody signs in with the address of before; null where they have not left it, or
   * have an account with it. Its new address is the one of today, also after later changes.
   */
  async heldFor(linkToken: string, manager = this.database.read): Promise<EmailChangeStep | null> {
    const link = await this.links.find(manager, linkToken);
    const change = link && (await heldChange(manager, link.email));
    if (!change || (await manager.existsBy(Account, { email: link.email }))) return null;
    const today = await manager.findOneBy(Account, { id: change.accountId });
    return stepOf(manager, { ...change, newEmail: today?.email ?? change.newEmail });
  }

  /**
   * Uses a sign-in link up to take the account back and sign in to it; gives the token for the cookie and the address
   * that was proved, or null when there is nothing to take back.
   */
  returnBySignIn(linkToken: string, proof: Proof): Promise<{ token: string; email: string } | null> {
    return this.database.write(async (manager) => {
      if (!(await this.heldFor(linkToken, manager))) return null;
      const { email } = found(await this.links.consume(manager, linkToken));
      const change = found(await heldChange(manager, email));
      await this.giveBack(manager, change);
      const account = found(await manager.findOneBy(Account, { id: change.accountId }));
      return { token: await this.signIns.complete(manager, account, proof), email };
    });
  }

  /**
   * Undoes the change and later ones, and with them what was set going since it was asked for.
   * @throws Refusal 409 when the old address belongs to another account by now.
   */
  private async giveBack(manager: EntityManager, change: EmailChange): Promise<void> {
    const { accountId, oldEmail, requestedAt } = change;
    const { email } = found(await manager.findOneBy(Account, { id: accountId }));
    const owner = await manager.findOneBy(Account, { email: oldEmail });
    if (owner && owner.id !== accountId) throw new Refusal(409, 'accounts.refusal.emailTaken');
    const at = now();
    const since = { accountId, requestedAt: MoreThanOrEqual(requestedAt) };
    await manager.update(EmailChange, { ...since, confirmedAt: IsNull() }, { expiresAt: at });
    await manager.update(EmailChange, since, { revertibleUntil: at, revertedAt: at });
    const locale = await moveTo(manager, accountId, email ?? oldEmail, oldEmail);
    await this.undoSince(manager, accountId, requestedAt);
    for (const to of new Set([email ?? oldEmail, oldEmail]))
      await this.outbox.queue(manager, {
        to,
        locale,
        kind: 'accounts/email-change-reverted',
        model: { path: '/prihlaseni' },
      });
    await this.record(manager, accountId, 'account.email-change-reverted');
  }

  /** Ways in, roles, what was asked for, and what was offered to others: all of it was somebody else's doing. */
  private async undoSince(manager: EntityManager, accountId: string, since: Instant): Promise<void> {
    const at = now();
    await this.sessions.end(manager, accountId);
    await manager.delete(Ceremony, { accountId });
    // Whoever means to stay adds a way in of their own before they touch the address.
    const justBefore = after(-emailChangePeriods.daysToRevert * day, since);
    for (const entity of [Passkey, Identity])
      await manager.delete(entity, { accountId, createdAt: MoreThanOrEqual(justBefore) });
    await this.roles.revokeTakenOnSince(manager, accountId, since);
    await this.roles.revokeGivenSince(manager, accountId, since);
    const sent = { invitedById: accountId, createdAt: MoreThanOrEqual(since), expiresAt: MoreThan(at) };
    const open = await manager.findBy(Invitation, {
      ...sent,
      acceptedAt: IsNull(),
      withdrawnAt: IsNull(),
    });
    for (const { id } of open) {
      await manager.update(Invitation, { id }, { withdrawnAt: at });
      await this.outbox.cancel(manager, id, 'accounts/invitation');
    }
    await manager.delete(DataExport, { accountId, requestedAt: MoreThanOrEqual(since) });
    const leaving = {
      accountId,
      requestedAt: MoreThanOrEqual(since),
      cancelledAt: IsNull(),
      doneAt: IsNull(),
    };
    const { affected } = await manager.update(Erasure, leaving, { cancelledAt: at });
    if (affected) await this.record(manager, accountId, 'account.erasure-cancelled');
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
