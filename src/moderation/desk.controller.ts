import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { deskPage } from './desk.page.js';
import { DeskPages } from './desk-pages.service.js';
import { Queue } from './queue.service.js';

/** A garant's desk: what waits, point by point, and the queue. */
@Controller('garant')
@Access('garant')
export class DeskController {
  constructor(
    private readonly queue: Queue,
    private readonly pages: DeskPages,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async desk(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const points = await this.queue.points(requireViewer(request));
    await this.renderer.page(request, reply, {
      template: 'moderation/desk',
      title: translate(request.locale, 'moderation.desk.title'),
      noindex: true,
      model: deskPage(points, request.locale),
    });
  }

  @Get('fronta')
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.pages.list(request, reply);
  }
}
