import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { refuseFields } from '../web/forms.js';
import { Renderer } from '../web/views/renderer.service.js';
import { emailChangeStepPage } from './email-change-step.page.js';
import { EmailReturns } from './email-returns.service.js';
import { ProvenDevices } from './proven-devices.service.js';
import { Sessions } from './sessions.service.js';

/** Taking a change of address back: by the link in the mail about it, or on signing in with the address of before. */
@Controller('prihlaseni')
@Access('anyone')
export class EmailReturnController {
  constructor(
    private readonly returns: EmailReturns,
    private readonly sessions: Sessions,
    private readonly devices: ProvenDevices,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get('adresa/zpet/:token')
  async ask(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const change = await this.returns.toReturn(token);
    const path = `/prihlaseni/adresa/zpet/${token}`;
    await this.renderer.page(request, reply, emailChangeStepPage(request.locale, 'revert', path, change));
  }

  @Post('adresa/zpet/:token')
  async takeBack(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    if (await this.returns.returnTo(token))
      this.flash.redirect(request, reply, '/prihlaseni', 'accounts.flash.emailReverted');
    else await this.showGone(request, reply);
  }

  /** The page that asks stands at the address of the sign-in link. */
  @Post('overeni/:token/zpet')
  async takeBackBySignIn(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const returned = await this.returns.returnBySignIn(token, {
      method: 'email',
      userAgent: request.headers['user-agent'] ?? '',
      viewer: request.viewer ?? null,
    });
    if (!returned) return this.showGone(request, reply);
    this.sessions.setCookie(reply, returned.token);
    this.devices.remember(request, reply, returned.email);
    this.flash.redirect(request, reply, '/muj-ucet/zabezpeceni', 'accounts.flash.emailReturned');
  }

  private async showGone(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.renderer.page(request, reply, emailChangeStepPage(request.locale, 'revert', '', null));
  }
}
