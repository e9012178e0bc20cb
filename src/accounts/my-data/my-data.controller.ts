import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, Fresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { readForm, refuseFields } from '../../web/forms.js';
import { translate } from '../../web/i18n/messages.js';
import { requireViewer } from '../../web/request.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Sessions } from '../sessions.service.js';
import { DataExports } from './data-exports.service.js';
import { Erasures } from './erasures.service.js';
import { exportPage } from './export.page.js';
import { ErasureForm } from './my-data.form.js';
import { erasePage, myDataPage } from './my-data.page.js';
import { MyDataWork } from './my-data-work.service.js';

const here = '/muj-ucet/udaje';
/** Seconds after which a browser without script looks again. */
const lookAgain = 3;

/** What we know of somebody: taking it along, and leaving. */
@Controller('muj-ucet/udaje')
@Access('signed-in')
export class MyDataController {
  constructor(
    private readonly exports: DataExports,
    private readonly erasures: Erasures,
    private readonly work: MyDataWork,
    private readonly sessions: Sessions,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { accountId } = requireViewer(request);
    const newest = await this.exports.newestOf(accountId);
    await this.renderer.page(request, reply, {
      template: 'accounts/my-data',
      title: translate(request.locale, 'accounts.data.title'),
      noindex: true,
      refresh: newest?.state === 'waiting' ? lookAgain : undefined,
      model: myDataPage(newest, await this.erasures.pendingOf(accountId), request.locale),
    });
  }

  @Post('export')
  @Fresh()
  async export(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    await this.exports.request(requireViewer(request));
    this.work.wake();
    this.flash.redirect(request, reply, here);
  }

  /** The same as the file, to be read. */
  @Get('export/:id')
  @Fresh()
  async read(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const content = await this.exports.contentOf(requireViewer(request).accountId, id);
    await this.renderer.page(request, reply, {
      template: 'accounts/export',
      title: translate(request.locale, 'accounts.export.title'),
      noindex: true,
      model: exportPage(content, `${here}/export/${id}/soubor`, request.locale),
    });
  }

  @Get('export/:id/soubor')
  @Fresh()
  async download(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const content = await this.exports.contentOf(requireViewer(request).accountId, id);
    const name = translate(request.locale, 'accounts.export.fileName');
    await reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.json"`)
      .header('cache-control', 'private, no-store')
      .send(content);
  }

  @Get('vymazani')
  @Fresh()
  async eraseForm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.showErase(request, reply);
  }

  @Post('vymazani')
  @Fresh()
  async erase(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(ErasureForm, request.body, request.locale);
    if (!form.ok) return this.showErase(request, reply, form.errors.choice);
    await this.erasures.request(requireViewer(request), form.value.choice);
    this.sessions.clearCookie(reply);
    this.flash.redirect(request, reply, '/', 'accounts.flash.leaving');
  }

  /** Coming back asks for no fresh proof: nothing is given away by it. */
  @Post('vymazani/zpet')
  async comeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    await this.erasures.cancel(requireViewer(request));
    this.flash.redirect(request, reply, here, 'accounts.flash.stays');
  }

  private async showErase(request: FastifyRequest, reply: FastifyReply, error?: string): Promise<void> {
    const { accountId } = requireViewer(request);
    const offices = await this.erasures.officesOf(accountId);
    await this.renderer.page(request, reply, {
      template: 'accounts/erase',
      title: translate(request.locale, 'accounts.erase.title'),
      noindex: true,
      status: error ? 422 : 200,
      model: erasePage(offices.length > 0, await this.erasures.pendingOf(accountId), request.locale, error),
    });
  }
}
