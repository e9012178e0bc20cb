import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../database/time.js';
import { sectionTitle } from '../programme/section-title.js';
import { noSuggestions } from '../suggestions/suggestion-counts.js';
import { Suggestions } from '../suggestions/suggestions.service.js';
import { VoiceParts } from '../suggestions/voice-parts.service.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { type Page, Renderer } from '../web/views/renderer.service.js';
import { consultationStamp } from './consultation.page.js';
import { Places, type SectionParams } from './places.service.js';
import { isOpen } from './point.page.js';
import { PointStates } from './point-state.service.js';
import { readListPart, suggestionListPage } from './suggestion-list.page.js';
import type { ListPart } from './suggestion-list.service.js';
import { SuggestionLists } from './suggestion-list.service.js';

/** All suggestions on a section. */
@Controller('program/:programme/:point/sekce/:number/navrhy')
@Access('anyone')
export class SuggestionListController {
  constructor(
    private readonly places: Places,
    private readonly states: PointStates,
    private readonly lists: SuggestionLists,
    private readonly suggestions: Suggestions,
    private readonly voices: VoiceParts,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async list(
    @Param() params: SectionParams,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const at = now();
    const part = readListPart(query);
    const place = await this.places.section(params, request, reply);
    if (!place) return;
    const { state, section } = place;
    const name = `${section.sectionId}|${JSON.stringify(part)}`;
    const stamp = await this.states.stamp(state);
    await this.renderer.cached(request, reply, {
      key: `navrhy:${name}`,
      stamp: `${name}|${stamp}|${consultationStamp(state.programme, at)}`,
      render: () => this.page(params, part, at, request.locale),
      slots: async (reader) => {
        const { suggestions } = await this.lists.of(section.sectionId, part);
        return this.voices.ofList(reader, suggestions, isOpen(state, at));
      },
    });
  }

  private async page(params: SectionParams, part: ListPart, at: string, locale: Locale): Promise<Page> {
    const place = await this.places.sectionNow(params);
    const { sectionId } = place.section;
    const [list, counts] = await Promise.all([
      this.lists.of(sectionId, part),
      this.suggestions.countsOfSections([sectionId]),
    ]);
    const title = translate(locale, 'suggestions.list.title', {
      section: sectionTitle(place.section, locale),
      point: place.state.point.title,
    });
    return {
      template: 'pages/suggestion-list',
      title: `${title} · ${translate(locale, 'pages.site')}`,
      noindex: part.after !== null,
      model: suggestionListPage({
        place,
        part,
        list,
        counts: counts.get(sectionId) ?? noSuggestions(),
        at,
        locale,
      }),
    };
  }
}
