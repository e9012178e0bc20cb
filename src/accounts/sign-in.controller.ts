import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import type { Viewer } from '../web/viewer.js';
import { Renderer } from '../web/views/renderer.service.js';
import { errorSummary, textField } from './form-fields.js';
import { nextPath } from './next-path.js';
import { isPossible } from './passkeys/relying-party.js';
import { signInButtons } from './providers/provider.page.js';
import { refusedOnPage } from './refused-on-page.js';
import { Session } from './session.entity.js';
import { Sessions } from './sessions.service.js';
import { SignInForm } from './sign-in.form.js';
import { SignInMail } from './sign-in-mail.service.js';

/** Signing in by a link in the mail, up to the mail, and signing out. */
@Controller()
@Access('anyone')
export class SignInController {
  constructor(
    private readonly database: Database,
    private readonly mail: SignInMail,
    private readonly sessions: Sessions,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
    private readonly config: Config,
  ) {}

  @Get('prihlaseni')
  async form(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('next') next: unknown,
  ): Promise<void> {
    const path = nextPath(next);
    if (request.viewer) return this.flash.redirect(request, reply, path ?? '/muj-ucet');
    await this.show(request, reply, { email: '', next: path ?? '' });
  }

  /** Sends a link. An address that is known and one that is not get the same answer and the same mail. */
  @Post('prihlaseni')
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(SignInForm, request.body, request.locale);
    const next = nextPath(form.typed.next);
    if (!form.typed.website) {
      const refused = form.ok
        ? await refusedOnPage(request.locale, () => this.mail.send(request, reply, form.value.email, next))
        : { status: 422, errors: form.errors };
      if (refused) {
        const typed = { email: form.typed.email ?? '', next: next ?? '' };
        return this.show(request, reply, typed, refused);
      }
    }
    this.flash.redirect(request, reply, '/prihlaseni/odeslano');
  }

  @Post('odhlaseni')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const provider = request.viewer ? await this.endSession(request.viewer) : null;
    this.sessions.clearCookie(reply);
    // Whoever came through a provider may still be signed in there.
    const isKnown = this.config.providers.some(({ key }) => key === provider);
    const path = isKnown ? `/prihlaseni/poskytovatel/${provider}/odhlaseno` : '/';
    this.flash.redirect(request, reply, path, isKnown ? undefined : 'accounts.flash.signedOut');
  }

  /** Key of the provider it was begun with, if any. */
  private endSession({ accountId, sessionId }: Viewer): Promise<string | null> {
    return this.database.write(async (manager) => {
      const session = await manager.findOneBy(Session, { id: sessionId, accountId });
      await this.sessions.end(manager, accountId, [sessionId]);
      return session?.provider ?? null;
    });
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { email: string; next: string },
    refused: { status: number; errors: FieldErrors } = { status: 200, errors: {} },
  ): Promise<void> {
    const { locale } = request;
    await this.renderer.page(request, reply, {
      template: 'accounts/sign-in',
      title: translate(locale, 'accounts.signIn.title'),
      noindex: true,
      status: refused.status,
      model: {
        errors: errorSummary(refused.errors),
        next: typed.next,
        demo: this.config.DEMO,
        passkey: isPossible(this.config) ? '/prihlaseni/klic' : null,
        providers: signInButtons(this.config.providers, locale),
        email: textField('email', 'email', {
          label: translate(locale, 'accounts.field.email'),
          hint: translate(locale, 'accounts.signIn.emailHint'),
          value: typed.email,
          error: refused.errors.email,
          // Browsers that can also offer passkeys there.
          autocomplete: 'email webauthn',
        }),
      },
    });
  }
}
