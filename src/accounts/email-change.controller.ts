import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, Fresh } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, readForm, refuseFields } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { EmailChangeForm } from './email-change.form.js';
import { emailChangeStepPage } from './email-change-step.page.js';
import { EmailChanges, emailChangePeriods, SameEmail } from './email-changes.service.js';
import { errorSummary, textField } from './form-fields.js';
import { ProvenDevices } from './proven-devices.service.js';
import { refusedOnPage } from './refused-on-page.js';
import { Sessions } from './sessions.service.js';

const security = '/muj-ucet/zabezpeceni';

/** Changing the address one signs in with: asking for it, and the link that confirms it. */
@Controller()
export class EmailChangeController {
  constructor(
    private readonly changes: EmailChanges,
    private readonly sessions: Sessions,
    private readonly devices: ProvenDevices,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get('muj-ucet/zabezpeceni/adresa')
  @Access('signed-in')
  @Fresh()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.show(request, reply, { email: '', errors: {} });
  }

  @Post('muj-ucet/zabezpeceni/adresa')
  @Access('signed-in')
  @Fresh(`${security}/adresa`)
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const form = readForm(EmailChangeForm, request.body, locale);
    const { email = '' } = form.typed;
    if (!form.ok) return this.show(request, reply, { email, status: 422, errors: form.errors });
    try {
      const work = () => this.changes.request(requireViewer(request), form.value.email);
      const refused = await refusedOnPage(locale, work);
      if (refused) return this.show(request, reply, { email, ...refused });
    } catch (error) {
      if (!(error instanceof SameEmail)) throw error;
      const errors = { email: translate(locale, 'accounts.emailChange.same') };
      return this.show(request, reply, { email, status: 422, errors });
    }
    this.flash.redirect(request, reply, security, 'accounts.flash.emailChangeAsked');
  }

  /** Asks for no fresh proof: nothing is given away by it, and whoever did not ask for the change is in a hurry. */
  @Post('muj-ucet/zabezpeceni/adresa/zruseni')
  @Access('signed-in')
  async callOff(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    const hadOne = await this.changes.callOff(requireViewer(request));
    this.flash.redirect(request, reply, security, hadOne ? 'accounts.flash.emailChangeCalledOff' : undefined);
  }

  @Get('prihlaseni/adresa/:token')
  @Access('anyone')
  async toConfirm(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const change = await this.changes.toConfirm(token);
    const path = `/prihlaseni/adresa/${token}`;
    await this.renderer.page(request, reply, emailChangeStepPage(request.locale, 'confirm', path, change));
  }

  @Post('prihlaseni/adresa/:token')
  @Access('anyone')
  async confirm(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const done = await this.changes.confirm(token, request.viewer ?? null);
    if (!done)
      return this.renderer.page(request, reply, emailChangeStepPage(request.locale, 'confirm', '', null));
    if (done.sessionToken) this.sessions.setCookie(reply, done.sessionToken);
    this.devices.remember(request, reply, done.email);
    const path = done.sessionToken ? security : '/prihlaseni';
    this.flash.redirect(request, reply, path, 'accounts.flash.emailChanged');
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { email, status, errors }: { email: string; status?: number; errors: FieldErrors },
  ): Promise<void> {
    const { locale } = request;
    const waiting = await this.changes.pendingOf(requireViewer(request).accountId);
    await this.renderer.page(request, reply, {
      template: 'accounts/email-change',
      title: translate(locale, 'accounts.emailChange.title'),
      noindex: true,
      status,
      model: {
        errors: errorSummary(errors),
        ...emailChangePeriods,
        waiting: waiting?.newEmail ?? null,
        email: textField('email', 'email', {
          label: translate(locale, 'accounts.emailChange.label'),
          value: email,
          error: errors.email,
          autocomplete: 'email',
        }),
      },
    });
  }
}
