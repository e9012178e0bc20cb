import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { prepared } from '../database/prepared.js';
import { type Instant, now } from '../database/time.js';
import { Refusal } from '../web/refusal.js';
import { Secret } from '../web/secret.js';
import { after } from './periods.js';

/** How often something may be done within a window, which begins with the first time. */
export interface Limit {
  max: number;
  seconds: number;
}

/** Counts one more use in the window that is open, or begins one that ends at `expiresAt`. */
const countOne = prepared<
  { key: string; at: Instant; expiresAt: Instant },
  { count: number; expiresAt: Instant }
>(
  () => `
    INSERT INTO rate_count (key, count, expires_at) VALUES (:key, 1, :expiresAt)
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN rate_count.expires_at <= :at THEN 1 ELSE rate_count.count + 1 END,
      expires_at = CASE WHEN rate_count.expires_at <= :at THEN excluded.expires_at ELSE rate_count.expires_at END
    RETURNING count AS "count", expires_at AS "expiresAt"`,
);

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
    const { used, wait } = await this.use(manager, what, subject, limit);
    return used <= limit.max ? null : wait;
  }

  /** Counts one use: how many there were in its window, with this one, and the seconds until the window ends. */
  async use(
    manager: EntityManager,
    what: string,
    subject: string,
    limit: Limit,
  ): Promise<{ used: number; wait: number }> {
    const key = `${what}:${this.secret.sign('limit', `${what}\0${subject}`)}`;
    const at = now();
    const [row] = await countOne(manager, { key, at, expiresAt: after(limit.seconds, at) });
    if (!row) throw new Error('A use was not counted.');
    return { used: row.count, wait: Math.ceil((Date.parse(row.expiresAt) - Date.parse(at)) / 1000) };
  }
}
