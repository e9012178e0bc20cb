import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthorshipReader } from '../suggestions/authorship.service.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { type Page, Renderer } from '../web/views/renderer.service.js';
import { authorshipPage } from './authorship.page.js';
import { Places, type PointParams } from './places.service.js';
import { type PointState, PointStates } from './point-state.service.js';

/** Whose words the text of a point is. */
@Controller('program/:programme/:point/autorstvi')
@Access('anyone')
export class AuthorshipController {
  constructor(
    private readonly places: Places,
    private readonly states: PointStates,
    private readonly reader: AuthorshipReader,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async authorship(
    @Param() params: PointParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = await this.places.point(params, request, reply);
    if (!known) return;
    await this.renderer.cached(request, reply, {
      key: `authorship:${known.point.id}`,
      stamp: `authorship|${await this.states.stamp(known)}`,
      render: async () => this.page(await this.places.pointNow(params), request.locale),
    });
  }

  private async page(state: PointState, locale: Locale): Promise<Page> {
    const { point, sections } = state;
    const revisionIds = sections.map(({ revisionId }) => revisionId);
    const authorship = await this.reader.of(point, revisionIds);
    const title = translate(locale, 'pages.authorship.title');
    return {
      template: 'pages/authorship',
      title: `${title} · ${point.title} · ${translate(locale, 'pages.site')}`,
      model: authorshipPage({ state, authorship, locale }),
    };
  }
}
