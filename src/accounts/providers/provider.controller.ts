import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/database.js';
import type { IdentityProvider } from '../../ops/identity-providers.js';
import { Access } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { readForm } from '../../web/forms.js';
import { translate } from '../../web/i18n/messages.js';
import { found } from '../../web/refusal.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Browsers } from '../browsers.service.js';
import { nextPath } from '../next-path.js';
import { Sessions } from '../sessions.service.js';
import { Departures } from './departures.service.js';
import { type Journey, Journeys } from './journeys.service.js';
import { ProviderForm } from './provider.form.js';
import { providerPath } from './provider.page.js';
import { ProviderClient } from './provider-client.service.js';
import { type Outcome, ProviderSignIns } from './provider-sign-ins.service.js';
import { ProviderTrouble } from './provider-trouble.js';

/** To a provider and back. The way back is a GET that changes something: see ADR 10. */
@Controller('prihlaseni/poskytovatel/:provider')
@Access('anyone')
export class ProviderController {
  constructor(
    private readonly database: Database,
    private readonly client: ProviderClient,
    private readonly departures: Departures,
    private readonly journeys: Journeys,
    private readonly signIns: ProviderSignIns,
    private readonly browsers: Browsers,
    private readonly sessions: Sessions,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Post()
  async leave(
    @Param('provider') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const next = nextPath(readForm(ProviderForm, request.body, request.locale).typed.next);
    await this.departures.leave(request, reply, found(this.client.find(key)), { purpose: 'sign-in', next });
  }

  /** A new proof of somebody who is signed in. */
  @Post('znovu')
  @Access('signed-in')
  async proveAgain(
    @Param('provider') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const next = nextPath(readForm(ProviderForm, request.body, request.locale).typed.next);
    await this.departures.leave(request, reply, found(this.client.find(key)), { purpose: 'again', next });
  }

  @Get('zpet')
  async comeBack(
    @Param('provider') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const provider = found(this.client.find(key));
    // Whoever only looks what is here must not use the answer up.
    if (request.method === 'HEAD') return reply.status(200).send();
    const parameters = onlyTexts(request.query);
    const browserHash = this.browsers.hashOf(request);
    const journey = await this.take(browserHash, parameters.get('state'));
    if (!browserHash || journey?.provider !== key)
      return this.departures.explain(request, reply, provider, { trouble: 'gone' }, null);
    request.locale = journey.locale;
    try {
      const person = await this.client.prove(provider, journey, parameters);
      const outcome = await this.signIns.arrive(journey, person, {
        browserHash,
        userAgent: request.headers['user-agent'] ?? '',
        viewer: request.viewer ?? null,
      });
      this.goOn(request, reply, journey, outcome);
    } catch (error) {
      if (!(error instanceof ProviderTrouble)) throw error;
      await this.departures.explain(request, reply, provider, error, journey.next);
    }
  }

  /** After signing out here: whoever shares the device should do so there as well. */
  @Get('odhlaseno')
  async signedOut(
    @Param('provider') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const provider: IdentityProvider = found(this.client.find(key));
    const url = await this.client.signOutUrl(provider);
    await this.renderer.page(request, reply, {
      template: 'accounts/provider-signed-out',
      title: translate(request.locale, 'accounts.provider.signedOut.title'),
      noindex: true,
      model: { name: provider.name[request.locale], url: url?.href ?? null },
    });
  }

  /** In a write of its own and before anybody is asked: an answer that is sent twice finds nothing. */
  private take(browserHash: string | null, state: string | null): Promise<Journey | null> {
    if (!browserHash || !state) return Promise.resolve(null);
    return this.database.write((manager) => this.journeys.take(manager, browserHash, state));
  }

  private goOn(
    request: FastifyRequest,
    reply: FastifyReply,
    { provider, purpose, next }: Journey,
    outcome: Outcome,
  ): void {
    if (outcome.kind === 'newcomer') {
      this.flash.redirect(request, reply, `${providerPath(provider)}/dokonceni`);
      return;
    }
    if (outcome.token) this.sessions.setCookie(reply, outcome.token);
    if (outcome.kind === 'linked' || outcome.isLinkedNow) {
      const path = outcome.kind === 'linked' ? '/muj-ucet/zabezpeceni' : (next ?? '/');
      this.flash.redirect(request, reply, path, 'accounts.flash.providerLinked');
    } else if (purpose === 'again') this.flash.redirect(request, reply, next ?? '/muj-ucet');
    else this.flash.redirect(request, reply, next ?? '/', 'accounts.flash.signedIn');
  }
}

/** The parameters of an answer, each once; those that came twice are left out. */
function onlyTexts(query: unknown): URLSearchParams {
  const entries = Object.entries(query ?? {});
  return new URLSearchParams(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
