import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Browsers } from './browsers.service.js';
import { CodeForm } from './code.form.js';
import { Confirmations } from './confirmation.service.js';
import { EmailLinks, linkMinutes } from './email-links.service.js';
import { errorSummary, textField } from './form-fields.js';
import { ProvenDevices } from './proven-devices.service.js';
import { Sessions } from './sessions.service.js';

/** After the mail was sent: says so, and takes the six digits from it. */
@Controller('prihlaseni')
@Access('anyone')
export class CodeController {
  constructor(
    private readonly database: Database,
    private readonly browsers: Browsers,
    private readonly links: EmailLinks,
    private readonly confirmations: Confirmations,
    private readonly sessions: Sessions,
    private readonly devices: ProvenDevices,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
    private readonly config: Config,
  ) {}

  @Get('odeslano')
  async sent(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('co') what: unknown,
  ): Promise<void> {
    await this.show(request, reply, { what: what === 'prispevek' ? what : '' });
  }

  /** A right code does what the link in the same mail would, and that link works no more. */
  @Post('kod')
  async take(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(CodeForm, request.body, request.locale);
    const { what = '', code = '' } = form.typed;
    if (!form.ok) return this.show(request, reply, { what, code, errors: form.errors });
    const browserHash = this.browsers.hashOf(request);
    const outcome = browserHash
      ? await this.database.write((manager) => this.links.exchange(manager, browserHash, form.value.code))
      : { kind: 'none' as const };
    if (outcome.kind === 'right') return this.goOn(request, reply, outcome.token);
    const error = translate(request.locale, `accounts.code.${outcome.kind}`, { minutes: linkMinutes });
    await this.show(request, reply, { what, errors: { code: error } });
  }

  /** Signs in at once where nothing has to be asked. */
  private async goOn(request: FastifyRequest, reply: FastifyReply, token: string): Promise<void> {
    const asked = await this.confirmations.preview(token, request.locale, this.browsers.hashOf(request));
    if (!asked || asked.isNew || asked.waiting.length > 0) {
      const path = localPath(request.locale, `/prihlaseni/overeni/${token}`);
      reply.status(303).header('location', path).header('cache-control', 'no-store').send();
      return;
    }
    const confirmed = await this.confirmations.confirm(token, {
      publicName: undefined,
      shown: [],
      chosen: [],
      locale: request.locale,
      userAgent: request.headers['user-agent'] ?? '',
      viewer: request.viewer ?? null,
    });
    if (confirmed) {
      this.sessions.setCookie(reply, confirmed.sessionToken);
      this.devices.remember(request, reply, confirmed.email);
    }
    this.flash.redirect(request, reply, asked.next ?? '/', 'accounts.flash.signedIn');
  }

  /** The address typed in this browser, so that a slip of the finger can be seen. */
  private async askedFor(request: FastifyRequest): Promise<string | null> {
    const browserHash = this.browsers.hashOf(request);
    if (!browserHash) return null;
    const link = await this.links.newestOf(this.database.read, browserHash);
    return link?.email ?? null;
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { what, code, errors = {} }: { what: string; code?: string; errors?: FieldErrors },
  ): Promise<void> {
    const { locale } = request;
    const isContribution = what === 'prispevek';
    const email = await this.askedFor(request);
    await this.renderer.page(request, reply, {
      template: 'accounts/sent',
      title: translate(locale, 'accounts.sent.title'),
      noindex: true,
      status: Object.keys(errors).length > 0 ? 422 : undefined,
      model: {
        what,
        isContribution,
        email,
        minutes: linkMinutes,
        demo: this.config.DEMO,
        errors: errorSummary(errors),
        code: textField('code', 'code', {
          label: translate(locale, 'accounts.code.label'),
          hint: translate(locale, 'accounts.code.hint'),
          value: code,
          error: errors.code,
          autocomplete: 'one-time-code',
        }),
      },
    });
  }
}
