import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { In, IsNull, LessThan, LessThanOrEqual, Or } from 'typeorm';
import { Database } from '../database/database.js';
import { type Instant, now } from '../database/time.js';
import { LOG } from '../ops/ops.module.js';
import { MailTransport, sendTime } from './mail-transport.js';
import { OutboxMail } from './outbox-mail.entity.js';

const batch = 20;
/** How long a claimed mail belongs to one process, in milliseconds; after a crash it waits for the rest of it. */
const claimTime = 2 * sendTime;
const pollTime = 10_000;
/** Attempts until a mail is given up: about a day. */
const attemptLimit = 150;

/**
 * Sends what waits in the outbox. Several processes may do so at once: a mail is claimed before it is sent. Between
 * being taken by the server and being noted as sent a crash can make it leave twice, with the same Message-ID.
 */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  /** When the timer goes off, in milliseconds of `performance.now()`. */
  private timerAt = Number.POSITIVE_INFINITY;
  private running: Promise<void> | null = null;
  private wokenMeanwhile = false;
  private stopped = true;

  constructor(
    private readonly database: Database,
    private readonly transport: MailTransport,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  onApplicationBootstrap(): void {
    this.stopped = false;
    this.schedule(0);
  }

  /** This process sends nothing more: what it writes leaves through another one. */
  leaveToOthers(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Before the database is closed: what was sent has to be noted. */
  async beforeApplicationShutdown(): Promise<void> {
    this.leaveToOthers();
    await this.running;
    this.transport.close();
  }

  /** Looks for mail in `seconds` seconds, or earlier if it would have anyway. */
  wake(seconds: number): void {
    if (this.running && seconds === 0) this.wokenMeanwhile = true;
    else this.schedule(seconds * 1000);
  }

  /** Sends everything that is due now; resolves when done. */
  async drain(): Promise<void> {
    for (;;) {
      const { mails, claimedUntil } = await this.claim();
      if (mails.length === 0) return;
      for (const [place, mail] of mails.entries()) {
        if (this.mayNotSend(claimedUntil)) return this.release(mails.slice(place), claimedUntil);
        await this.deliver(mail, claimedUntil);
      }
    }
  }

  private schedule(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (this.stopped || at >= this.timerAt) return;
    clearTimeout(this.timer);
    this.timerAt = at;
    this.timer = setTimeout(() => this.run(), milliseconds);
    this.timer.unref();
  }

  private run(): void {
    this.timerAt = Number.POSITIVE_INFINITY;
    if (this.running) {
      this.wokenMeanwhile = true;
      return;
    }
    this.wokenMeanwhile = false;
    this.running = this.drain()
      .catch((error: unknown) => this.log.error({ err: error }, 'the outbox could not be worked through'))
      .finally(() => {
        this.running = null;
        this.schedule(this.wokenMeanwhile ? 0 : pollTime);
      });
  }

  /** True when this process is stopping, or the claim could run out while the next mail is being sent. */
  private mayNotSend(claimedUntil: Instant): boolean {
    return (this.stopped && this.running !== null) || later(sendTime) > claimedUntil;
  }

  private claim(): Promise<{ mails: OutboxMail[]; claimedUntil: Instant }> {
    return this.database.write(async (manager) => {
      const at = now();
      const mails = await manager.find(OutboxMail, {
        where: {
          sentAt: IsNull(),
          cancelledAt: IsNull(),
          notBefore: LessThanOrEqual(at),
          claimedUntil: Or(IsNull(), LessThan(at)),
        },
        order: { notBefore: 'ASC', id: 'ASC' },
        take: batch,
      });
      const claimedUntil = later(claimTime);
      const ids = mails.map((mail) => mail.id);
      if (ids.length > 0) await manager.update(OutboxMail, { id: In(ids) }, { claimedUntil });
      return { mails, claimedUntil };
    });
  }

  /** Leaves claimed mail to the next round, or to another process. */
  private async release(mails: OutboxMail[], claimedUntil: Instant): Promise<void> {
    const ids = mails.map((mail) => mail.id);
    await this.database.write((manager) =>
      manager.update(OutboxMail, { id: In(ids), claimedUntil }, { claimedUntil: null }),
    );
    this.wokenMeanwhile = true;
  }

  private async deliver(mail: OutboxMail, claimedUntil: Instant): Promise<void> {
    const failure = await this.transport.send(mail).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const attempts = mail.attempts + 1;
    const changes = failure === null ? this.sent() : putOff(failure, attempts);
    // Whoever claimed it after us decides about it now; only that it has left is true in any case.
    const which = failure === null ? { id: mail.id } : { id: mail.id, claimedUntil };
    await this.database.write((manager) =>
      manager.update(OutboxMail, which, { ...changes, attempts, claimedUntil: null }),
    );
    if (failure === null) return;
    const outcome = attempts < attemptLimit ? 'it will be tried again' : 'it was given up';
    this.log.warn({ mailId: mail.id, attempts }, `a mail was not taken; ${outcome}`);
  }

  private sent(): Partial<OutboxMail> {
    return { sentAt: now(), lastError: null, ...(this.transport.keepsBodies ? {} : { body: '' }) };
  }
}

/** Waits half a minute after the first failure, twice as long after each further one, ten minutes at most. */
function putOff(failure: string, attempts: number): Partial<OutboxMail> {
  const wait = Math.min(600, 15 * 2 ** Math.min(attempts, 10)) * 1000;
  return {
    lastError: Array.from(failure).slice(0, 300).join(''),
    notBefore: later(wait),
    ...(attempts < attemptLimit ? { cancelledAt: null } : { cancelledAt: now(), body: '' }),
  };
}

function later(milliseconds: number): Instant {
  return new Date(Date.parse(now()) + milliseconds).toISOString();
}
