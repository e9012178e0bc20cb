import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Renderer } from '../../web/views/renderer.service.js';
import { Browsers } from '../browsers.service.js';
import { networkOf } from '../network.js';
import { troubleModel } from './passkey.page.js';
import type { Asking } from './passkey-options.service.js';
import type { Answering } from './passkey-sign-ins.service.js';
import { PasskeyTrouble } from './passkey-trouble.js';

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

  /** Sends what `work` gives as JSON for our own script; nothing of it may be kept. */
  async sendOptions(
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<object>,
  ): Promise<void> {
    await this.orExplain(request, reply, '/muj-ucet/zabezpeceni', async () => {
      reply
        .status(200)
        .header('cache-control', 'no-store')
        .send(await work());
    });
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
