import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Account } from './account.entity.js';
import { nextPath } from './next-path.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { Identities } from './providers/identities.service.js';
import { ProviderForm } from './providers/provider.form.js';
import { againButtons } from './providers/provider.page.js';
import { SignInMail } from './sign-in-mail.service.js';

/** Asks somebody who is signed in to prove once more who they are, before what weighs much. */
@Controller('prihlaseni/znovu')
@Access('signed-in')
export class AgainController {
  constructor(
    private readonly database: Database,
    private readonly identities: Identities,
    private readonly passkeys: Passkeys,
    private readonly mail: SignInMail,
    private readonly config: Config,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async ask(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('next') next: unknown,
  ): Promise<void> {
    const { locale } = request;
    const { accountId } = requireViewer(request);
    const identities = await this.identities.ofAccount(this.database.read, accountId);
    const linked = identities.map(({ provider }) => provider);
    const passkeys = await this.passkeys.ofAccount(this.database.read, accountId);
    await this.renderer.page(request, reply, {
      template: 'accounts/again',
      title: translate(locale, 'accounts.again.title'),
      noindex: true,
      model: {
        email: await this.addressOf(accountId),
        next: nextPath(next) ?? '',
        passkey: passkeys.length > 0 ? '/prihlaseni/klic/znovu' : null,
        providers: againButtons(this.config.providers, linked, locale),
      },
    });
  }

  /** Sends a link to the address of the account; using it begins a new session in place of this one. */
  @Post()
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const next = nextPath(readForm(ProviderForm, request.body, request.locale).typed.next) ?? '/muj-ucet';
    const email = await this.addressOf(requireViewer(request).accountId);
    await this.mail.send(request, reply, email, next);
    this.flash.redirect(request, reply, '/prihlaseni/odeslano');
  }

  private async addressOf(accountId: string): Promise<string> {
    const account = await this.database.read.findOneBy(Account, { id: accountId });
    return found(account?.email);
  }
}
