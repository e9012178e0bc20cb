import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Stamps } from '../activity/stamps.service.js';
import { now } from '../database/time.js';
import { type SectionParams, wholeNumber } from '../feedback/section-page.js';
import { sectionPath } from '../programme/paths.js';
import type { SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { Suggestions } from '../suggestions/suggestions.service.js';
import { Access } from '../web/access.js';
import { translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { found } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { type Page, type Reader, Renderer } from '../web/views/renderer.service.js';
import type { Slots } from '../web/views/slots.js';
import { Authors } from './authors.service.js';
import { consultationStamp } from './consultation.page.js';
import { shortened } from './description.js';
import { OwnParts } from './own-parts.service.js';
import { Pictures } from './pictures.service.js';
import { isOpen } from './point.page.js';
import { type PointState, PointStates } from './point-state.service.js';
import { Said } from './said.service.js';
import { sectionPage, threadSlot } from './section.page.js';
import { Sections } from './sections.service.js';
import { threadModel } from './thread.page.js';

/** Which part of a section's lists is asked for. */
interface Part {
  /** Comments after this number. */
  after: number;
  /** Suggestions before this number; null for the newest. */
  before: number | null;
}

/** A section with the point it belongs to. */
interface SectionState {
  state: PointState;
  section: SectionText;
  open: boolean;
}

/** One section with everything that belongs to it. */
@Controller('program/:programme/:point/sekce/:number')
@Access('anyone')
export class SectionController {
  constructor(
    private readonly states: PointStates,
    private readonly sections: Sections,
    private readonly suggestions: Suggestions,
    private readonly said: Said,
    private readonly authors: Authors,
    private readonly own: OwnParts,
    private readonly pictures: Pictures,
    private readonly stamps: Stamps,
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
    const part = { after: numberIn(query.po) ?? 0, before: numberIn(query.navrhy) };
    const { state, section } = await this.find(params, at);
    const { point, programme } = state;
    const stamp = await this.stamps.point(point.id, programme.id);
    await this.renderer.cached(request, reply, {
      key: `section:${section.sectionId}:${part.after}:${part.before}`,
      stamp: `${section.sectionId}|${part.after}|${part.before}|${stamp}|${consultationStamp(programme, at)}`,
      render: async () => this.page(await this.find(params, at), part, request, at),
      slots: async (reader) => this.ownParts(await this.find(params, at), part, reader),
    });
  }

  private async find(params: SectionParams, at: string): Promise<SectionState> {
    const number = wholeNumber(params.number);
    const state = found(await this.states.find(params.programme, params.point));
    const present = state.sections.find((section) => section.number === number);
    const section = found(present ?? (await this.sections.archived(state.point.id, number)));
    return { state, section, open: present !== undefined && isOpen(state, at) };
  }

  private async page(
    { state, section }: SectionState,
    part: Part,
    { locale }: FastifyRequest,
    at: string,
  ): Promise<Page> {
    const { point, sections } = state;
    const [said, suggestions, wordings] = await Promise.all([
      this.said.ofSections(point.id),
      this.suggestions.ofSection(section.sectionId, part.before),
      this.authors.wordings(section.sectionId),
    ]);
    return {
      template: 'pages/section',
      title: `${sectionTitle(section, locale)} · ${point.title} · ${translate(locale, 'pages.site')}`,
      description: shortened(plainText(section.body)),
      noindex: part.after > 0 || part.before !== null,
      model: sectionPage({
        context: state,
        sections,
        section,
        said,
        suggestions,
        olderSuggestions: part.before !== null,
        wordings,
        pictures: this.pictures,
        at,
        locale,
      }),
    };
  }

  private async ownParts({ state, section, open }: SectionState, part: Part, reader: Reader): Promise<Slots> {
    const { programme, point, garants } = state;
    const { locale } = reader;
    const path = sectionPath(programme.uid, point.slug, section.number);
    const place = { programmeUid: programme.uid, pointSlug: point.slug };
    const context = { ...place, votesShown: programme.votesShown, open, locale };
    const { page, reasons } = await this.sections.thread(section.sectionId, part.after);
    const thread = threadModel({
      page,
      reasons,
      after: part.after,
      href: localPath(locale, path),
      revisionId: section.revisionId,
      open,
      garants,
      reader: reader.viewer ?? null,
      pictures: this.pictures,
      locale,
    });
    return {
      ...(await this.own.of(reader, state, [section], context)),
      [threadSlot]: this.renderer.part(reader, 'components/thread', thread),
    };
  }
}

/** A number in the address; null for anything else. */
function numberIn(value: unknown): number | null {
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
}
