import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Programme } from '../programme/programme.entity.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { readBefore, readShown, type Shown, shownBy } from './own-choice.js';
import { ownContributionsPage } from './own-contributions.page.js';
import { OwnContributionsReader } from './own-contributions.service.js';
import { OwnVotes } from './own-votes.service.js';

/** Everything I said and voted, and what became of it; for me alone. */
@Controller('muj-ucet/prispevky')
@Access('signed-in')
export class OwnContributionsController {
  constructor(
    private readonly contributions: OwnContributionsReader,
    private readonly ownVotes: OwnVotes,
    private readonly database: Database,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async list(
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { locale } = request;
    const { accountId } = requireViewer(request);
    const shown = readShown(query.co);
    const before = readBefore(query.pred);
    const programmes = await this.database.read.find(Programme, {
      select: { uid: true, title: true },
      order: { position: 'ASC', uid: 'ASC' },
    });
    const programme = programmes.find(({ uid }) => uid === query.program)?.uid ?? null;
    const { comments, suggestions, votes }: Shown = shownBy[shown];
    const own = await this.contributions.of(accountId, { comments, suggestions, programme, before });
    const choice = { olderOnly: votes === 'older', programme };
    const withVotes = votes !== 'none' && before === null;
    await this.renderer.page(request, reply, {
      template: 'pages/my-contributions',
      title: `${translate(locale, 'pages.own.title')} · ${translate(locale, 'pages.site')}`,
      noindex: true,
      model: ownContributionsPage({
        own,
        votes: withVotes ? await this.ownVotes.onSections(accountId, choice) : [],
        voices: withVotes ? await this.ownVotes.onSuggestions(accountId, choice) : [],
        shown,
        programme,
        programmes,
        older: before !== null,
        locale,
      }),
    });
  }
}
