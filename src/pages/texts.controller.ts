import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { pathOf } from '../web/request.js';
import { type LegalText, legalTexts, plainTexts, SiteTexts } from '../web/texts/site-texts.service.js';
import { Renderer } from '../web/views/renderer.service.js';
import { legalTextPage } from './text.page.js';

/** Rules, privacy, consent with all their versions; accessibility, help. */
@Controller()
@Access('anyone')
export class TextsController {
  constructor(
    private readonly renderer: Renderer,
    private readonly texts: SiteTexts,
  ) {}

  @Get([...plainTexts])
  async plain(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const name = found(plainTexts.find((known) => pathOf(request) === `/${known}`));
    await this.renderer.cached(request, reply, {
      key: `text:${name}`,
      stamp: `text:${name}`,
      render: async () => {
        const { title, html } = found(this.texts.read(locale, name));
        return {
          template: 'pages/text',
          title: `${title} · ${translate(locale, 'pages.site')}`,
          model: { title, html, version: null },
        };
      },
    });
  }

  /** As it applies today. */
  @Get([...legalTexts])
  async current(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const name = nameIn(request);
    await this.legal(request, reply, name, this.texts.inForce(name));
  }

  /** As it was, or as it will be. */
  @Get(legalTexts.map((name) => `${name}/:version`))
  async version(
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const name = nameIn(request);
    found(this.texts.versionsOf(name).find((known) => known === version));
    await this.legal(request, reply, name, version);
  }

  private async legal(
    request: FastifyRequest,
    reply: FastifyReply,
    name: LegalText,
    version: string,
  ): Promise<void> {
    const { locale } = request;
    const inForce = this.texts.inForce(name);
    await this.renderer.cached(request, reply, {
      key: `text:${pathOf(request)}`,
      stamp: `text:${name}:${version}:${inForce}`,
      render: async () => {
        const text = found(this.texts.read(locale, name, version));
        return {
          template: 'pages/text',
          title: `${text.title} · ${translate(locale, 'pages.site')}`,
          noindex: version !== inForce,
          model: legalTextPage(locale, {
            name,
            version,
            inForce,
            versions: this.texts.versionsOf(name),
            text,
          }),
        };
      },
    });
  }
}

function nameIn(request: FastifyRequest): LegalText {
  const [, first] = pathOf(request).split('/');
  return found(legalTexts.find((known) => known === first));
}
