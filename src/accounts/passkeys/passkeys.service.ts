import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Activity } from '../../activity/activity.entity.js';
import { ActivityLog } from '../../activity/activity-log.service.js';
import { Database } from '../../database/database.js';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import { Outbox } from '../../mail/outbox.service.js';
import { found } from '../../web/refusal.js';
import { Account } from '../account.entity.js';
import { limits } from '../limits.js';
import { Limits } from '../limits.service.js';
import { assertSignedIn, type SignedIn } from '../signed-in.js';
import { Passkey } from './passkey.entity.js';
import type { NewKey } from './passkey-check.js';
import { PasskeyTrouble } from './passkey-trouble.js';

/** Passkeys of one account, at most. */
export const mostPasskeys = 10;
/** Counters beyond what a column holds are kept as the greatest it does; nobody gets there by using a key. */
const greatestCounter = 2 ** 31 - 1;

const added = { verb: 'passkey.added', kind: 'accounts/passkey-added' } as const;
const removed = { verb: 'passkey.removed', kind: 'accounts/passkey-removed' } as const;
const copied = { verb: 'passkey.copied', kind: 'accounts/passkey-copied' } as const;

/** The passkeys of accounts. Their owner is told by mail of each that comes or goes, in case it was somebody else. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly database: Database,
    private readonly limits: Limits,
    private readonly outbox: Outbox,
    private readonly activityLog: ActivityLog,
  ) {}

  /** The oldest first. */
  ofAccount(manager: EntityManager, accountId: string): Promise<Passkey[]> {
    return manager.find(Passkey, { where: { accountId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  byCredential(manager: EntityManager, credentialId: string): Promise<Passkey | null> {
    return manager.findOneBy(Passkey, { credentialId });
  }

  /** @throws PasskeyTrouble `full`. */
  async assertRoom(manager: EntityManager, accountId: string): Promise<void> {
    if ((await manager.countBy(Passkey, { accountId })) >= mostPasskeys) throw new PasskeyTrouble('full');
  }

  /** Within a write. @throws PasskeyTrouble `full` or `taken`; Refusal 403 for who was closed or signed out meanwhile. */
  async add(manager: EntityManager, who: SignedIn, name: string, key: NewKey): Promise<void> {
    const { accountId } = who;
    await assertSignedIn(manager, who);
    await this.assertRoom(manager, accountId);
    if (await this.byCredential(manager, key.credentialId)) throw new PasskeyTrouble('taken');
    const counter = Math.min(key.counter, greatestCounter);
    const fresh = { id: newId(), accountId, name, createdAt: now(), lastUsedAt: null };
    await manager.insert(Passkey, { ...key, ...fresh, counter });
    await this.tellOfChange(manager, added, fresh);
  }

  /**
   * Notes within a write that a passkey was used.
   * @throws PasskeyTrouble `unknown` when it is gone; `copied` when its counter went back.
   */
  async used(
    manager: EntityManager,
    id: string,
    seen: Pick<Passkey, 'counter' | 'backedUp'>,
  ): Promise<Passkey> {
    const passkey = await manager.findOneBy(Passkey, { id });
    if (!passkey) throw new PasskeyTrouble('unknown');
    const isCounting = seen.counter > 0 || passkey.counter > 0;
    if (isCounting && seen.counter <= passkey.counter) throw new PasskeyTrouble('copied');
    const counter = Math.min(seen.counter, greatestCounter);
    await manager.update(Passkey, { id }, { counter, backedUp: seen.backedUp, lastUsedAt: now() });
    return passkey;
  }

  /**
   * Notes within a write that somebody seems to use a copy of a passkey, and tells its owner: once a day, so that
   * nobody fills a mailbox by trying.
   */
  async noteCopy(manager: EntityManager, id: string): Promise<void> {
    const passkey = await manager.findOneBy(Passkey, { id });
    if (!passkey || (await this.limits.take(manager, 'passkey-copied', id, limits.copiesPerPasskey))) return;
    const { verb, kind } = copied;
    // Who it was is not known.
    await this.activityLog.record(manager, { actorId: null, verb, subjectType: 'passkey', subjectId: id });
    await this.mail(manager, kind, passkey);
  }

  /** When a copy of any of these was last noted, by id. */
  async copiesNoted(manager: EntityManager, passkeys: readonly Passkey[]): Promise<Map<string, string>> {
    if (passkeys.length === 0) return new Map();
    const noted = await manager
      .createQueryBuilder(Activity, 'entry')
      .select(['entry.subjectId AS "id"', 'MAX(entry.at) AS "at"'])
      .where({ verb: copied.verb, subjectId: In(passkeys.map(({ id }) => id)) })
      .groupBy('entry.subjectId')
      .getRawMany<{ id: string; at: string }>();
    return new Map(noted.map(({ id, at }) => [id, at]));
  }

  /** @throws Refusal 404 for one of somebody else. */
  async assertOwn(accountId: string, id: string): Promise<void> {
    found((await this.database.read.existsBy(Passkey, { id, accountId })) || null);
  }

  /** @throws Refusal 404 for one of somebody else. */
  async rename(who: SignedIn, id: string, name: string): Promise<void> {
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      const { affected } = await manager.update(Passkey, { id, accountId: who.accountId }, { name });
      found(affected || null);
    });
  }

  /** @throws Refusal 404 for one of somebody else. */
  async remove(who: SignedIn, id: string): Promise<void> {
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      const passkey = found(await manager.findOneBy(Passkey, { id, accountId: who.accountId }));
      await manager.delete(Passkey, { id });
      await this.tellOfChange(manager, removed, passkey);
    });
  }

  private async tellOfChange(
    manager: EntityManager,
    { verb, kind }: typeof added | typeof removed,
    passkey: Pick<Passkey, 'accountId' | 'name'>,
  ): Promise<void> {
    const { accountId } = passkey;
    const subject = { subjectType: 'account', subjectId: accountId };
    await this.activityLog.record(manager, { actorId: accountId, verb, ...subject });
    await this.mail(manager, kind, passkey);
  }

  private async mail(
    manager: EntityManager,
    kind: string,
    { accountId, name }: Pick<Passkey, 'accountId' | 'name'>,
  ): Promise<void> {
    const { email, locale } = found(await manager.findOneBy(Account, { id: accountId }));
    if (!email) return;
    const language = locale === 'en' ? 'en' : 'cs';
    await this.outbox.queue(manager, { to: email, locale: language, kind, model: { name } });
  }
}
