import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { myAccountPage } from './my-account.page.js';
import { OwnContributionsReader } from './own-contributions.service.js';

/** What I said, and what became of it. */
@Controller('muj-ucet')
@Access('signed-in')
export class MyAccountController {
  constructor(
    private readonly contributions: OwnContributionsReader,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async overview(
    @Query('pred') pred: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { locale } = request;
    const viewer = requireViewer(request);
    const before = typeof pred === 'string' && /^\d{4}-[\d:.TZ-]{1,24}$/.test(pred) ? pred : null;
    const own = await this.contributions.of(viewer.accountId, before);
    await this.renderer.page(request, reply, {
      template: 'pages/my-account',
      title: `${translate(locale, 'pages.account.title')} · ${translate(locale, 'pages.site')}`,
      noindex: true,
      model: myAccountPage({ viewer, own, older: before !== null, locale }),
    });
  }
}
