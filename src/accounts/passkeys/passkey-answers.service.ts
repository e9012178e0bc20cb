import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Locale, translate } from '../../web/i18n/messages.js';
import { Refusal } from '../../web/refusal.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Browsers } from '../browsers.service.js';
import { networkOf } from '../network.js';
import { troubleModel } from './passkey.page.js';
import type { Asking } from './passkey-options.service.js';
import type { Answering } from './passkey-sign-ins.service.js';
import { PasskeyTrouble } from './passkey-trouble.js';

/** A trouble in the reader's words. */
interface Told {
  status: number;
  trouble: string;
  /** Seconds until trying again makes sense. */
  retryAfter?: number;
}

/** What the pages of passkeys share: who asks, and the page that says what went wrong. */
@Injectable()
export class PasskeyAnswers {
  constructor(
    private readonly browsers: Browsers,
    private readonly renderer: Renderer,
  ) {}

  asking(request: FastifyRequest, reply: FastifyReply): Asking {
    return { browserHash: this.browsers.meet(request, reply), network: networkOf(request.ip) };
  }

  answering(request: FastifyRequest): Answering {
    return {
      browserHash: this.browsers.hashOf(request),
      userAgent: request.headers['user-agent'] ?? '',
      viewer: request.viewer ?? null,
    };
  }

  /** Sends what `work` gives as JSON for our own script, or why there is nothing; nothing of it may be kept. */
  async sendOptions(
    { locale }: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<object>,
  ): Promise<void> {
    try {
      const options = await work();
      reply.status(200).header('cache-control', 'no-store').send(options);
    } catch (error) {
      this.sendTrouble(reply, told(locale, error));
    }
  }

  /** Sends as JSON, for our own script to say, why the browser is asked for nothing. */
  sendTrouble(reply: FastifyReply, { status, trouble, retryAfter }: Told): void {
    if (retryAfter) reply.header('retry-after', String(retryAfter));
    reply.status(status).header('cache-control', 'no-store').send({ trouble });
  }

  /** Runs `work`; where it comes to nothing, shows why and leads `back`. */
  async orExplain(
    request: FastifyRequest,
    reply: FastifyReply,
    back: string,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof PasskeyTrouble)) throw error;
      const { status, ...model } = troubleModel(request.locale, error.trouble, back);
      await this.renderer.page(request, reply, {
        template: 'accounts/passkey-trouble',
        title: model.title,
        noindex: true,
        status,
        model,
      });
    }
  }
}

/** @throws `error` itself where a reader is told nothing of it. */
function told(locale: Locale, error: unknown): Told {
  if (error instanceof PasskeyTrouble) {
    const { status, text } = troubleModel(locale, error.trouble, '');
    return { status, trouble: text };
  }
  if (!(error instanceof Refusal) || !error.key) throw error;
  const { status, key, params, retryAfter } = error;
  return { status, trouble: translate(locale, key, params), retryAfter };
}
