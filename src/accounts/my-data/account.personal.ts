import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import { Activity } from '../../activity/activity.entity.js';
import { OutboxMail } from '../../mail/outbox-mail.entity.js';
import { found } from '../../web/refusal.js';
import { Account } from '../account.entity.js';
import { Consent } from '../consent.entity.js';
import { EmailChange } from '../email-change.entity.js';
import { EmailLink } from '../email-link.entity.js';
import { FormerName } from '../former-name.entity.js';
import { Passkey } from '../passkeys/passkey.entity.js';
import { PendingContribution } from '../pending-contribution.entity.js';
import { DeclinedPerson } from '../people/declined-person.entity.js';
import { Invitation } from '../people/invitation.entity.js';
import { Identity } from '../providers/identity.entity.js';
import { RoleGrant } from '../role-grant.entity.js';
import { Session } from '../session.entity.js';
import { AccountErasing } from './account-erasing.service.js';
import { Erasure } from './erasure.entity.js';
import { everyRow, rowsAtOnce } from './every-row.js';
import { invitationsOf, madeAt, type OwnAddress, ownAddresses } from './own-addresses.js';
import { type Json, PersonalData, type PersonalPart } from './personal-data.js';

/** Who somebody is to us: their account, how they sign in, what they agreed to, and the mail they got. */
@Injectable()
export class AccountPersonal implements PersonalPart, OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly erasing: AccountErasing,
  ) {}

  onModuleInit(): void {
    this.personalData.register('accounts', this);
  }

  async export(manager: EntityManager, accountId: string): Promise<{ [name: string]: Json }> {
    const account = found(await manager.findOneBy(Account, { id: accountId }));
    const { email, publicName, locale, createdAt } = account;
    const addresses = await ownAddresses(manager, account);
    return {
      account: { id: account.id, email, publicName, locale, createdAt },
      ...(await waysIn(manager, accountId, addresses)),
      ...(await standing(manager, accountId, addresses)),
      ...(await whatWaits(manager, addresses)),
      ...(await mailAndTraces(manager, accountId, addresses)),
    };
  }

  async erase(manager: EntityManager, accountId: string): Promise<void> {
    await this.erasing.erase(manager, found(await manager.findOneBy(Account, { id: accountId })));
  }
}

