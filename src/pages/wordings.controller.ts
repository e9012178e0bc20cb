import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import { rangeOf } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { VersionsReader, type WordingEntry } from '../programme/versions-reader.service.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { type Page, Renderer } from '../web/views/renderer.service.js';
import { Authors } from './authors.service.js';
import { Pictures } from './pictures.service.js';
import { Places, type SectionParams, type SectionState } from './places.service.js';
import { PointStates } from './point-state.service.js';
import { type Asked, numberIn, readAsked, readCompared } from './range.js';
import { type CompareForm, mistyped, neighbours } from './versions.page.js';
import {
  wordingComparisonPage,
  wordingPage,
  wordingsHref,
  wordingsPage,
  wordingsPerPage,
} from './wordings.page.js';

/** How one section was worded when; also of sections that the text no longer has. */
@Controller('program/:programme/:point/sekce/:number/zneni')
@Access('anyone')
export class WordingsController {
  constructor(
    private readonly places: Places,
    private readonly states: PointStates,
    private readonly versions: VersionsReader,
    private readonly authors: Authors,
    private readonly pictures: Pictures,
    private readonly renderer: Renderer,
    private readonly config: Config,
  ) {}

  @Get()
  async list(
    @Param() params: SectionParams,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = await this.places.section(params, request, reply);
    if (!place) return;
    const { sectionId } = place.section;
    const before = numberIn(query.pred);
    if (query.od !== undefined || query.do !== undefined) {
      const newest = await this.versions.wordingCount(sectionId);
      const asked = readCompared(query.od, query.do, newest);
      if (asked) return goTo(place, rangeOf(asked.before, asked.after), request, reply);
      const page = await this.listPage(
        place,
        { before, newest, compare: mistyped(query.od, query.do) },
        request.locale,
      );
      return this.renderer.page(request, reply, { ...page, status: 422 });
    }
    await this.renderer.cached(request, reply, {
      key: `wordings:${sectionId}:${before}`,
      stamp: `wordings|${sectionId}|${before}|${await this.states.stamp(place.state)}`,
      render: async () => {
        const fresh = await this.places.sectionNow(params);
        const count = await this.versions.wordingCount(sectionId);
        return this.listPage(fresh, { before, newest: count, compare: neighbours(count) }, request.locale);
      },
    });
  }

  @Get(':which')
  async show(
    @Param() params: SectionParams & { which: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = readAsked(params.which);
    const place = await this.places.section(params, request, reply);
    if (!place) return;
    const { sectionId } = place.section;
    if ('after' in asked) {
      const { before, after } = asked;
      if (before === after) return goTo(place, String(before), request, reply);
      if (before > after) return goTo(place, rangeOf(after, before), request, reply);
    }
    await this.renderer.cached(request, reply, {
      key: `wording:${sectionId}:${params.which}`,
      stamp: `wording|${sectionId}|${params.which}|${await this.states.stamp(place.state)}`,
      render: async () => this.page(await this.places.sectionNow(params), asked, request.locale),
    });
  }

  private async listPage(
    place: SectionState,
    { before, newest, compare }: { before: number | null; newest: number; compare: CompareForm },
    locale: Locale,
  ): Promise<Page> {
    const wordings = await this.versions.wordings(place.section.sectionId, before, wordingsPerPage + 1);
    const suggestions = await this.suggestionsOf(wordings);
    const content = { place, wordings, suggestions, newest, older: before !== null, compare, locale };
    return {
      template: 'programme/wordings',
      title: titleOf(translate(locale, 'programme.history.wordingsTitle'), place, locale),
      noindex: true,
      model: wordingsPage(content),
    };
  }

  private async page(place: SectionState, asked: Asked, locale: Locale): Promise<Page> {
    const numbers = 'one' in asked ? [asked.one] : [asked.before, asked.after];
    const wordings = await this.versions.someWordings(place.section.sectionId, numbers);
    const suggestions = await this.suggestionsOf([...wordings.values()]);
    const context = { place, suggestions, locale };
    if ('one' in asked) {
      const wording = found(wordings.get(asked.one));
      const { pictures, config } = this;
      return {
        template: 'programme/wording',
        title: titleOf(translate(locale, 'programme.history.wording', { number: asked.one }), place, locale),
        noindex: true,
        model: wordingPage({ ...context, wording, pictures, baseUrl: config.baseUrl }),
      };
    }
    const [before, after] = [found(wordings.get(asked.before)), found(wordings.get(asked.after))];
    return {
      template: 'programme/wording-comparison',
      title: titleOf(
        translate(locale, 'programme.history.compareWordingsTitle', { ...asked }),
        place,
        locale,
      ),
      noindex: true,
      model: wordingComparisonPage(context, before, after),
    };
  }

  private suggestionsOf(wordings: readonly WordingEntry[]) {
    return this.authors.suggestionsOf(wordings.map(({ version }) => version));
  }
}

function goTo(place: SectionState, which: string, { locale }: FastifyRequest, reply: FastifyReply): void {
  reply
    .status(303)
    .header('location', `${wordingsHref(place, locale)}/${which}`)
    .send();
}

function titleOf(what: string, { section, state }: SectionState, locale: Locale): string {
  return `${what} · ${sectionTitle(section, locale)} · ${state.point.title} · ${translate(locale, 'pages.site')}`;
}
