import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../database/time.js';
import { Points } from '../programme/points.service.js';
import type { Programme } from '../programme/programme.entity.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { csvFileName } from './contributions-csv.js';
import { Exports } from './exports.service.js';
import { FiguresService } from './figures.service.js';
import { csvPath, programmeReportPage, reportPath } from './programme-report.page.js';
import { roleLinks } from './roles.page.js';
import { StaffService } from './staff.service.js';

/** Staff's own pages: figures and exports. */
@Controller()
@Access('staff')
export class ReportsController {
  constructor(
    private readonly points: Points,
    private readonly figures: FiguresService,
    private readonly exports: Exports,
    private readonly staff: StaffService,
    private readonly renderer: Renderer,
  ) {}

  @Get('/sprava')
  async desk(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const [programmes, roles, lastImport] = await Promise.all([
      this.points.programmes(),
      this.staff.roles(),
      this.staff.lastImport(),
    ]);
    await this.renderer.page(request, reply, {
      template: 'reports/desk',
      title: translate(locale, 'reports.desk.title'),
      noindex: true,
      model: {
        programmes: programmes.map((programme) => links(programme, locale)),
        lastImport,
        roles: roleLinks(roles, locale),
      },
    });
  }

  @Get('/sprava/prehled/:programme')
  async programme(
    @Param('programme') uid: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const programme = found(await this.points.programme(uid));
    const report = await this.figures.ofProgramme(programme);
    await this.renderer.page(request, reply, {
      template: 'reports/programme',
      title: translate(request.locale, 'reports.programme.title', { programme: programme.title }),
      noindex: true,
      model: programmeReportPage(report, now(), request.locale),
    });
  }

  @Get('/sprava/vystupy')
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const programmes = await this.points.programmes();
    await this.renderer.page(request, reply, {
      template: 'reports/exports',
      title: translate(locale, 'reports.exports.title'),
      noindex: true,
      model: {
        trail: [{ href: localPath(locale, '/sprava'), label: translate(locale, 'reports.desk.title') }],
        programmes: programmes.map((programme) => links(programme, locale)),
      },
    });
  }

  @Get('/sprava/vystupy/:programme.csv')
  async contributions(
    @Param('programme') uid: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const programme = found(await this.points.programme(uid));
    const name = csvFileName(programme.uid, request.locale, now());
    const csv = this.exports.contributionsCsv(programme, request.locale);
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'private, no-store')
      .send(csv);
  }
}

function links({ uid, title }: Programme, locale: Locale) {
  return {
    title,
    reportHref: localPath(locale, reportPath(uid)),
    csvHref: localPath(locale, csvPath(uid)),
  };
}
