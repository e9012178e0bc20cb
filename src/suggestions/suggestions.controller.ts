import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { Consents } from '../accounts/consents.service.js';
import { assertSignedIn } from '../accounts/signed-in.js';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { commentAfter } from '../feedback/comment-address.js';
import { wholeNumber } from '../feedback/section-page.js';
import { takesFeedback } from '../programme/consultation.js';
import { Points } from '../programme/points.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { found, Refusal } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import { OwnWords } from './own-words.service.js';
import { ConfirmForm, StanceForm } from './rewrite.form.js';
import { suggestionPage } from './suggestion.page.js';
import { ownPart } from './suggestion-own.page.js';
import { SuggestionStories } from './suggestion-story.service.js';
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
    private readonly stories: SuggestionStories,
    private readonly ownWords: OwnWords,
    private readonly consents: Consents,
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
        const [context, story] = await Promise.all([
          this.points.find(place.programmeUid, place.pointSlug),
          this.stories.of(about),
        ]);
        return {
          template: 'suggestions/suggestion',
          title: translate(locale, 'suggestions.page.title', {
            number: about.suggestion.number,
            point: about.place.pointTitle,
          }),
          noindex: after > 0,
          model: suggestionPage(about, story, found(context).programme.title, locale),
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
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, withdrawing.viewer);
      await this.suggestions.withdraw(manager, withdrawing);
    });
    this.flash.redirect(request, reply, `/navrhy/${withdrawing.number}`, 'suggestions.withdrawn');
  }

  @Post('potvrzeni')
  @Access('signed-in')
  async confirm(
    @Param('number') written: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const number = wholeNumber(written);
    const form = readForm(ConfirmForm, request.body, request.locale);
    const confirming = { number, viewer: requireViewer(request), revisionId: form.typed.revize ?? '' };
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, confirming.viewer);
      await this.consents.assertGiven(manager, confirming.viewer.accountId);
      await this.ownWords.confirm(manager, confirming);
    });
    this.flash.redirect(request, reply, `/navrhy/${number}`, 'suggestions.confirmed');
  }

  @Post('postoj')
  @Access('signed-in')
  async takeStance(
    @Param('number') written: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const number = wholeNumber(written);
    const form = readForm(StanceForm, request.body, request.locale);
    // Buttons send nothing else, so there is no form to show again.
    if (!form.ok) throw new Refusal(400, 'suggestions.problem.stance');
    const taking = { number, viewer: requireViewer(request), stance: form.value.postoj };
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, taking.viewer);
      await this.consents.assertGiven(manager, taking.viewer.accountId);
      await this.ownWords.takeStance(manager, taking);
    });
    this.flash.redirect(request, reply, `/navrhy/${number}#vysledek-nadpis`, 'suggestions.stanceTaken');
  }

  /** What its author and the point's garants can do with it. */
  private async ownPart(reader: Reader, about: SuggestionInPlace): Promise<string> {
    const { viewer } = reader;
    if (!viewer) return '';
    const { place } = about;
    const context = await this.points.find(place.programmeUid, place.pointSlug);
    const garantUids = context?.garants.map(({ uid }) => uid) ?? [];
    const manages = mayManagePoint(viewer, { id: place.pointId, garantUids });
    return this.renderer.part(reader, 'suggestions/own', ownPart(about, { viewer, manages }, reader.locale));
  }
}
