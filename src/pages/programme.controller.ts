import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { pointPath } from '../programme/paths.js';
import { Points } from '../programme/points.service.js';
import type { Programme } from '../programme/programme.entity.js';
import { Readings } from '../programme/readings.service.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { found } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { type Page, type Reader, Renderer } from '../web/views/renderer.service.js';
import type { Slots } from '../web/views/slots.js';
import { consultationStamp } from './consultation.page.js';
import { shortened } from './description.js';
import { Pictures } from './pictures.service.js';
import { changedPointsSlot, programmePage } from './programme.page.js';
import { ProgrammeSearch } from './programme-search.service.js';
import { Said } from './said.service.js';
import { longestSearch, searchWords } from './search.rules.js';
import { Unchanged } from './unchanged.js';

/** A programme: its points, and a search in them. */
@Controller('program/:programme')
@Access('anyone')
export class ProgrammeController {
  private readonly programmes: Unchanged<Programme | null>;

  constructor(
    database: Database,
    private readonly points: Points,
    private readonly readings: Readings,
    private readonly said: Said,
    private readonly searching: ProgrammeSearch,
    private readonly pictures: Pictures,
    private readonly stamps: Stamps,
    private readonly renderer: Renderer,
  ) {
    this.programmes = new Unchanged({ database, stamps }, (uid) => this.points.programme(uid));
  }

  @Get()
  async programme(
    @Param('programme') uid: string,
    @Query('hledat') asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const programme = found(uid.includes('\0') ? null : await this.programmes.get(uid));
    const search = typeof asked === 'string' ? asked.trim().slice(0, longestSearch) : '';
    if (searchWords(search).length > 0)
      return this.renderer.page(request, reply, await this.page(request, programme, search));
    const stamp = await this.stamps.programme(programme.id);
    await this.renderer.cached(request, reply, {
      key: `programme:${uid}`,
      stamp: `${programme.id}|${stamp}|${consultationStamp(programme, now())}`,
      render: () => this.page(request, programme, null),
      slots: (reader) => this.changedSince(reader, programme),
    });
  }

  /** Points that have changed since their reader was there. One query for somebody signed in. */
  private async changedSince(reader: Reader, programme: Programme): Promise<Slots> {
    const { viewer, locale } = reader;
    const points = viewer ? await this.readings.changedPoints(viewer.accountId, programme.id, now()) : [];
    const links = points.map(({ slug, title }) => ({
      href: localPath(locale, pointPath(programme.uid, slug)),
      title,
    }));
    const model = { points: links, count: links.length };
    return {
      [changedPointsSlot]: () =>
        links.length > 0 ? this.renderer.part(reader, 'components/version-changed-points', model) : '',
    };
  }

  private async page(request: FastifyRequest, known: Programme, search: string | null): Promise<Page> {
    const { locale } = request;
    const programme = found(await this.points.programme(known.uid));
    const [points, said, sections, changed] = await Promise.all([
      this.points.ofProgramme(programme),
      this.said.ofPoints(programme.id),
      this.said.sectionsOfPoints(programme.id),
      this.said.lastAcceptances(programme.id),
    ]);
    const searched = search === null ? null : await this.search(points, search);
    const content = { programme, points, said, sections, changed, search: searched };
    return {
      template: 'programme/programme',
      title: `${programme.title} · ${translate(locale, 'pages.site')}`,
      description: programme.lead ? shortened(plainText(programme.lead)) : undefined,
      noindex: search !== null,
      model: programmePage({ ...content, pictures: this.pictures, at: now(), locale }),
    };
  }

  private async search(points: Awaited<ReturnType<Points['ofProgramme']>>, text: string) {
    return { text, hits: await this.searching.find(points, searchWords(text)) };
  }
}
