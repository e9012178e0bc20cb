import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { phaseOf } from '../programme/consultation.js';
import { Points, type SectionInContext } from '../programme/points.service.js';
import { Access } from '../web/access.js';
import type { Locale } from '../web/i18n/messages.js';
import { sectionSurroundings } from './comment-form.page.js';
import { type Commented, CommentForms } from './comment-forms.service.js';
import { mayComment } from './feedback.rules.js';
import { addressOf, openPlaceAt, type SectionParams, sectionAt } from './section-page.js';
import { closed, pathOfSection } from './section-place.js';

/** Comments on a section, and the page to write one where the form is not at hand. */
@Controller('program/:programme/:point/sekce/:number/komentare')
@Access('anyone')
export class CommentsController {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly forms: CommentForms,
  ) {}

  @Get()
  async form(
    @Param() params: SectionParams,
    @Query('odpoved') odpoved: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const context = await this.openSection(params);
    const commented: Commented = {
      subject: { sectionId: context.section.sectionId },
      path: addressOf(context),
      surroundings: () => Promise.resolve(sectionSurroundings(context, request.locale)),
    };
    await this.forms.show(request, reply, commented, odpoved);
  }

  @Post()
  async publish(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = await openPlaceAt(this.database.read, params, mayComment);
    await this.forms.publish(request, reply, {
      subject: { sectionId: place.sectionId },
      path: pathOfSection(place),
      surroundings: () => this.surroundings(params, request.locale),
    });
  }

  private async surroundings(params: SectionParams, locale: Locale) {
    return sectionSurroundings(await this.openSection(params), locale);
  }

  private async openSection(params: SectionParams): Promise<SectionInContext> {
    const section = await sectionAt(this.points, params);
    const phase = phaseOf(section.programme, now());
    if (!mayComment(phase)) throw closed(phase);
    return section;
  }
}
