import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import { Database } from '../../database/database.js';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import { Outbox } from '../../mail/outbox.service.js';
import { found } from '../../web/refusal.js';
import { Account } from '../account.entity.js';
import { Accounts } from '../accounts.service.js';
import { Passkey } from './passkey.entity.js';
import type { NewKey } from './passkey-check.js';
import { PasskeyTrouble } from './passkey-trouble.js';

/** Passkeys of one account, at most. */
export const mostPasskeys = 10;
/** Counters beyond what a column holds are kept as the greatest it does; nobody gets there by using a key. */
const greatestCounter = 2 ** 31 - 1;

const added = { verb: 'passkey.added', kind: 'accounts/passkey-added' } as const;
const removed = { verb: 'passkey.removed', kind: 'accounts/passkey-removed' } as const;

/** The passkeys of accounts. Their owner is told by mail of each that comes or goes, in case it was somebody else. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
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

  /** Within a write. @throws PasskeyTrouble `full` or `taken`; Refusal 403 for a closed account. */
  async add(manager: EntityManager, accountId: string, name: string, key: NewKey): Promise<void> {
    await this.accounts.assertOpen(manager, accountId);
    await this.assertRoom(manager, accountId);
    if (await this.byCredential(manager, key.credentialId)) throw new PasskeyTrouble('taken');
    const counter = Math.min(key.counter, greatestCounter);
    const fresh = { id: newId(), accountId, name, createdAt: now(), lastUsedAt: null };
    await manager.insert(Passkey, { ...key, ...fresh, counter });
    await this.tell(manager, accountId, added, name);
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

  /** @throws Refusal 404 for one of somebody else. */
  async assertOwn(accountId: string, id: string): Promise<void> {
    found((await this.database.read.existsBy(Passkey, { id, accountId })) || null);
  }

  /** @throws Refusal 404 for one of somebody else. */
  async rename(accountId: string, id: string, name: string): Promise<void> {
    const { affected } = await this.database.write((manager) =>
      manager.update(Passkey, { id, accountId }, { name }),
    );
    found(affected || null);
  }

  /** @throws Refusal 404 for one of somebody else. */
  async remove(accountId: string, id: string): Promise<void> {
    await this.database.write(async (manager) => {
      const { name } = found(await manager.findOneBy(Passkey, { id, accountId }));
      await manager.delete(Passkey, { id });
      await this.tell(manager, accountId, removed, name);
    });
  }

  private async tell(
    manager: EntityManager,
    accountId: string,
    { verb, kind }: typeof added | typeof removed,
    name: string,
  ): Promise<void> {
    const { email, locale } = found(await manager.findOneBy(Account, { id: accountId }));
    await this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
    });
    if (!email) return;
    await this.outbox.queue(manager, {
      to: email,
      locale: locale === 'en' ? 'en' : 'cs',
      kind,
      model: { name },
    });
  }
}
