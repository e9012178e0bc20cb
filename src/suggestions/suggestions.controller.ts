import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { commentAfter } from '../feedback/comment-address.js';
import { wholeNumber } from '../feedback/section-page.js';
import { takesFeedback } from '../programme/consultation.js';
import { Points } from '../programme/points.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { translate } from '../web/i18n/messages.js';
import { found, Refusal } from '../web/refusal.js';
import { localPath, requireViewer } from '../web/request.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import { suggestionPage } from './suggestion.page.js';
import { isWaiting, mayWithdraw } from './suggestions.rules.js';
import { type SuggestionInPlace, Suggestions } from './suggestions.service.js';
import { VoiceParts } from './voice-parts.service.js';

/** One suggestion, for everybody to read. */
@Controller('navrhy/:number')
export class SuggestionsController {
  constructor(
    private readonly database: Database,
    private readonly suggestions: Suggestions,
    private readonly points: Points,
    private readonly stamps: Stamps,
    private readonly voices: VoiceParts,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  @Access('anyone')
  async suggestion(
    @Param('number') number: string,
    @Query('po') po: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const read = async () => found(await this.suggestions.find(wholeNumber(number)));
    const { place } = await read();
    const { locale } = request;
    const after = commentAfter(po);
    const stamp = await this.stamps.point(place.pointId, place.programmeId);
    const isOpen = takesFeedback(place, now());
    await this.renderer.cached(request, reply, {
      key: `navrhy/${number}:${after}`,
      stamp: `${stamp}|${after}|${isOpen}`,
      render: async () => {
        // Read after the stamp, so that an older state is never kept under a newer one.
        const about = await read();
        const context = found(await this.points.find(place.programmeUid, place.pointSlug));
        return {
          template: 'suggestions/suggestion',
          title: translate(locale, 'suggestions.page.title', {
            number: about.suggestion.number,
            point: about.place.pointTitle,
          }),
          noindex: after > 0,
          model: suggestionPage(about, context.programme.title, locale),
        };
      },
      slots: async (reader) => {
        const about = await read();
        return {
          own: await this.ownPart(reader, about),
          ...(await this.voices.ofPage(reader, about, after)),
        };
      },
    });
  }

  @Post('stazeni')
  @Access('signed-in')
  async withdraw(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (Object.keys(request.body ?? {}).length > 0) throw new Refusal(400, 'errors.unexpectedField');
    const withdrawing = { number: wholeNumber(number), viewer: requireViewer(request) };
    await this.database.write((manager) => this.suggestions.withdraw(manager, withdrawing));
    this.flash.redirect(request, reply, `/navrhy/${withdrawing.number}`, 'suggestions.withdrawn');
  }

  /** What its author and the point's garants can do with it. */
  private async ownPart(reader: Reader, { suggestion, place }: SuggestionInPlace): Promise<string> {
    const { viewer, locale } = reader;
    if (!viewer) return '';
    if (!isWaiting(suggestion)) return '';
    const { number, author, state } = suggestion;
    const path = localPath(locale, `/navrhy/${number}`);
    const context = await this.points.find(place.programmeUid, place.pointSlug);
    const garantUids = context?.garants.map(({ uid }) => uid) ?? [];
    const manages = mayManagePoint(viewer, { id: place.pointId, garantUids });
    return this.renderer.part(reader, 'suggestions/own', {
      withdraw: mayWithdraw(viewer, { state, authorId: author.id }) ? `${path}/stazeni` : null,
      desk: manages ? localPath(locale, `/garant/navrhy/${number}`) : null,
    });
  }
}
