import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import { publicNames } from '../../activity/stamps.service.js';
import { now } from '../../database/time.js';
import { OutboxMail } from '../../mail/outbox-mail.entity.js';
import { Account } from '../account.entity.js';
import { Ceremony } from '../ceremony.entity.js';
import { Consent } from '../consent.entity.js';
import { EmailChange } from '../email-change.entity.js';
import { EmailLink } from '../email-link.entity.js';
import { FormerName } from '../former-name.entity.js';
import { Passkey } from '../passkeys/passkey.entity.js';
import { PendingContribution } from '../pending-contribution.entity.js';
import { DeclinedPerson } from '../people/declined-person.entity.js';
import { Invitation } from '../people/invitation.entity.js';
import { Identity } from '../providers/identity.entity.js';
import { Roles } from '../roles.service.js';
import { Session } from '../session.entity.js';
import { DataExport } from './data-export.entity.js';
import { invitationsOf, madeAt, type OwnAddress, ownAddresses } from './own-addresses.js';

const ownRows = [
  Session,
  Passkey,
  Identity,
  EmailChange,
  FormerName,
  DeclinedPerson,
  DataExport,
  Ceremony,
] as const;

/** Empties an account: who it was, how they got in, and the mail to them. The proof of what they agreed to stays. */
@Injectable()
export class AccountErasing {
  constructor(
    private readonly roles: Roles,
    private readonly activityLog: ActivityLog,
  ) {}

  /** Within a write. Its row stays, without anything in it: other rows refer to it. */
  async erase(manager: EntityManager, account: Account): Promise<void> {
    const { id: accountId } = account;
    const at = now();
    const addresses = await ownAddresses(manager, account);
    await this.eraseMail(manager, account, addresses);
    await this.eraseWhatWaits(manager, accountId, addresses);
    for (const entity of ownRows) await manager.delete(entity, { accountId });
    await manager.update(Consent, { accountId, withdrawnAt: IsNull() }, { withdrawnAt: at });
    for (const { id } of await this.roles.heldBy(manager, accountId))
      await this.roles.revokeWithin(manager, id, accountId);
    const empty = { email: null, publicName: '', nameSkeleton: '', locale: 'cs', erasedAt: at };
    await manager.update(Account, { id: accountId }, empty);
    await this.activityLog.record(manager, {
      actorId: accountId,
      verb: 'account.erased',
      subjectType: 'account',
      subjectId: accountId,
    });
    await this.activityLog.record(manager, { actorId: null, verb: 'account.renamed', ...publicNames });
  }

  private async eraseWhatWaits(
    manager: EntityManager,
    accountId: string,
    addresses: readonly OwnAddress[],
  ): Promise<void> {
    for (const theirs of invitationsOf(accountId, addresses)) await manager.delete(Invitation, theirs);
    for (const theirs of madeAt(addresses, 'email'))
      for (const entity of [EmailLink, PendingContribution]) await manager.delete(entity, theirs);
  }

  /** Mail to them, and what is kept of mail to others that names them and has left already or will not leave. */
  private async eraseMail(
    manager: EntityManager,
    account: Account,
    addresses: readonly OwnAddress[],
  ): Promise<void> {
    for (const theirs of madeAt(addresses, 'recipient')) await manager.delete(OutboxMail, theirs);
    const asked = await manager.findBy(EmailChange, { accountId: account.id });
    // An address that was never confirmed may be anybody's: only what we wrote there about the change goes.
    for (const { newEmail } of asked)
      await manager
        .createQueryBuilder()
        .delete()
        .from(OutboxMail)
        .where(`recipient = :newEmail AND kind LIKE 'accounts.email-%'`, { newEmail })
        .execute();
    const former = await manager.findBy(FormerName, { accountId: account.id });
    for (const name of new Set([account.publicName, ...former.map(({ publicName }) => publicName)]))
      await this.eraseMailNaming(manager, name);
  }

  private async eraseMailNaming(manager: EntityManager, name: string): Promise<void> {
    if (name === '') return;
    const spent = '(sent_at IS NOT NULL OR cancelled_at IS NOT NULL)';
    const named = manager.dataSource.options.type === 'postgres' ? 'strpos' : 'instr';
    await manager
      .createQueryBuilder()
      .delete()
      .from(OutboxMail)
      .where(`${spent} AND (${named}(body, :name) > 0 OR ${named}(subject, :name) > 0)`, { name })
      .execute();
  }
}
