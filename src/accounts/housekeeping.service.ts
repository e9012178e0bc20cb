import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { IsNull, LessThan } from 'typeorm';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { OutboxMail } from '../mail/outbox-mail.entity.js';
import { LOG } from '../ops/ops.module.js';
import { Ceremony } from './ceremony.entity.js';
import { EmailChange } from './email-change.entity.js';
import { EmailLink } from './email-link.entity.js';
import { PendingContribution } from './pending-contribution.entity.js';
import { Invitation } from './people/invitation.entity.js';
import { after, day, hour } from './periods.js';
import { RateCount } from './rate-count.entity.js';
import { Session } from './session.entity.js';

/** Removes every hour what has run out: it works no more, and what is about people should not lie around. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.tidy().catch((error: unknown) => this.log.error({ err: error }, 'what ran out was not removed'));
    }, hour * 1000);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * Contributions nobody confirmed, links and counts a day after their end, sessions that are over, and a month later
   * mail that left, changes of addresses, and invitations that nobody took.
   */
  async tidy(): Promise<void> {
    await this.database.write(async (manager) => {
      const over = { expiresAt: LessThan(now()) };
      await manager.delete(PendingContribution, over);
      await manager.delete(RateCount, over);
      await manager.delete(Session, over);
      await manager.delete(Ceremony, over);
      await manager.delete(EmailLink, { expiresAt: LessThan(after(-day)) });
      const monthAgo = LessThan(after(-30 * day));
      await manager.delete(OutboxMail, { sentAt: monthAgo });
      await manager.delete(OutboxMail, { cancelledAt: monthAgo });
      await manager.delete(EmailChange, { requestedAt: monthAgo });
      await manager.delete(Invitation, { expiresAt: monthAgo, acceptedAt: IsNull() });
    });
  }
}
