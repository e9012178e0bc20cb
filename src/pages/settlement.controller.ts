import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { type Page, Renderer } from '../web/views/renderer.service.js';
import { Places, type PointParams } from './places.service.js';
import { type PointState, PointStates } from './point-state.service.js';
import { readSettlement, type SettlementAsked, settlementQuery } from './settlement.filter.js';
import { settledPerPage, settledPrinted, settlementPage } from './settlement.page.js';
import { SettlementReader } from './settlement.service.js';

/** Every contribution to a point with what came of it. */
@Controller('program/:programme/:point/vyporadani')
@Access('anyone')
export class SettlementController {
  constructor(
    private readonly places: Places,
    private readonly states: PointStates,
    private readonly reader: SettlementReader,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async settlement(
    @Param() params: PointParams,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = readSettlement(query);
    const known = await this.places.point(params, request, reply);
    if (!known) return;
    const which = settlementQuery(asked);
    await this.renderer.cached(request, reply, {
      key: `settlement:${known.point.id}:${which}`,
      stamp: `settlement|${which}|${await this.states.stamp(known)}`,
      render: async () => this.page(await this.places.pointNow(params), asked, request.locale),
    });
  }

  private async page(state: PointState, asked: SettlementAsked, locale: Locale): Promise<Page> {
    const { filter, after, whole } = asked;
    const size = whole ? settledPrinted : settledPerPage;
    const part = await this.reader.of(state.point.id, { filter, after, size });
    const title = translate(locale, 'pages.settlement.title');
    return {
      template: 'pages/settlement',
      title: `${title} · ${state.point.title} · ${translate(locale, 'pages.site')}`,
      noindex: settlementQuery(asked) !== '',
      model: settlementPage({ state, part, asked, locale }),
    };
  }
}
