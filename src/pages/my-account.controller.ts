import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Consents } from '../accounts/consents.service.js';
import { Offers } from '../accounts/people/own-offers.service.js';
import { Database } from '../database/database.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { myAccountPage } from './my-account.page.js';
import { OwnNewsReader } from './own-news.service.js';
import { OwnVotes } from './own-votes.service.js';

/** What is new for me and what waits for me. */
@Controller('muj-ucet')
@Access('signed-in')
export class MyAccountController {
  constructor(
    private readonly news: OwnNewsReader,
    private readonly votes: OwnVotes,
    private readonly consents: Consents,
    private readonly offers: Offers,
    private readonly database: Database,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async overview(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const viewer = requireViewer(request);
    const { accountId } = viewer;
    const outdated = await this.votes.onSections(accountId, { olderOnly: true, programme: null });
    const given = await this.consents.of(this.database.read, accountId);
    const { invitations, people } = await this.offers.of(accountId);
    const hasAll = await this.consents.has(this.database.read, accountId);
    await this.renderer.page(request, reply, {
      template: 'pages/my-account',
      title: `${translate(locale, 'pages.account.title')} · ${translate(locale, 'pages.site')}`,
      noindex: true,
      model: myAccountPage({
        publicName: viewer.publicName,
        news: await this.news.of(accountId),
        outdatedVotes: outdated.filter(({ votable }) => votable).length,
        textsChanged: given.length > 0 && !hasAll,
        offers: invitations.length + people.length,
        locale,
      }),
    });
  }
}
