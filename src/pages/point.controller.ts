import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Stamps } from '../activity/stamps.service.js';
import { now } from '../database/time.js';
import { Points } from '../programme/points.service.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { found } from '../web/refusal.js';
import { type Page, Renderer } from '../web/views/renderer.service.js';
import { Authors } from './authors.service.js';
import { consultationStamp } from './consultation.page.js';
import { shortened } from './description.js';
import { OwnParts } from './own-parts.service.js';
import { Pictures } from './pictures.service.js';
import { isOpen, pointPage } from './point.page.js';
import { type PointState, PointStates } from './point-state.service.js';
import { Said } from './said.service.js';

/** A point: its text section by section, and what can be said about it. */
@Controller('program/:programme/:point')
@Access('anyone')
export class PointController {
  constructor(
    private readonly states: PointStates,
    private readonly points: Points,
    private readonly said: Said,
    private readonly authors: Authors,
    private readonly own: OwnParts,
    private readonly pictures: Pictures,
    private readonly stamps: Stamps,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async point(
    @Param('programme') programmeUid: string,
    @Param('point') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const at = now();
    const { locale } = request;
    const { point, programme } = found(await this.states.find(programmeUid, slug));
    const stamp = await this.stamps.point(point.id, programme.id);
    await this.renderer.cached(request, reply, {
      key: `point:${point.id}`,
      stamp: `${point.id}|${stamp}|${consultationStamp(programme, at)}`,
      render: async () => this.page(found(await this.states.find(programmeUid, slug)), request, at),
      slots: async (reader) => {
        const state = found(await this.states.find(programmeUid, slug));
        const { votesShown } = state.programme;
        const context = { programmeUid, pointSlug: slug, votesShown, open: isOpen(state, at), locale };
        return this.own.of(reader, state, state.sections, context);
      },
    });
  }

  private async page(state: PointState, { locale }: FastifyRequest, at: string): Promise<Page> {
    const { programme, point, sections } = state;
    const [version, credit, said] = await Promise.all([
      this.points.newestVersion(point),
      this.authors.lastCredit(point),
      this.said.ofSections(point.id),
    ]);
    const lead = point.perex ?? point.intro;
    return {
      template: 'pages/point',
      title: `${point.title} · ${programme.title} · ${translate(locale, 'pages.site')}`,
      description: lead ? shortened(plainText(lead)) : undefined,
      model: pointPage({
        context: state,
        sections,
        version,
        credit,
        said,
        pictures: this.pictures,
        at,
        locale,
      }),
    };
  }
}
