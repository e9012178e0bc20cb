import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { IsNull } from 'typeorm';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { pointPath, programmePath } from '../programme/paths.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Access } from '../web/access.js';
import { localPath } from '../web/request.js';
import { legalTexts, plainTexts } from '../web/texts/site-texts.service.js';
import { sitemap } from './sitemap.js';

/** For search engines: every page that stays. */
@Controller()
@Access('anyone')
export class SitemapController {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  @Get('sitemap.xml')
  async sitemap(@Res() reply: FastifyReply): Promise<void> {
    const paths = [
      '/',
      ...[...legalTexts, ...plainTexts].map((name) => `/${name}`),
      ...(await this.programmePaths()),
    ];
    const addresses = paths.map((path) => ({
      cs: this.config.baseUrl + localPath('cs', path),
      en: this.config.baseUrl + localPath('en', path),
    }));
    await reply
      .header('content-type', 'application/xml; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(sitemap(addresses));
  }

  private async programmePaths(): Promise<string[]> {
    const programmes = await this.database.read.find(Programme, { order: { position: 'ASC', uid: 'ASC' } });
    const points = await this.database.read.find(Point, {
      select: { slug: true, programmeId: true },
      where: { archivedAt: IsNull() },
      order: { position: 'ASC', path: 'ASC' },
    });
    return programmes.flatMap(({ id, uid }) => [
      programmePath(uid),
      ...points.filter(({ programmeId }) => programmeId === id).map(({ slug }) => pointPath(uid, slug)),
    ]);
  }
}