async function waysIn(
  manager: EntityManager,
  accountId: string,
  addresses: readonly OwnAddress[],
): Promise<{ [name: string]: Json }> {
  const sessions = await manager.find(Session, { where: { accountId }, order: { createdAt: 'ASC' } });
  const passkeys = await manager.find(Passkey, { where: { accountId }, order: { createdAt: 'ASC' } });
  const identities = await manager.find(Identity, { where: { accountId }, order: { createdAt: 'ASC' } });
  const changes = await manager.find(EmailChange, { where: { accountId }, order: { requestedAt: 'ASC' } });
  const links = await manager.find(EmailLink, {
    where: madeAt(addresses, 'email'),
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  return {
    signInLinks: links.map(({ email, userAgent, next, createdAt, usedAt }) => ({
      email,
      device: userAgent,
      page: next,
      createdAt,
      usedAt,
    })),
    sessions: sessions.map(({ userAgent, method, provider, createdAt, lastUsedAt, expiresAt }) => ({
      device: userAgent,
      method,
      provider,
      createdAt,
      lastUsedAt,
      expiresAt,
    })),
    passkeys: passkeys.map(({ name, createdAt, lastUsedAt }) => ({ name, createdAt, lastUsedAt })),
    providers: identities.map(({ provider, issuer, subject, createdAt, lastUsedAt }) => ({
      provider,
      issuer,
      subject,
      createdAt,
      lastUsedAt,
    })),
    emailChanges: changes.map(({ oldEmail, newEmail, requestedAt, confirmedAt, revertedAt }) => ({
      oldEmail,
      newEmail,
      requestedAt,
      confirmedAt,
      revertedAt,
    })),
  };
}

async function standing(
  manager: EntityManager,
  accountId: string,
  addresses: readonly OwnAddress[],
): Promise<{ [name: string]: Json }> {
  const names = await manager.find(FormerName, { where: { accountId }, order: { number: 'ASC' } });
  const consents = await manager.find(Consent, { where: { accountId }, order: { givenAt: 'ASC' } });
  const roles = await manager.find(RoleGrant, { where: { accountId }, order: { grantedAt: 'ASC' } });
  const invitations = await manager.find(Invitation, {
    where: invitationsOf(accountId, addresses),
    order: { createdAt: 'ASC' },
  });
  const declined = await manager.find(DeclinedPerson, { where: { accountId }, order: { declinedAt: 'ASC' } });
  const erasures = await manager.find(Erasure, { where: { accountId }, order: { requestedAt: 'ASC' } });
  return {
    formerNames: names.map(({ publicName, replacedAt }) => ({ publicName, replacedAt })),
    consents: consents.map(({ kind, version, givenAt, withdrawnAt }) => ({
      kind,
      version,
      givenAt,
      withdrawnAt,
    })),
    roles: roles.map((held) => ({
      role: held.role,
      person: held.personUid,
      pointId: held.pointId,
      source: held.source,
      provider: held.provider,
      validFrom: held.validFrom,
      validUntil: held.validUntil,
      grantedAt: held.grantedAt,
      revokedAt: held.revokedAt,
    })),
    invitations: invitations.map(({ email, createdAt, expiresAt, acceptedAt, withdrawnAt, ...offered }) => ({
      email,
      role: offered.role,
      person: offered.personUid,
      pointId: offered.pointId,
      validFrom: offered.validFrom,
      validUntil: offered.validUntil,
      createdAt,
      expiresAt,
      acceptedAt,
      withdrawnAt,
    })),
    declinedPeople: declined.map(({ personUid, declinedAt }) => ({ person: personUid, declinedAt })),
    erasures: erasures.map(({ choice, requestedAt, dueAt, cancelledAt }) => ({
      choice,
      requestedAt,
      dueAt,
      cancelledAt,
    })),
  };
}

async function whatWaits(
  manager: EntityManager,
  addresses: readonly OwnAddress[],
): Promise<{ [name: string]: Json }> {
  const waiting = await manager.find(PendingContribution, {
    where: madeAt(addresses, 'email'),
    order: { id: 'ASC' },
  });
  return {
    pendingContributions: waiting.map(({ email, publicName, kind, payload, createdAt, ...agreed }) => ({
      email,
      publicName,
      kind,
      content: JSON.parse(payload) as Json,
      consentVersion: agreed.consentVersion,
      termsVersion: agreed.termsVersion,
      createdAt,
      expiresAt: agreed.expiresAt,
    })),
  };
}

async function mailAndTraces(
  manager: EntityManager,
  accountId: string,
  addresses: readonly OwnAddress[],
): Promise<{ [name: string]: Json }> {
  const mails = await everyRow<OutboxMail>((after) =>
    manager.find(OutboxMail, {
      where: madeAt(addresses, 'recipient').map((theirs) => ({ ...theirs, id: MoreThan(after?.id ?? '') })),
      order: { id: 'ASC' },
      take: rowsAtOnce,
    }),
  );
  const activity = await everyRow<Activity>((after) =>
    manager
      .createQueryBuilder(Activity, 'entry')
      .where('entry.actorId = :accountId AND entry.number > :after', { accountId, after: after?.number ?? 0 })
      .orderBy('entry.number')
      .limit(rowsAtOnce)
      .getMany(),
  );
  return {
    mails: mails.map(({ recipient, subject, kind, body, createdAt, sentAt, cancelledAt }) => ({
      to: recipient,
      subject,
      text: holdsSecrets(kind) ? null : body,
      createdAt,
      sentAt,
      cancelledAt,
    })),
    activity: activity.map(({ number, at, verb, subjectType, subjectId }) => ({
      number,
      at,
      verb,
      subjectType,
      subjectId,
    })),
  };
}

/** Links in such mail open the account, or give it back to an address it had. */
function holdsSecrets(kind: string): boolean {
  return kind.startsWith('accounts.');
}
