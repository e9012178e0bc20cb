import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../database/time.js';
import { commentAfter } from '../feedback/comment-address.js';
import { type SectionTally, Votes } from '../feedback/votes.service.js';
import { SectionKin } from '../programme/history-kin.service.js';
import { sectionPath } from '../programme/paths.js';
import type { SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { VersionsReader } from '../programme/versions-reader.service.js';
import { noSuggestions } from '../suggestions/suggestion-counts.js';
import { Suggestions } from '../suggestions/suggestions.service.js';
import { VoiceParts } from '../suggestions/voice-parts.service.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { localPath } from '../web/request.js';
import { type Page, type Reader, Renderer } from '../web/views/renderer.service.js';
import type { Slots } from '../web/views/slots.js';
import { Authors } from './authors.service.js';
import { consultationStamp } from './consultation.page.js';
import { shortened } from './description.js';
import { Merged } from './merged.service.js';
import { OwnParts } from './own-parts.service.js';
import { OwnReading } from './own-reading.service.js';
import { Pictures } from './pictures.service.js';
import { Places, type SectionParams, type SectionState } from './places.service.js';
import { isOpen } from './point.page.js';
import { PointStates } from './point-state.service.js';
import { Said } from './said.service.js';
import { sectionPage, suggestionsShown, threadSlot, wordingsShown } from './section.page.js';
import { Sections } from './sections.service.js';
import { SuggestionLists } from './suggestion-list.service.js';
import { olderWordings, threadModel } from './thread.page.js';

/** One section with everything that belongs to it. */
@Controller('program/:programme/:point/sekce/:number')
@Access('anyone')
export class SectionController {
  constructor(
    private readonly places: Places,
    private readonly states: PointStates,
    private readonly sections: Sections,
    private readonly merged: Merged,
    private readonly kin: SectionKin,
    private readonly versions: VersionsReader,
    private readonly suggestions: Suggestions,
    private readonly lists: SuggestionLists,
    private readonly voices: VoiceParts,
    private readonly votes: Votes,
    private readonly said: Said,
    private readonly authors: Authors,
    private readonly own: OwnParts,
    private readonly reading: OwnReading,
    private readonly pictures: Pictures,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async section(
    @Param() params: SectionParams,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const at = now();
    const after = commentAfter(query.po);
    const place = await this.places.section(params, request, reply);
    if (!place) return;
    const { state, section } = place;
    const stamp = await this.states.stamp(state);
    await this.renderer.cached(request, reply, {
      key: `section:${section.sectionId}:${after}`,
      stamp: `${section.sectionId}|${after}|${stamp}|${consultationStamp(state.programme, at)}`,
      render: async () => this.page(await this.places.sectionNow(params), after, request, at),
      slots: async (reader) => this.ownParts(await this.places.sectionNow(params), after, reader, at),
    });
  }

  private async page(
    { state, section }: SectionState,
    after: number,
    { locale }: FastifyRequest,
    at: string,
  ): Promise<Page> {
    const { point } = state;
    const merged = state.merged.get(section.sectionId) ?? [];
    const { sectionId } = section;
    const [said, suggestions, counts, wordings, kin, feedback] = await Promise.all([
      this.said.ofSections(
        point.id,
        [...state.merged.values()].flat().map(({ sectionId }) => sectionId),
      ),
      this.lists.of(sectionId, suggestionsShown),
      this.suggestions.countsOfSections([sectionId]),
      this.versions.wordings(sectionId, null, wordingsShown + 1),
      this.kin.around(sectionId),
      this.merged.of(merged),
    ]);
    const suggested = await this.authors.suggestionsOf(wordings.map(({ version }) => version));
    return {
      template: 'pages/section',
      title: `${sectionTitle(section, locale)} · ${point.title} · ${translate(locale, 'pages.site')}`,
      description: shortened(plainText(section.body)),
      noindex: after > 0,
      model: sectionPage({
        state,
        section,
        kin,
        feedback,
        said,
        suggestions,
        suggestionCounts: counts.get(sectionId) ?? noSuggestions(),
        wordings,
        suggested,
        pictures: this.pictures,
        at,
        locale,
      }),
    };
  }

  /** What the text no longer has is not among the counts of the point; nothing is newer than its last wording. */
  private async votesOf({ sectionId }: SectionText): Promise<Map<string, SectionTally>> {
    const counts = await this.votes.countsOfSections([sectionId]);
    return new Map([...counts].map(([id, count]) => [id, { ...count, older: 0 }]));
  }

  private async ownParts(place: SectionState, after: number, reader: Reader, at: string): Promise<Slots> {
    const { state, section, live } = place;
    const { programme, point, garants } = state;
    const { locale } = reader;
    const open = live && isOpen(state, at);
    const path = sectionPath(programme.uid, point.slug, section.number);
    const address = { programmeUid: programme.uid, pointSlug: point.slug };
    const context = { ...address, votesShown: programme.votesShown, open, locale };
    const href = localPath(locale, path);
    const { page, reasons, faded } = await this.sections.thread(section, after);
    const thread = threadModel({
      page,
      reasons,
      after,
      href,
      revisionId: section.revisionId,
      older: olderWordings(href, section, faded),
      empty: translate(locale, open ? 'feedback.thread.empty' : 'feedback.thread.emptyClosed'),
      open,
      garants,
      reader: reader.viewer ?? null,
      pictures: this.pictures,
      locale,
    });
    const { suggestions } = await this.lists.of(section.sectionId, suggestionsShown);
    return {
      ...(await this.voices.ofList(reader, suggestions, isOpen(state, at))),
      ...(await this.own.of(
        reader,
        state,
        [section],
        context,
        live ? undefined : await this.votesOf(section),
      )),
      ...(await this.reading.ofSection(reader, state, section, live)),
      [threadSlot]: this.renderer.part(reader, 'components/thread', thread),
    };
  }
}
