import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { type SectionParams, sectionAt } from '../feedback/section-page.js';
import { formerSectionPath } from '../feedback/section-place.js';
import { inSlices } from '../programme/content/slices.js';
import { Points, type SectionInContext } from '../programme/points.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import { weigh } from './board.js';
import { boardPage } from './board.page.js';
import { ContendersReads } from './contenders.service.js';

/** Which suggestions on a section exclude each other, for everybody to read. */
@Controller('program/:programme/:point/sekce/:number/navrhy/strety')
@Access('anyone')
export class BoardController {
  constructor(
    private readonly points: Points,
    private readonly contenders: ContendersReads,
    private readonly stamps: Stamps,
    private readonly renderer: Renderer,
    private readonly database: Database,
    private readonly flash: Flash,
  ) {}

  @Get()
  async board(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      await this.show(await sectionAt(this.points, params), params, request, reply);
    } catch (error) {
      this.flash.redirect(request, reply, await formerSectionPath(this.database.read, params, error));
    }
  }

  private async show(
    { programme, point, section }: SectionInContext,
    params: SectionParams,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { locale } = request;
    await this.renderer.cached(request, reply, {
      key: `strety/${section.sectionId}`,
      stamp: await this.stamps.point(point.id, programme.id),
      render: async () => {
        // Read after the stamp, so that an older state is never kept under a newer one.
        const context = await sectionAt(this.points, params);
        const contenders = await this.contenders.on(context.section);
        const weighed = await inSlices(weigh(context.section, contenders.fitting));
        return {
          template: 'suggestions/board',
          title: translate(locale, 'suggestions.board.title'),
          noindex: true,
          model: boardPage(context, contenders, weighed, locale),
        };
      },
      slots: async (reader) => ({ own: await this.ownPart(reader, params) }),
    });
  }

  /** The way to making several the text at once, for those who may. */
  private async ownPart(reader: Reader, params: SectionParams): Promise<string> {
    if (!reader.viewer) return '';
    const context = await sectionAt(this.points, params);
    const garantUids = context.garants.map(({ uid }) => uid);
    if (!mayManagePoint(reader.viewer, { id: context.point.id, garantUids })) return '';
    const href = localPath(reader.locale, consolidationPath(context));
    return this.renderer.part(reader, 'suggestions/board-own', { href });
  }
}

/** Address at which garants make several suggestions the text, without language. */
export function consolidationPath({ programme, point, section }: SectionInContext): string {
  return `/garant/slouceni/${programme.uid}/${point.slug}/${section.number}`;
}
