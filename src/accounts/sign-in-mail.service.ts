import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Browsers } from './browsers.service.js';
import { EmailLinks } from './email-links.service.js';
import { limits } from './limits.js';
import { Limits } from './limits.service.js';
import { networkOf } from './network.js';

/** Sends the mail with the link and the code that sign somebody in. */
@Injectable()
export class SignInMail {
  constructor(
    private readonly database: Database,
    private readonly browsers: Browsers,
    private readonly links: EmailLinks,
    private readonly limits: Limits,
  ) {}

  /**
   * Does the same for every address, known or not.
   * @param next path of ours to go to afterwards.
   * @throws Refusal 429.
   */
  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    email: string,
    next: string | null,
  ): Promise<void> {
    const from = this.browsers.asking(request, reply);
    await this.database.write(async (manager) => {
      await this.limits.spend(manager, ...this.links.budgetOf(email, from));
      await this.limits.spend(manager, 'mail-network', networkOf(request.ip), limits.mailPerNetwork);
      await this.limits.spend(manager, 'mail-altogether', '', limits.mailAltogether);
      await this.links.send(manager, { email, next, from, locale: request.locale, purpose: 'sign-in' });
    });
  }
}
