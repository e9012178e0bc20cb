import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import type { Surroundings } from '../feedback/comment-form.page.js';
import { type Commented, CommentForms } from '../feedback/comment-forms.service.js';
import { openCommentPlace } from '../feedback/comment-place.js';
import { wholeNumber } from '../feedback/section-page.js';
import { pointPath, programmePath } from '../programme/paths.js';
import { Points } from '../programme/points.service.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { beforeAndAfter } from './proposal.js';
import { hasWords } from './suggestions.rules.js';
import { type SuggestionInPlace, Suggestions } from './suggestions.service.js';

/** Comments on a suggestion, and the page to write one where the form is not at hand. */
@Controller('navrhy/:number/komentare')
@Access('anyone')
export class VoicesCommentsController {
  constructor(
    private readonly database: Database,
    private readonly suggestions: Suggestions,
    private readonly points: Points,
    private readonly forms: CommentForms,
  ) {}

  @Get()
  async form(
    @Param('number') number: string,
    @Query('odpoved') odpoved: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.forms.show(request, reply, await this.commented(number, request.locale), odpoved);
  }

  @Post()
  async publish(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.forms.publish(request, reply, await this.commented(number, request.locale));
  }

  /** @throws Refusal 404 when there is no such suggestion; 409 when nothing can be said about it. */
  private async commented(number: string, locale: Locale): Promise<Commented> {
    const { read } = this.database;
    const about = found(await this.suggestions.find(wholeNumber(number)));
    const subject = { suggestionId: about.suggestion.id };
    await openCommentPlace(read, subject);
    return {
      subject,
      path: `/navrhy/${about.suggestion.number}`,
      surroundings: () => this.surroundings(about, locale),
    };
  }

  private async surroundings(
    { suggestion, place }: SuggestionInPlace,
    locale: Locale,
  ): Promise<Surroundings> {
    const { programmeUid, pointSlug, pointTitle } = place;
    const context = found(await this.points.find(programmeUid, pointSlug));
    const title = translate(locale, 'suggestions.title', { number: suggestion.number });
    const href = localPath(locale, `/navrhy/${suggestion.number}`);
    return {
      trail: [
        { href: localPath(locale, '/'), label: translate(locale, 'pages.trail.home') },
        { href: localPath(locale, programmePath(programmeUid)), label: context.programme.title },
        { href: localPath(locale, pointPath(programmeUid, pointSlug)), label: pointTitle },
        { href, label: title },
      ],
      about: { title, href },
      section: null,
      diff: hasWords(suggestion)
        ? diffModel(beforeAndAfter(suggestion.base, suggestion), 'zmeny', locale)
        : null,
      revisionId: null,
    };
  }
}
