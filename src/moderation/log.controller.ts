import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Stamps } from '../activity/stamps.service.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { notFound } from '../web/refusal.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Decisions } from './decisions.service.js';
import { logPage } from './log.page.js';

/** Decisions on one page of the log. */
const pageSize = 30;

/** The public log: what was hidden or shown again, where and why; never whose it was. */
@Controller('moderace')
@Access('anyone')
export class LogController {
  constructor(
    private readonly decisions: Decisions,
    private readonly stamps: Stamps,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async log(
    @Query('pred') pred: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const before = numberFrom(pred);
    const { locale } = request;
    await this.renderer.cached(request, reply, {
      key: `moderation-log:${before ?? ''}`,
      stamp: String(await this.stamps.everything()),
      render: async () => ({
        template: 'moderation/log',
        title: translate(locale, 'moderation.log.title'),
        description: translate(locale, 'moderation.log.lead'),
        model: await this.model(before, locale),
      }),
    });
  }

  private async model(before: number | null, locale: Locale) {
    const [rows, figures] = await Promise.all([
      this.decisions.log(before, pageSize),
      this.decisions.figures(),
    ]);
    const decisions = rows.slice(0, pageSize);
    return logPage({ decisions, figures, before, more: rows.length > pageSize }, locale);
  }
}

/** Null for the first page. @throws Refusal 404 for anything but a number. */
function numberFrom(pred: unknown): number | null {
  if (pred === undefined) return null;
  if (typeof pred !== 'string' || !/^[1-9]\d{0,8}$/.test(pred)) throw notFound();
  return Number(pred);
}
