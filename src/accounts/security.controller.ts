import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Account } from './account.entity.js';
import { Identities } from './providers/identities.service.js';
import { providerLinksModel } from './providers/provider.page.js';

/** The ways into one's account. */
@Controller('muj-ucet/zabezpeceni')
@Access('signed-in')
export class SecurityController {
  constructor(
    private readonly database: Database,
    private readonly identities: Identities,
    private readonly config: Config,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { accountId } = requireViewer(request);
    const { read } = this.database;
    const { locale } = request;
    const { email } = found(await read.findOneBy(Account, { id: accountId }));
    const identities = await this.identities.ofAccount(read, accountId);
    await this.renderer.page(request, reply, {
      template: 'accounts/security',
      title: translate(locale, 'accounts.security.title'),
      noindex: true,
      model: { email, links: providerLinksModel(this.config.providers, identities, locale) },
    });
  }
}
