import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Letter, Outbox } from '../mail/outbox.service.js';
import { limits } from './limits.js';
import { type Limit, Limits } from './limits.service.js';

/** What is told sparingly. */
export type Told = 'roleMailsPerAddress' | 'lookAlikeMailsPerAddress' | 'identityMailsPerAddress';

/** Mail that somebody else, a script or another service could make come in floods: a few a day, then none. */
@Injectable()
export class SparingMail {
  constructor(
    private readonly limits: Limits,
    private readonly outbox: Outbox,
  ) {}

  /** Writes a mail in a write, if its address may get one more. The template is told `isLast`: no more come for a day. */
  async queue(manager: EntityManager, told: Told, letter: Letter): Promise<void> {
    const limit: Limit = limits[told];
    const { used } = await this.limits.use(manager, told, letter.to, limit);
    if (used > limit.max) return;
    const model = { ...letter.model, isLast: used === limit.max };
    await this.outbox.queue(manager, { ...letter, model });
  }
}
