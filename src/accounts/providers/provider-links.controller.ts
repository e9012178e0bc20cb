import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, Fresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { found } from '../../web/refusal.js';
import { requireViewer } from '../../web/request.js';
import { Sessions } from '../sessions.service.js';
import { Departures } from './departures.service.js';
import { ProviderClient } from './provider-client.service.js';
import { ProviderSignIns } from './provider-sign-ins.service.js';

const here = '/muj-ucet/zabezpeceni';

/** Adding a provider to one's account, and taking it away; the mail stays as a way in. */
@Controller('muj-ucet/zabezpeceni/poskytovatele')
@Access('signed-in')
@Fresh(here)
export class ProviderLinksController {
  constructor(
    private readonly client: ProviderClient,
    private readonly departures: Departures,
    private readonly signIns: ProviderSignIns,
    private readonly sessions: Sessions,
    private readonly flash: Flash,
  ) {}

  @Post(':provider/propojeni')
  async link(
    @Param('provider') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const provider = found(this.client.find(key));
    await this.departures.leave(request, reply, provider, { purpose: 'link', next: here });
  }

  @Post(':id/odpojeni')
  async unlink(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = await this.signIns.remove(requireViewer(request), id);
    if (token) this.sessions.setCookie(reply, token);
    this.flash.redirect(request, reply, here, 'accounts.flash.providerUnlinked');
  }
}
