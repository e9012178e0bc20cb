import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { now } from '../database/time.js';
import { Refusal } from '../web/refusal.js';
import { Secret } from '../web/secret.js';
import { after } from './periods.js';
import { RateCount } from './rate-count.entity.js';

/** How often something may be done within a window, which begins with the first time. */
export interface Limit {
  max: number;
  seconds: number;
}

/** Counts in the database, so that limits hold across restarts and processes; whom they count cannot be read there. */
@Injectable()
export class Limits {
  constructor(private readonly secret: Secret) {}

  /**
   * Counts one use within the write it belongs to; an undone write uses nothing up.
   * @param what name of the limit, at most 60 characters.
   * @throws Refusal 429 with the seconds until the window ends.
   */
  async spend(manager: EntityManager, what: string, subject: string, limit: Limit): Promise<void> {
    const wait = await this.take(manager, what, subject, limit);
    if (wait === null) return;
    throw new Refusal(429, 'accounts.refusal.tooOften', { minutes: Math.ceil(wait / 60) }, wait);
  }

  /** Like `spend`, but gives null when there was room, else the seconds until the window ends. */
  async take(manager: EntityManager, what: string, subject: string, limit: Limit): Promise<number | null> {
    const key = `${what}:${this.secret.sign('limit', `${what}\0${subject}`)}`;
    const at = now();
    const row = await manager.findOneBy(RateCount, { key });
    if (!row || row.expiresAt <= at) {
      await manager.upsert(RateCount, { key, count: 1, expiresAt: after(limit.seconds, at) }, ['key']);
      return null;
    }
    if (row.count >= limit.max) return Math.ceil((Date.parse(row.expiresAt) - Date.parse(at)) / 1000);
    await manager.update(RateCount, { key }, { count: row.count + 1 });
    return null;
  }
}
