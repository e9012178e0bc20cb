import { Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { IsNull, LessThan, MoreThan, Or } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import { Database } from '../../database/database.js';
import { newId } from '../../database/id.js';
import { type Instant, now } from '../../database/time.js';
import { Outbox } from '../../mail/outbox.service.js';
import { Config } from '../../ops/config.js';
import { LOG } from '../../ops/ops.module.js';
import type { Locale } from '../../web/i18n/messages.js';
import { found } from '../../web/refusal.js';
import { Account } from '../account.entity.js';
import { limits } from '../limits.js';
import { Limits } from '../limits.service.js';
import { after, day, minute } from '../periods.js';
import { assertSignedIn, type SignedIn } from '../signed-in.js';
import { DataExport } from './data-export.entity.js';
import { type Json, PersonalData } from './personal-data.js';

/** Names the shape of the file; raised when names in it change. */
export const exportFormat = 'podnet-my-data-1';

/** How long a process may take until another one thinks that it died, in seconds. */
const claimTime = 5 * minute;

/** An export without what it holds. */
export type ExportState = Omit<DataExport, 'content'>;

/** Everything about one person, gathered in the background and kept for a day for them alone. */
@Injectable()
export class DataExports {
  private running: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly personalData: PersonalData,
    private readonly limits: Limits,
    private readonly outbox: Outbox,
    private readonly activityLog: ActivityLog,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /** The newest one of an account that has not run out; null when there is none. */
  async newestOf(accountId: string, manager = this.database.read): Promise<ExportState | null> {
    const [newest] = await manager.find(DataExport, {
      select: {
        id: true,
        accountId: true,
        state: true,
        requestedAt: true,
        finishedAt: true,
        expiresAt: true,
      },
      where: { accountId, expiresAt: Or(IsNull(), MoreThan(now())) },
      order: { requestedAt: 'DESC', id: 'DESC' },
      take: 1,
    });
    return newest ?? null;
  }

  /** What an export of the account holds. @throws Refusal 404 when there is no such export, or no longer. */
  async contentOf(accountId: string, exportId: string): Promise<string> {
    const done = await this.database.read.findOneBy(DataExport, {
      id: exportId,
      accountId,
      state: 'done',
      expiresAt: MoreThan(now()),
    });
    return found(done?.content ?? null);
  }

  /** Asks for one; while one is being made there is no other, and a finished one gives way. @throws Refusal 429. */
  async request(who: SignedIn): Promise<void> {
    const { accountId } = who;
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      if ((await this.newestOf(accountId, manager))?.state === 'waiting') return;
      await this.limits.spend(manager, 'data-export', accountId, limits.exportsPerAccount);
      await manager.delete(DataExport, { accountId });
      await manager.insert(DataExport, {
        id: newId(),
        accountId,
        state: 'waiting',
        requestedAt: now(),
        claimedUntil: null,
        finishedAt: null,
        expiresAt: null,
        content: null,
      });
      await this.activityLog.record(manager, {
        actorId: accountId,
        verb: 'account.data-exported',
        subjectType: 'account',
        subjectId: accountId,
      });
    });
  }

  /** Makes what waits, one after another, and removes what has run out. */
  work(): Promise<void> {
    this.running ??= this.makeAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async makeAll(): Promise<void> {
    await this.database.write((manager) => manager.delete(DataExport, { expiresAt: LessThan(now()) }));
    for (let next = await this.claim(); next; next = await this.claim()) await this.make(next);
  }

  private claim(): Promise<DataExport | null> {
    return this.database.write(async (manager) => {
      const at = now();
      const next = await manager.findOne(DataExport, {
        where: { state: 'waiting', claimedUntil: Or(IsNull(), LessThan(at)) },
        order: { requestedAt: 'ASC', id: 'ASC' },
      });
      if (!next) return null;
      const claimedUntil = after(claimTime, at);
      await manager.update(DataExport, { id: next.id }, { claimedUntil });
      return { ...next, claimedUntil };
    });
  }

  private async make(claimed: DataExport): Promise<void> {
    try {
      await this.finish(claimed, await this.gather(claimed.accountId));
    } catch (error) {
      this.log.error({ err: error, exportId: claimed.id }, 'an export of personal data failed');
      await this.finish(claimed, null);
    }
  }

  /** Module by module; each reads in small steps, so that others get their turn. */
  private async gather(accountId: string): Promise<string> {
    const all: { [name: string]: Json } = {
      format: exportFormat,
      madeAt: now(),
      from: this.config.baseUrl,
    };
    for (const [, part] of this.personalData.all())
      Object.assign(all, await part.export(this.database.read, accountId));
    return JSON.stringify(all, null, 2);
  }

  /** Nothing happens where the export is gone, or another process has taken it over. */
  private async finish(claimed: DataExport, content: string | null): Promise<void> {
    const { id, accountId, claimedUntil } = claimed;
    const finishedAt: Instant = now();
    const state = content === null ? 'failed' : 'done';
    const done = {
      state,
      content,
      finishedAt,
      expiresAt: after(day, finishedAt),
      claimedUntil: null,
    } as const;
    await this.database.write(async (manager) => {
      const { affected } = await manager.update(DataExport, { id, claimedUntil: claimedUntil ?? '' }, done);
      if (affected !== 1 || content === null) return;
      const { email, locale } = found(await manager.findOneBy(Account, { id: accountId }));
      const letter = { locale: locale as Locale, kind: 'accounts/data-ready', model: {} };
      if (email) await this.outbox.queue(manager, { to: email, ...letter });
    });
  }
}
