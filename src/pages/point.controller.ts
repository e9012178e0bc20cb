import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../database/time.js';
import { Points } from '../programme/points.service.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { type Page, Renderer } from '../web/views/renderer.service.js';
import { Authors } from './authors.service.js';
import { consultationStamp } from './consultation.page.js';
import { shortened } from './description.js';
import { OwnParts } from './own-parts.service.js';
import { OwnReading } from './own-reading.service.js';
import { Pictures } from './pictures.service.js';
import { Places, type PointParams } from './places.service.js';
import { isOpen, pointPage } from './point.page.js';
import { type PointState, PointStates } from './point-state.service.js';
import { Said, withMerged } from './said.service.js';

/** A point: its text section by section, and what can be said about it. */
@Controller('program/:programme/:point')
@Access('anyone')
export class PointController {
  constructor(
    private readonly places: Places,
    private readonly states: PointStates,
    private readonly points: Points,
    private readonly said: Said,
    private readonly authors: Authors,
    private readonly own: OwnParts,
    private readonly reading: OwnReading,
    private readonly pictures: Pictures,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async point(
    @Param() params: PointParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const at = now();
    const { locale } = request;
    const known = await this.places.point(params, request, reply);
    if (!known) return;
    const { point, programme } = known;
    await this.renderer.cached(request, reply, {
      key: `point:${point.id}`,
      stamp: `${point.id}|${await this.states.stamp(known)}|${consultationStamp(programme, at)}`,
      render: async () => this.page(await this.places.pointNow(params), request, at),
      slots: async (reader) => {
        const state = await this.places.pointNow(params);
        const { votesShown } = state.programme;
        const place = { programmeUid: params.programme, pointSlug: params.point };
        const context = { ...place, votesShown, open: isOpen(state, at), locale };
        const votes = await this.own.of(reader, state, state.sections, context);
        return { ...votes, ...(await this.reading.ofPoint(reader, state)) };
      },
    });
  }

  private async page(state: PointState, { locale }: FastifyRequest, at: string): Promise<Page> {
    const { programme, point, merged } = state;
    const [version, credit, said] = await Promise.all([
      this.points.newestVersion(point),
      this.authors.lastCredit(point),
      this.said.ofSections(
        point.id,
        [...merged.values()].flat().map(({ sectionId }) => sectionId),
      ),
    ]);
    const lead = point.perex ?? point.intro;
    return {
      template: 'pages/point',
      title: `${point.title} · ${programme.title} · ${translate(locale, 'pages.site')}`,
      description: lead ? shortened(plainText(lead)) : undefined,
      model: pointPage({
        state,
        version,
        credit,
        said: withMerged(said, merged),
        pictures: this.pictures,
        at,
        locale,
      }),
    };
  }
}
