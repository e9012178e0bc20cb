import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdentityProvider } from '../../ops/identity-providers.js';
import { Access, FreshSignInNeeded, isFresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { type FieldErrors, readForm } from '../../web/forms.js';
import { translate } from '../../web/i18n/messages.js';
import { found } from '../../web/refusal.js';
import type { Viewer } from '../../web/viewer.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Browsers } from '../browsers.service.js';
import { refusedOnPage } from '../refused-on-page.js';
import { Sessions } from '../sessions.service.js';
import { NameForm } from '../settings.form.js';
import { Departures } from './departures.service.js';
import type { Newcomer } from './journeys.service.js';
import { newcomerModel, newcomerTitle } from './provider.page.js';
import { ProviderClient } from './provider-client.service.js';
import { type Outcome, ProviderSignIns } from './provider-sign-ins.service.js';
import { ProviderTrouble } from './provider-trouble.js';

/**
 * Asks somebody whom a provider vouches for and we do not know: for a name, for an address to be proved by our mail,
 * or, once they are signed in, whether to link the two.
 */
@Controller('prihlaseni/poskytovatel/:provider/dokonceni')
@Access('anyone')
export class NewcomerController {
  constructor(
    private readonly client: ProviderClient,
    private readonly signIns: ProviderSignIns,
    private readonly departures: Departures,
    private readonly browsers: Browsers,
    private readonly sessions: Sessions,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async ask(
    @Param('provider') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const provider = found(this.client.find(key));
    const newcomer = await this.signIns.newcomer(this.browsers.hashOf(request), key);
    if (!newcomer) return this.departures.explain(request, reply, provider, { trouble: 'gone' }, null);
    assertFresh(request.viewer ?? null, request.method);
    await this.show(request, reply, provider, newcomer);
  }

  @Post()
  async answer(
    @Param('provider') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const provider = found(this.client.find(key));
    const browserHash = this.browsers.hashOf(request);
    const newcomer = await this.signIns.newcomer(browserHash, key);
    try {
      if (!newcomer || !browserHash) throw new ProviderTrouble('gone', 'nobody waits in this browser');
      if (request.viewer) await this.adopt(request, reply, newcomer, browserHash, request.viewer);
      else await this.create(request, reply, provider, newcomer, browserHash);
    } catch (error) {
      if (!(error instanceof ProviderTrouble)) throw error;
      await this.departures.explain(request, reply, provider, error, newcomer?.next ?? null);
    }
  }

  private async adopt(
    request: FastifyRequest,
    reply: FastifyReply,
    { provider, next }: Newcomer,
    browserHash: string,
    viewer: Viewer,
  ): Promise<void> {
    assertFresh(viewer, request.method);
    const outcome = await this.signIns.adopt(provider, viewer, browserHash);
    this.goOn(request, reply, outcome, next ?? '/muj-ucet', 'accounts.flash.providerLinked');
  }

  private async create(
    request: FastifyRequest,
    reply: FastifyReply,
    provider: IdentityProvider,
    newcomer: Newcomer,
    browserHash: string,
  ): Promise<void> {
    const { locale } = request;
    const form = readForm(NameForm, request.body, locale);
    const arrival = { browserHash, userAgent: request.headers['user-agent'] ?? '', viewer: null };
    let outcome: Outcome | null = null;
    const refused = form.ok
      ? await refusedOnPage(locale, async () => {
          const { publicName } = form.value;
          outcome = await this.signIns.create(provider.key, { publicName, locale }, arrival);
        })
      : { status: 422, errors: form.errors };
    if (refused) {
      const { publicName } = form.typed;
      return this.show(request, reply, provider, newcomer, { ...refused, publicName });
    }
    this.goOn(request, reply, outcome, newcomer.next ?? '/', 'accounts.flash.signedIn');
  }

  private goOn(
    request: FastifyRequest,
    reply: FastifyReply,
    outcome: Outcome | null,
    path: string,
    flash: string,
  ): void {
    if (!outcome || outcome.kind === 'newcomer') throw new ProviderTrouble('gone', 'somebody was quicker');
    if (outcome.token) this.sessions.setCookie(reply, outcome.token);
    this.flash.redirect(request, reply, path, flash);
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    provider: IdentityProvider,
    newcomer: Newcomer,
    refused?: { status: number; publicName?: string; errors: FieldErrors },
  ): Promise<void> {
    const { locale } = request;
    const model = newcomerModel(locale, provider, newcomer, request.viewer ?? null, refused);
    const title = translate(locale, newcomerTitle(model));
    await this.renderer.page(request, reply, {
      template: 'accounts/provider-new',
      title,
      noindex: true,
      status: refused?.status,
      model: { ...model, title },
    });
  }
}

/** Whoever finds a browser in which somebody is signed in must not get another way in from it. */
function assertFresh(viewer: Viewer | null, method: string): void {
  if (viewer && !isFresh(viewer, method)) throw new FreshSignInNeeded();
}
