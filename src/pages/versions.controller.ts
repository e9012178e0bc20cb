import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import { rangeOf, versionsPath } from '../programme/paths.js';
import { VersionsReader } from '../programme/versions-reader.service.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { type Page, Renderer } from '../web/views/renderer.service.js';
import { Authors } from './authors.service.js';
import { comparisonPage, storyLength } from './comparison.page.js';
import { Pictures } from './pictures.service.js';
import { Places, type PointParams } from './places.service.js';
import { type PointState, PointStates } from './point-state.service.js';
import { numberIn, readAsked, readCompared } from './range.js';
import { versionPage } from './version.page.js';
import { type CompareForm, mistyped, neighbours, versionsPage, versionsPerPage } from './versions.page.js';

/** What a point said when: its versions, one of them whole, and what changed between two. */
@Controller('program/:programme/:point/verze')
@Access('anyone')
export class VersionsController {
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
    @Param() params: PointParams,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const state = await this.places.point(params, request, reply);
    if (!state) return;
    const newest = state.point.versionNumber;
    const before = numberIn(query.pred);
    if (query.od !== undefined || query.do !== undefined) {
      const asked = readCompared(query.od, query.do, newest);
      if (asked) return this.goTo(state, rangeOf(asked.before, asked.after), request, reply);
      const compare = mistyped(query.od, query.do);
      return this.renderer.page(request, reply, {
        ...(await this.listPage(state, before, compare, request.locale)),
        status: 422,
      });
    }
    await this.renderer.cached(request, reply, {
      key: `versions:${state.point.id}:${before}`,
      stamp: `versions|${before}|${await this.states.stamp(state)}`,
      render: async () => this.listPage(await this.places.pointNow(params), before, null, request.locale),
    });
  }

  @Get(':which')
  async show(
    @Param() params: PointParams & { which: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = readAsked(params.which);
    const state = await this.places.point(params, request, reply);
    if (!state) return;
    const newest = state.point.versionNumber;
    if ('one' in asked) {
      found(asked.one <= newest ? asked.one : null);
    } else {
      found(Math.max(asked.before, asked.after) <= newest ? asked : null);
      const { before, after } = asked;
      if (before === after) return this.goTo(state, String(before), request, reply);
      if (before > after) return this.goTo(state, rangeOf(after, before), request, reply);
    }
    const { locale } = request;
    await this.renderer.cached(request, reply, {
      key: `version:${state.point.id}:${params.which}`,
      stamp: `version|${params.which}|${await this.states.stamp(state)}`,
      render: async () => {
        const fresh = await this.places.pointNow(params);
        return 'one' in asked
          ? this.versionPage(fresh, asked.one, locale)
          : this.comparisonPage(fresh, asked, locale);
      },
    });
  }

  private goTo(
    { programme, point }: PointState,
    which: string,
    { locale }: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const path = `${versionsPath(programme.uid, point.slug)}/${which}`;
    reply.status(303).header('location', localPath(locale, path)).send();
  }

  private async listPage(
    state: PointState,
    before: number | null,
    typed: CompareForm | null,
    locale: Locale,
  ): Promise<Page> {
    const { point } = state;
    const compare = typed ?? neighbours(point.versionNumber);
    const entries = await this.versions.newest(point.id, before, versionsPerPage + 1);
    const [places, suggestions] = await Promise.all([
      this.versions.places(
        point.id,
        entries.map(({ number }) => number),
      ),
      this.authors.suggestionsOf(entries),
    ]);
    const content = { context: state, entries, places, suggestions, older: before !== null, compare, locale };
    return {
      template: 'programme/versions',
      title: titleOf(translate(locale, 'programme.history.title'), state, locale),
      noindex: before !== null,
      model: versionsPage(content),
    };
  }

  private async versionPage(state: PointState, number: number, locale: Locale): Promise<Page> {
    const { point } = state;
    const numbers = [number - 1, number, number + 1];
    const [entries, texts] = await Promise.all([
      this.versions.some(point.id, numbers),
      this.versions.texts(point.id, [number - 1, number]),
    ]);
    const entry = found(entries.get(number));
    const before = entries.get(number - 1);
    const suggestions = await this.authors.suggestionsOf([entry]);
    const until = entries.get(number + 1)?.createdAt ?? null;
    return {
      template: 'programme/version',
      title: titleOf(translate(locale, 'programme.version', { number }), state, locale),
      noindex: until !== null,
      model: versionPage({
        context: state,
        entry,
        sections: texts.get(number) ?? [],
        previous: before ? { entry: before, sections: texts.get(number - 1) ?? [] } : null,
        until,
        suggestions: suggestions.get(entry.id),
        pictures: this.pictures,
        baseUrl: this.config.baseUrl,
        locale,
      }),
    };
  }

  private async comparisonPage(
    state: PointState,
    { before, after }: { before: number; after: number },
    locale: Locale,
  ): Promise<Page> {
    const { point } = state;
    const [entries, texts, story] = await Promise.all([
      this.versions.some(point.id, [before, after]),
      this.versions.texts(point.id, [before, after]),
      this.versions.newest(point.id, after + 1, Math.min(storyLength, after - before)),
    ]);
    const side = (number: number) => ({
      entry: found(entries.get(number)),
      sections: texts.get(number) ?? [],
    });
    const suggestions = await this.authors.suggestionsOf(story);
    return {
      template: 'programme/comparison',
      title: titleOf(translate(locale, 'programme.history.compareTitle', { before, after }), state, locale),
      noindex: true,
      model: await comparisonPage({
        context: state,
        before: side(before),
        after: side(after),
        story,
        suggestions,
        locale,
      }),
    };
  }
}

function titleOf(what: string, { point }: PointState, locale: Locale): string {
  return `${what} · ${point.title} · ${translate(locale, 'pages.site')}`;
}
