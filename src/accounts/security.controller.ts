import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { refuseFields } from '../web/forms.js';
import { found } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import { SecurityPage } from './security-page.service.js';
import { Sessions } from './sessions.service.js';
import { assertSignedIn } from './signed-in.js';

const here = '/muj-ucet/zabezpeceni';

/** The ways into one's account, and ending it where it is open. */
@Controller('muj-ucet/zabezpeceni')
@Access('signed-in')
export class SecurityController {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly page: SecurityPage,
    private readonly flash: Flash,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.page.show(request, reply, null);
  }

  @Post('zarizeni/odhlaseni')
  async endOthers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    const viewer = requireViewer(request);
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, viewer);
      await this.sessions.endOthers(manager, viewer);
    });
    this.flash.redirect(request, reply, here, 'accounts.flash.othersEnded');
  }

  /** Ends one of the viewer's own sessions; of others there is none. */
  @Post('zarizeni/:id/odhlaseni')
  async end(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const viewer = requireViewer(request);
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, viewer);
      found((await this.sessions.end(manager, viewer.accountId, [id])) || null);
    });
    this.flash.redirect(request, reply, here, 'accounts.flash.sessionEnded');
  }
}
