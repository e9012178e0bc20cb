import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import { Config } from '../../ops/config.js';
import type { Locale } from '../../web/i18n/messages.js';
import { Account } from '../account.entity.js';
import { SparingMail } from '../sparing-mail.service.js';
import type { ProvedPerson } from './claims.js';
import { Identity } from './identity.entity.js';

/** Somebody at a provider. */
export type Known = Pick<ProvedPerson, 'issuer' | 'subject'>;

const linked = { verb: 'identity.linked', kind: 'accounts/identity-linked' } as const;
const unlinked = { verb: 'identity.unlinked', kind: 'accounts/identity-unlinked' } as const;

/** Which account is whom at which provider. The key is issuer and subject; nothing else ever leads to an account. */
@Injectable()
export class Identities {
  constructor(
    private readonly activityLog: ActivityLog,
    private readonly mail: SparingMail,
    private readonly config: Config,
  ) {}

  find(manager: EntityManager, { issuer, subject }: Known): Promise<Identity | null> {
    return manager.findOneBy(Identity, { issuer, subject });
  }

  ofAccount(manager: EntityManager, accountId: string): Promise<Identity[]> {
    return manager.find(Identity, { where: { accountId }, order: { id: 'ASC' } });
  }

  /** Whether the account is somebody at that issuer already: addresses change hands, and the first one stays. */
  isAt(manager: EntityManager, accountId: string, issuer: string): Promise<boolean> {
    return manager.existsBy(Identity, { accountId, issuer });
  }

  /** Links within a write, and tells the owner of the account by mail. */
  async link(
    manager: EntityManager,
    accountId: string,
    provider: string,
    { issuer, subject }: Known,
  ): Promise<void> {
    const at = now();
    await manager.insert(Identity, {
      id: newId(),
      accountId,
      issuer,
      subject,
      provider,
      createdAt: at,
      lastUsedAt: at,
    });
    await this.tell(manager, accountId, provider, linked);
  }

  /** Takes a link away within a write, and tells the owner; null when the account has none of that id. */
  async unlink(manager: EntityManager, accountId: string, id: string): Promise<Identity | null> {
    const identity = await manager.findOneBy(Identity, { id, accountId });
    if (!identity) return null;
    await manager.delete(Identity, { id });
    await this.tell(manager, accountId, identity.provider, unlinked);
    return identity;
  }

  async used(manager: EntityManager, { id }: Identity): Promise<void> {
    await manager.update(Identity, { id }, { lastUsedAt: now() });
  }

  /** Name of a provider as people know it; its key where it is not set any more. */
  nameOf(key: string, locale: Locale): string {
    return this.config.providers.find((provider) => provider.key === key)?.name[locale] ?? key;
  }

  private async tell(
    manager: EntityManager,
    accountId: string,
    provider: string,
    { verb, kind }: typeof linked | typeof unlinked,
  ): Promise<void> {
    await this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
      data: { provider },
    });
    const account = await manager.findOneBy(Account, { id: accountId });
    if (!account?.email) return;
    const locale = account.locale === 'en' ? 'en' : 'cs';
    await this.mail.queue(manager, 'identityMailsPerAddress', {
      to: account.email,
      locale,
      kind,
      model: { name: this.nameOf(provider, locale) },
    });
  }
}
