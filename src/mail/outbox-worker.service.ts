import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { In, IsNull, LessThan, LessThanOrEqual, Or } from 'typeorm';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { LOG } from '../ops/ops.module.js';
import { MailTransport } from './mail-transport.js';
import { OutboxMail } from './outbox-mail.entity.js';

const batch = 20;
const claimSeconds = 120;
const pollSeconds = 10;

/** Sends what waits in the outbox. Several processes may do so at once: a mail is claimed before it is sent. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | null = null;
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

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
    this.transport.close();
  }

  /** Looks for mail in `seconds` seconds, or earlier if it would have anyway. */
  wake(seconds: number): void {
    if (!this.stopped && seconds < pollSeconds) this.schedule(seconds);
  }

  /** Sends everything that is due now; resolves when done. */
  async drain(): Promise<void> {
    for (;;) {
      const mails = await this.claim();
      if (mails.length === 0) return;
      for (const mail of mails) await this.deliver(mail);
    }
  }

  private schedule(seconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), seconds * 1000);
    this.timer.unref();
  }

  private run(): void {
    if (this.running) return this.schedule(1);
    this.running = this.drain()
      .catch((error: unknown) => this.log.error({ err: error }, 'the outbox could not be read'))
      .finally(() => {
        this.running = null;
        if (!this.stopped) this.schedule(pollSeconds);
      });
  }

  private claim(): Promise<OutboxMail[]> {
    return this.database.write(async (manager) => {
      const at = now();
      const due = await manager.find(OutboxMail, {
        where: {
          sentAt: IsNull(),
          cancelledAt: IsNull(),
          notBefore: LessThanOrEqual(at),
          claimedUntil: Or(IsNull(), LessThan(at)),
        },
        order: { notBefore: 'ASC' },
        take: batch,
      });
      const claimedUntil = new Date(Date.parse(at) + claimSeconds * 1000).toISOString();
      if (due.length > 0) await manager.update(OutboxMail, { id: In(due.map((mail) => mail.id)) }, { claimedUntil });
      return due;
    });
  }

  private async deliver(mail: OutboxMail): Promise<void> {
    const failure = await this.transport.send(mail).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const attempts = mail.attempts + 1;
    await this.database.write((manager) =>
      failure === null
        ? manager.update(OutboxMail, { id: mail.id }, { sentAt: now(), claimedUntil: null, attempts, lastError: null })
        : manager.update(
            OutboxMail,
            { id: mail.id },
            { claimedUntil: null, attempts, lastError: failure.slice(0, 300), notBefore: later(attempts) },
          ),
    );
    if (failure !== null) this.log.warn({ mailId: mail.id, attempts }, 'a mail was not taken; it will be tried again');
  }
}

/** Waits half a minute after the first failure, twice as long after each further one, an hour at most. */
function later(attempts: number): string {
  const seconds = Math.min(3600, 15 * 2 ** attempts);
  return new Date(Date.parse(now()) + seconds * 1000).toISOString();
}
