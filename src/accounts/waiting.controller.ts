import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm, refuseFields } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Browsers } from './browsers.service.js';
import { outcomeModel } from './confirmation.page.js';
import { Confirmations } from './confirmation.service.js';
import { WaitingForm } from './waiting.form.js';
import { type Author, WaitingContributions } from './waiting.service.js';

const here = '/prihlaseni/ceka';

/** What somebody wrote and has not confirmed yet, for them alone. */
@Controller('prihlaseni/ceka')
@Access('anyone')
export class WaitingController {
  constructor(
    private readonly waiting: WaitingContributions,
    private readonly confirmations: Confirmations,
    private readonly browsers: Browsers,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const author = this.authorOf(request);
    const waiting = await this.waiting.all(author, request.locale);
    await this.renderer.page(request, reply, {
      template: 'accounts/waiting',
      title: translate(request.locale, 'accounts.waiting.title'),
      noindex: true,
      model: {
        waiting: waiting.map(({ about, expiresAt, id }) => ({
          expiresAt,
          title: about?.title ?? translate(request.locale, 'accounts.waiting.gone'),
          text: about?.text ?? null,
          path: about?.path ?? null,
          discard: `${here}/${id}/zahozeni`,
        })),
        shown: waiting.map(({ id }) => id).join(','),
        isOwn: author.viewer ? await this.waiting.isOwn(author.viewer) : false,
      },
    });
  }

  @Post('posta')
  async remind(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    if (this.browsers.hashOf(request)) {
      await this.waiting.remind(this.browsers.asking(request, reply), request.ip, request.locale);
    }
    this.flash.redirect(request, reply, '/prihlaseni/odeslano?co=prispevek');
  }

  @Post(':id/zahozeni')
  async discard(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    await this.waiting.discard(this.authorOf(request), id);
    this.flash.redirect(request, reply, here, 'accounts.flash.waitingDiscarded');
  }

  /** Whoever is signed in with the address that was given has proved it already. */
  @Post('zverejneni')
  @Access('signed-in')
  async publish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const seen = readForm(WaitingForm, request.body, request.locale).typed.shown?.split(',') ?? [];
    const { shown, published, refused } = await this.confirmations.publishOwn(
      requireViewer(request),
      seen,
      request.locale,
    );
    if (refused.length === 0)
      return this.flash.redirect(request, reply, '/muj-ucet', 'accounts.flash.publishedAll');
    await this.renderer.page(request, reply, {
      template: 'accounts/outcome',
      title: translate(request.locale, 'accounts.outcome.title'),
      noindex: true,
      model: outcomeModel(request.locale, { waiting: shown }, { published, refused }),
    });
  }

  private authorOf(request: FastifyRequest): Author {
    return { browserHash: this.browsers.hashOf(request), viewer: request.viewer ?? null };
  }
}
