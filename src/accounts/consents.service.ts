import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { newId } from '../database/id.js';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { Consent } from './consent.entity.js';

/** Version of the text `accounts.consent.html`; change it together with the text, and everybody is asked again. */
export const consentVersion = '2026-11';

const liveConsents = prepared<{ accountId: string; version: string }, { id: string }>((manager) =>
  manager
    .createQueryBuilder()
    .select('consent.id', 'id')
    .from(Consent, 'consent')
    .where('consent.accountId = :accountId AND consent.version = :version AND consent.withdrawnAt IS NULL'),
);

/** Explicit consent to the processing of political opinions (GDPR Art. 9 (2) a), versioned and withdrawable. */
@Injectable()
export class Consents {
  constructor(private readonly activityLog: ActivityLog) {}

  /** True when the account agreed to a version of the text, by default today's, and has not withdrawn it. */
  async has(manager: EntityManager, accountId: string, version = consentVersion): Promise<boolean> {
    const live = await liveConsents(manager, { accountId, version });
    return live.length > 0;
  }

  /** When today's text was agreed to; null when it was not, or no longer is. */
  async givenAt(manager: EntityManager, accountId: string): Promise<string | null> {
    const consent = await manager.findOneBy(Consent, {
      accountId,
      version: consentVersion,
      withdrawnAt: IsNull(),
    });
    return consent?.givenAt ?? null;
  }

  /** Notes the consent in a write; once is enough. */
  async give(manager: EntityManager, accountId: string, version = consentVersion): Promise<void> {
    if (await this.has(manager, accountId, version)) return;
    await manager.insert(Consent, { id: newId(), accountId, version, givenAt: now(), withdrawnAt: null });
    await this.record(manager, 'consent.given', accountId, version);
  }

  /** Takes back every consent of the account, in a write. */
  async withdraw(manager: EntityManager, accountId: string): Promise<void> {
    const live = await manager.findBy(Consent, { accountId, withdrawnAt: IsNull() });
    if (live.length === 0) return;
    await manager.update(Consent, { accountId, withdrawnAt: IsNull() }, { withdrawnAt: now() });
    for (const { version } of live) await this.record(manager, 'consent.withdrawn', accountId, version);
  }

  private record(manager: EntityManager, verb: string, accountId: string, version: string): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
      data: { version },
    });
  }
}
