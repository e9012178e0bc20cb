import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { Points } from '../programme/points.service.js';
import type { Programme } from '../programme/programme.entity.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { Renderer } from '../web/views/renderer.service.js';
import { consultationStamp } from './consultation.page.js';
import { homePage } from './home.page.js';
import { Said } from './said.service.js';
import { Unchanged } from './unchanged.js';

const changesShown = 6;

/** The home page. */
@Controller()
@Access('anyone')
export class HomeController {
  private readonly programmes: Unchanged<Programme[]>;

  constructor(
    database: Database,
    private readonly points: Points,
    private readonly said: Said,
    private readonly stamps: Stamps,
    private readonly renderer: Renderer,
  ) {
    this.programmes = new Unchanged({ database, stamps }, () => this.points.programmes());
  }

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const at = now();
    const stamp = await this.stamps.everything();
    const programmes = await this.programmes.get('all');
    const phases = programmes.map((programme) => consultationStamp(programme, at)).join();
    const { locale } = request;
    await this.renderer.cached(request, reply, {
      key: 'home',
      stamp: `${stamp}|${phases}`,
      render: async () => {
        const [fresh, points, said, changes] = await Promise.all([
          this.points.programmes(),
          this.said.pointsOfProgrammes(),
          this.said.ofProgrammes(),
          this.said.newestChanges(changesShown),
        ]);
        return {
          template: 'pages/home',
          title: translate(locale, 'pages.home.documentTitle'),
          description: translate(locale, 'pages.home.lead'),
          model: homePage({ programmes: fresh, points, said, changes, at, locale }),
        };
      },
    });
  }
}
