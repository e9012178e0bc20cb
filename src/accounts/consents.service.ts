import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import type { Verb } from '../activity/verbs.js';
import { newId } from '../database/id.js';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { Refusal } from '../web/refusal.js';
import { type LegalText, SiteTexts } from '../web/texts/site-texts.service.js';
import { Consent, type ConsentKind } from './consent.entity.js';

/** Everything one agrees to before the first contribution, in the order it is asked. */
export const consentKinds = ['opinions', 'terms'] as const satisfies readonly ConsentKind[];

/** The text that each consent is about. */
export const textOfConsent: Record<ConsentKind, LegalText> = { opinions: 'souhlas', terms: 'podminky' };

/** Which version of each text somebody agrees to. */
export type AgreedVersions = Record<ConsentKind, string>;

/** A consent in force. */
export type GivenConsent = Pick<Consent, 'kind' | 'version' | 'givenAt'>;

const liveConsents = prepared<{ accountId: string }, GivenConsent>((manager) =>
  manager
    .createQueryBuilder()
    .select('consent.kind', 'kind')
    .addSelect('consent.version', 'version')
    .addSelect('consent.givenAt', 'givenAt')
    .from(Consent, 'consent')
    .where('consent.accountId = :accountId AND consent.withdrawnAt IS NULL')
    .orderBy('consent.givenAt'),
);

/**
 * What people agreed to: the processing of political opinions (GDPR Art. 9 (2) a), which can be taken back, and the
 * terms with being 15 or older. Both belong to a version of a text; a new version is asked for before the next
 * contribution.
 */
@Injectable()
export class Consents {
  constructor(
    private readonly activityLog: ActivityLog,
    private readonly texts: SiteTexts,
  ) {}

  /** The versions that are asked for today. */
  versions(): AgreedVersions;
  versions(kinds: readonly ConsentKind[]): Partial<AgreedVersions>;
  versions(kinds: readonly ConsentKind[] = consentKinds): Partial<AgreedVersions> {
    return Object.fromEntries(kinds.map((kind) => [kind, this.texts.inForce(textOfConsent[kind])]));
  }

  /** Everything the account agreed to and has not taken back, in any version, the oldest first. */
  async of(manager: EntityManager, accountId: string): Promise<GivenConsent[]> {
    return liveConsents(manager, { accountId });
  }

  /** What has to be asked before the account may say something. */
  async missing(manager: EntityManager, accountId: string): Promise<ConsentKind[]> {
    const given = await this.of(manager, accountId);
    const versions = this.versions();
    return consentKinds.filter((kind) => !given.some((each) => isFor(each, kind, versions[kind])));
  }

  /** True when the account agreed to all of today's texts. */
  async has(manager: EntityManager, accountId: string): Promise<boolean> {
    return (await this.missing(manager, accountId)).length === 0;
  }

  /** @throws Refusal 409 where something has to be agreed to before the account may say anything. */
  async assertGiven(manager: EntityManager, accountId: string): Promise<void> {
    if (!(await this.has(manager, accountId))) throw new Refusal(409, 'accounts.refusal.consentNeeded');
  }

  /** Notes consents in a write; once is enough. Without versions: to all of today's texts. */
  async give(
    manager: EntityManager,
    accountId: string,
    versions: Partial<AgreedVersions> = this.versions(),
  ): Promise<void> {
    const agreed = consentKinds.filter((kind) => versions[kind]);
    if (agreed.length === 0) return;
    const given = await this.of(manager, accountId);
    for (const kind of agreed) {
      const version = versions[kind];
      if (!version || given.some((each) => isFor(each, kind, version))) continue;
      await manager.insert(Consent, {
        id: newId(),
        accountId,
        kind,
        version,
        givenAt: now(),
        withdrawnAt: null,
      });
      await this.record(manager, 'consent.given', accountId, { kind, version });
    }
  }

  /** Takes back, in a write, every version of one consent. */
  async withdraw(manager: EntityManager, accountId: string, kind: ConsentKind = 'opinions'): Promise<void> {
    const live = { accountId, kind, withdrawnAt: IsNull() };
    const given = await manager.findBy(Consent, live);
    if (given.length === 0) return;
    await manager.update(Consent, live, { withdrawnAt: now() });
    for (const { version } of given) {
      await this.record(manager, 'consent.withdrawn', accountId, { kind, version });
    }
  }

  private record(
    manager: EntityManager,
    verb: Verb,
    accountId: string,
    data: { kind: ConsentKind; version: string },
  ): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
      data,
    });
  }
}

function isFor(given: GivenConsent, kind: ConsentKind, version: string): boolean {
  return given.kind === kind && given.version === version;
}
