import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Activity } from '../../activity/activity.entity.js';
import { OutboxMail } from '../../mail/outbox-mail.entity.js';
import { found } from '../../web/refusal.js';
import { Account } from '../account.entity.js';
import { Consent } from '../consent.entity.js';
import { EmailChange } from '../email-change.entity.js';
import { FormerName } from '../former-name.entity.js';
import { Passkey } from '../passkeys/passkey.entity.js';
import { PendingContribution } from '../pending-contribution.entity.js';
import { Invitation } from '../people/invitation.entity.js';
import { Identity } from '../providers/identity.entity.js';
import { RoleGrant } from '../role-grant.entity.js';
import { Session } from '../session.entity.js';
import { AccountErasing } from './account-erasing.service.js';
import { Erasure } from './erasure.entity.js';
import { everyRow, rowsAtOnce } from './every-row.js';
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
    return {
      account: { id: account.id, email, publicName, locale, createdAt },
      ...(await waysIn(manager, accountId)),
      ...(await standing(manager, account)),
      ...(await mailAndTraces(manager, account)),
    };
  }

  async erase(manager: EntityManager, accountId: string): Promise<void> {
    await this.erasing.erase(manager, found(await manager.findOneBy(Account, { id: accountId })));
  }
}

async function waysIn(manager: EntityManager, accountId: string): Promise<{ [name: string]: Json }> {
  const sessions = await manager.find(Session, { where: { accountId }, order: { createdAt: 'ASC' } });
  const passkeys = await manager.find(Passkey, { where: { accountId }, order: { createdAt: 'ASC' } });
  const identities = await manager.find(Identity, { where: { accountId }, order: { createdAt: 'ASC' } });
  const changes = await manager.find(EmailChange, { where: { accountId }, order: { requestedAt: 'ASC' } });
  return {
    sessions: sessions.map(({ userAgent, method, createdAt, lastUsedAt, expiresAt }) => ({
      device: userAgent,
      method,
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
  { id: accountId, email }: Account,
): Promise<{ [name: string]: Json }> {
  const names = await manager.find(FormerName, { where: { accountId }, order: { number: 'ASC' } });
  const consents = await manager.find(Consent, { where: { accountId }, order: { givenAt: 'ASC' } });
  const roles = await manager.find(RoleGrant, { where: { accountId }, order: { grantedAt: 'ASC' } });
  const invitations = await manager.find(Invitation, {
    where: [{ acceptedById: accountId }, ...(email ? [{ email }] : [])],
    order: { createdAt: 'ASC' },
  });
  const erasures = await manager.find(Erasure, { where: { accountId }, order: { requestedAt: 'ASC' } });
  return {
    formerNames: names.map(({ publicName, replacedAt }) => ({ publicName, replacedAt })),
    consents: consents.map(({ kind, version, givenAt, withdrawnAt }) => ({
      kind,
      version,
      givenAt,
      withdrawnAt,
    })),
    roles: roles.map(({ role, personUid, pointId, source, validFrom, validUntil, grantedAt, revokedAt }) => ({
      role,
      person: personUid,
      pointId,
      source,
      validFrom,
      validUntil,
      grantedAt,
      revokedAt,
    })),
    invitations: invitations.map(({ role, createdAt, expiresAt, acceptedAt, withdrawnAt }) => ({
      role,
      createdAt,
      expiresAt,
      acceptedAt,
      withdrawnAt,
    })),
    erasures: erasures.map(({ choice, requestedAt, dueAt, cancelledAt }) => ({
      choice,
      requestedAt,
      dueAt,
      cancelledAt,
    })),
  };
}

async function mailAndTraces(
  manager: EntityManager,
  { id: accountId, email }: Account,
): Promise<{ [name: string]: Json }> {
  const address = email ?? '';
  const waiting = await manager.find(PendingContribution, {
    where: { email: address },
    order: { id: 'ASC' },
  });
  const mails = await everyRow<OutboxMail>((after) =>
    manager
      .createQueryBuilder(OutboxMail, 'mail')
      .where('mail.recipient = :address AND mail.id > :after', { address, after: after?.id ?? '' })
      .orderBy('mail.id')
      .limit(rowsAtOnce)
      .getMany(),
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
    pendingContributions: waiting.map(({ kind, payload, createdAt, expiresAt }) => ({
      kind,
      content: JSON.parse(payload) as Json,
      createdAt,
      expiresAt,
    })),
    mails: mails.map(({ subject, createdAt, sentAt, cancelledAt }) => ({
      subject,
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
