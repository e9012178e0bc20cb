import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { pathOf } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { readText, textNames } from './texts.js';

/** Rules, privacy, accessibility, help. */
@Controller()
@Access('anyone')
export class TextsController {
  constructor(
    private readonly renderer: Renderer,
    private readonly config: Config,
  ) {}

  @Get([...textNames])
  async text(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const name = found(textNames.find((known) => pathOf(request).replace(/\/+$/, '') === `/${known}`));
    await this.renderer.cached(request, reply, {
      key: `text:${name}`,
      stamp: `text:${name}`,
      render: async () => {
        const text = readText(locale, name, this.config.baseUrl);
        return {
          template: 'pages/text',
          title: `${text.title} · ${translate(locale, 'pages.site')}`,
          model: { title: text.title, html: text.html },
        };
      },
    });
  }
}
