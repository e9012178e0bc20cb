import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Identification } from '../accounts/identification.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { phaseOf } from '../programme/consultation.js';
import { Points, type SectionInContext } from '../programme/points.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { Refusal } from '../web/refusal.js';
import { Renderer } from '../web/views/renderer.service.js';
import type { CommentPayload } from './comment.publisher.js';
import { type Answered, commentFormPage, commentFormTitle, type Typed } from './comment-form.page.js';
import { Comments } from './comments.service.js';
import { CommentForm } from './feedback.form.js';
import { mayAnswer, mayComment } from './feedback.rules.js';
import { openPlaceAt, type SectionParams, sectionAt, wholeNumber } from './section-page.js';
import { closed, pathOfSection } from './section-place.js';

/** Comments on a section, and the page to write one where the form is not at hand. */
@Controller('program/:programme/:point/sekce/:number/komentare')
@Access('anyone')
export class CommentsController {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly comments: Comments,
    private readonly identification: Identification,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async form(
    @Param() params: SectionParams,
    @Query('odpoved') odpoved: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const section = await this.openSection(params);
    const answered = await this.answered(
      section.section.sectionId,
      typeof odpoved === 'string' ? odpoved : '',
    );
    const typed = { body: '', revisionId: section.section.revisionId, errors: {} };
    await this.show(request, reply, { section, answered: answered?.shown ?? null, typed });
  }

  @Post()
  async publish(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(CommentForm, request.body, request.locale);
    const place = await openPlaceAt(this.database.read, params, mayComment);
    const answered = await this.answered(place.sectionId, form.typed.odpoved ?? '');
    if (!form.ok) {
      const section = await this.openSection(params);
      const { body, revize } = form.typed;
      const revisionId = revize || section.section.revisionId;
      const typed = { body: body ?? '', revisionId, errors: form.errors };
      return this.show(request, reply, { section, answered: answered?.shown ?? null, typed });
    }
    // A machine is told what it wants to hear.
    if (form.value.website !== '' && !request.viewer)
      return this.flash.redirect(request, reply, pathOfSection(place), 'feedback.comment.published');
    const payload: CommentPayload = {
      sectionId: place.sectionId,
      revisionId: form.value.revize,
      answersId: answered?.id ?? null,
      body: form.value.body,
    };
    await this.identification.submit(request, reply, {
      kind: 'comment',
      payload: JSON.stringify(payload),
      flash: 'feedback.comment.published',
    });
  }

  private async openSection(params: SectionParams): Promise<SectionInContext> {
    const section = await sectionAt(this.points, params);
    const phase = phaseOf(section.programme, now());
    if (!mayComment(phase)) throw closed(phase);
    return section;
  }

  private async answered(
    sectionId: string,
    odpoved: string,
  ): Promise<{ id: string; shown: Answered } | null> {
    if (odpoved === '') return null;
    const answered = await this.comments.numbered(sectionId, wholeNumber(odpoved));
    if (!mayAnswer(answered)) throw new Refusal(409, 'feedback.refusal.answersHidden');
    const { id, number, author, body } = answered;
    return { id, shown: { number, name: author.name, body: body ?? '' } };
  }

  private show(
    request: FastifyRequest,
    reply: FastifyReply,
    { section, answered, typed }: { section: SectionInContext; answered: Answered | null; typed: Typed },
  ): Promise<void> {
    const { locale } = request;
    const signedIn = Boolean(request.viewer);
    return this.renderer.page(request, reply, {
      template: 'feedback/comment-form',
      title: commentFormTitle(answered, locale),
      noindex: true,
      status: typed.errors.body ? 422 : 200,
      model: commentFormPage(section, { answered, typed, locale, signedIn }),
    });
  }
}
