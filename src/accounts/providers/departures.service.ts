import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import type { IdentityProvider } from '../../ops/identity-providers.js';
import { translate } from '../../web/i18n/messages.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Browsers } from '../browsers.service.js';
import type { Limit } from '../limits.service.js';
import { Limits } from '../limits.service.js';
import { networkOf } from '../network.js';
import { hour } from '../periods.js';
import { type Journey, Journeys, type Purpose } from './journeys.service.js';
import { troubleModel } from './provider.page.js';
import { ProviderClient } from './provider-client.service.js';
import { ProviderTrouble } from './provider-trouble.js';

/** Each leaves a row behind for ten minutes; a whole town hall may come to work at the same time. */
const perNetwork: Limit = { max: 600, seconds: hour };

/** Sends browsers to providers, and tells what went wrong there. */
@Injectable()
export class Departures {
  constructor(
    private readonly database: Database,
    private readonly client: ProviderClient,
    private readonly journeys: Journeys,
    private readonly browsers: Browsers,
    private readonly limits: Limits,
    private readonly renderer: Renderer,
  ) {}

  /** @throws Refusal 429. */
  async leave(
    request: FastifyRequest,
    reply: FastifyReply,
    provider: IdentityProvider,
    { purpose, next }: { purpose: Purpose; next: string | null },
  ): Promise<void> {
    const journey: Journey = {
      provider: provider.key,
      purpose,
      next,
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      locale: request.locale,
      beganAt: now(),
      accountId: request.viewer?.accountId ?? null,
    };
    try {
      const url = await this.client.authorizationUrl(provider, journey);
      const browserHash = this.browsers.meet(request, reply);
      await this.database.write(async (manager) => {
        await this.limits.spend(manager, 'provider-network', networkOf(request.ip), perNetwork);
        await this.journeys.begin(manager, browserHash, journey);
      });
      await this.show(request, reply, provider, url);
    } catch (error) {
      if (!(error instanceof ProviderTrouble)) throw error;
      await this.explain(request, reply, provider, error, next);
    }
  }

  /** The page that says what went wrong and leads to the other ways in. */
  async explain(
    request: FastifyRequest,
    reply: FastifyReply,
    { name }: IdentityProvider,
    { trouble }: Pick<ProviderTrouble, 'trouble'>,
    next: string | null,
  ): Promise<void> {
    const { status, ...model } = troubleModel(request.locale, name[request.locale], trouble, next);
    if (trouble === 'down') reply.header('retry-after', '10');
    await this.renderer.page(request, reply, {
      template: 'accounts/provider-trouble',
      title: model.title,
      noindex: true,
      status,
      model,
    });
  }

  /**
   * Not a redirect: browsers apply `form-action` to where a form is redirected as well, and neither the provider's
   * address nor where it sends people on can be named there beforehand.
   */
  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { name }: IdentityProvider,
    url: URL,
  ): Promise<void> {
    const { locale } = request;
    reply.header('refresh', `0; url=${url.href}`);
    await this.renderer.page(request, reply, {
      template: 'accounts/provider-leaving',
      title: translate(locale, 'accounts.provider.leaving.title', { name: name[locale] }),
      noindex: true,
      model: { name: name[locale], url: url.href },
    });
  }
}
