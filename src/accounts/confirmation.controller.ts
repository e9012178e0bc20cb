import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Browsers } from './browsers.service.js';
import { ConfirmationForm, splitChoices } from './confirmation.form.js';
import { confirmModel, confirmTitle, outcomeModel } from './confirmation.page.js';
import { type Confirmation, Confirmations, type Confirmed } from './confirmation.service.js';
import { emailChangeStepPage } from './email-change-step.page.js';
import { EmailReturns } from './email-returns.service.js';
import { ProvenDevices } from './proven-devices.service.js';
import { refusedOnPage } from './refused-on-page.js';
import { Sessions } from './sessions.service.js';

/** The link in the mail: opening it only asks, since mail scanners open links too; the button does it. */
@Controller('prihlaseni/overeni')
@Access('anyone')
export class ConfirmationController {
  constructor(
    private readonly browsers: Browsers,
    private readonly confirmations: Confirmations,
    private readonly returns: EmailReturns,
    private readonly sessions: Sessions,
    private readonly devices: ProvenDevices,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get(':token')
  async ask(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const held = await this.returns.heldFor(token);
    if (held) {
      const path = `/prihlaseni/overeni/${token}/zpet`;
      return this.renderer.page(request, reply, emailChangeStepPage(request.locale, 'held', path, held));
    }
    const confirmation = await this.confirmations.preview(
      token,
      request.locale,
      this.browsers.hashOf(request),
    );
    if (confirmation) await this.show(request, reply, token, confirmation);
    else await this.showGone(request, reply);
  }

  @Post(':token')
  async confirm(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { chosen, rest } = splitChoices(request.body);
    const form = readForm(ConfirmationForm, rest, request.locale);
    const shown = await this.confirmations.preview(token, request.locale, this.browsers.hashOf(request));
    if (!shown) return this.repeated(token, request, reply);
    const { publicName } = form.typed;
    if (!form.ok) {
      return this.show(request, reply, token, shown, { status: 422, publicName, errors: form.errors });
    }
    const answer = {
      chosen,
      publicName: form.value.publicName,
      shown: form.value.shown.split(','),
      locale: request.locale,
      userAgent: request.headers['user-agent'] ?? '',
      viewer: request.viewer ?? null,
    };
    let confirmed: Confirmed | null = null;
    const refused = await refusedOnPage(request.locale, async () => {
      confirmed = await this.confirmations.confirm(token, answer);
    });
    if (refused) return this.show(request, reply, token, shown, { ...refused, publicName });
    if (!confirmed) return this.repeated(token, request, reply);
    await this.welcome(request, reply, shown, confirmed);
  }

  private async welcome(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: Confirmation,
    confirmed: Confirmed,
  ): Promise<void> {
    const { sessionToken, email, published, refused, next } = confirmed;
    this.sessions.setCookie(reply, sessionToken);
    this.devices.remember(request, reply, email);
    if (refused.length === 0) {
      const [only] = published;
      if (published.length > 1)
        this.flash.redirect(request, reply, '/muj-ucet', 'accounts.flash.publishedAll');
      else if (only) this.flash.redirect(request, reply, only, 'accounts.flash.published');
      else this.flash.redirect(request, reply, next ?? '/', 'accounts.flash.signedIn');
      return;
    }
    request.viewer = await this.sessions.ofToken(sessionToken);
    await this.renderer.page(request, reply, {
      template: 'accounts/outcome',
      title: translate(request.locale, 'accounts.outcome.title'),
      noindex: true,
      model: outcomeModel(request.locale, shown, confirmed),
    });
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    confirmation: Confirmation,
    refused?: { status: number; publicName?: string; errors: FieldErrors },
  ): Promise<void> {
    await this.renderer.page(request, reply, {
      template: 'accounts/confirm',
      title: translate(request.locale, confirmTitle(confirmation)),
      noindex: true,
      status: refused?.status,
      model: confirmModel(request.locale, token, confirmation, refused ?? { errors: {} }),
    });
  }

  /** Whoever pressed the button twice is signed in already; anybody else learns that the link does not work. */
  private async repeated(token: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (await this.confirmations.isRepeated(token, request.viewer ?? null)) {
      return this.flash.redirect(request, reply, '/muj-ucet', 'accounts.flash.signedIn');
    }
    await this.showGone(request, reply);
  }

  private async showGone(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.renderer.page(request, reply, {
      template: 'accounts/link-gone',
      title: translate(request.locale, 'accounts.linkGone.title'),
      noindex: true,
      status: 404,
      model: {},
    });
  }
}
