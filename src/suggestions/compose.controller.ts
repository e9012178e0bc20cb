import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Identification } from '../accounts/identification.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { addressOf, type SectionParams, sectionAt } from '../feedback/section-page.js';
import { closed, formerSectionPath, isId } from '../feedback/section-place.js';
import { phaseOf } from '../programme/consultation.js';
import { pointPath } from '../programme/paths.js';
import { Points } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FormResult, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import { wantsFragment } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { type ComposeContext, composePage, type Draft, previewPart } from './compose.page.js';
import { draftOf, statusOf } from './compose-draft.js';
import { proposalFrom, type Rebased, rebase } from './proposal.js';
import { mostSimilar, toBeSeen } from './similar.page.js';
import { SuggestionForm, suggestionKinds } from './suggestion.form.js';
import type { SuggestionPayload } from './suggestion.publisher.js';
import { maySuggest } from './suggestions.rules.js';
import { Suggestions } from './suggestions.service.js';
import { unsentPage } from './unsent.page.js';

/** How many suggestions that wait already are compared with a new one. */
const waitingCompared = 30;

/** Writing a suggestion about a section. */
@Controller('program/:programme/:point/sekce/:number/navrh')
@Access('anyone')
export class ComposeController {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly suggestions: Suggestions,
    private readonly identification: Identification,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async form(
    @Param() params: SectionParams,
    @Query('druh') druh: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      await this.showEmpty(await this.contextOf(params, request), druh, request, reply);
    } catch (error) {
      // Nothing can be suggested for what left the text; its own page says so.
      this.flash.redirect(request, reply, await formerSectionPath(this.database.read, params, error));
    }
  }

  private async showEmpty(
    about: ComposeContext,
    druh: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { section } = about.context;
    const kind = suggestionKinds.find((known) => known === druh) ?? 'reword';
    const written = kind === 'add' ? { heading: '', body: '' } : section;
    const proposal = { kind, heading: written.heading, body: written.body };
    await this.show(request, reply, about, {
      proposal,
      reason: '',
      credited: false,
      moved: null,
      errors: {},
      previewed: false,
      unknownBase: false,
      seen: [],
      heldUp: false,
    });
  }

  @Post()
  async suggest(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(SuggestionForm, request.body, request.locale);
    try {
      await this.receive(form, params, request, reply);
    } catch (error) {
      const why = error instanceof Refusal ? await this.whyNot(error, params) : null;
      if (why === null || wantsFragment(request)) throw error;
      await this.giveBack(why, form.typed, params, { request, reply });
    }
  }

  private async receive(
    form: FormResult<SuggestionForm>,
    params: SectionParams,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const about = await this.contextOf(params, request);
    const rebased = await this.upToDate(form, about);
    const draft = draftOf(form, rebased, about);
    const intent = form.typed.intent ?? 'send';
    if (intent === 'diff' && wantsFragment(request)) return this.showChanges(request, reply, about, draft);
    const isComplete = form.ok && Object.keys(draft.errors).length === 0;
    const isReady = isComplete && draft.moved === null && !draft.unknownBase;
    if (intent !== 'send' || !isReady) return this.show(request, reply, about, draft);
    const similar = toBeSeen(mostSimilar(draft.proposal, about.context.section, about.waiting));
    if (similar.some((number) => !draft.seen.includes(number)))
      return this.show(request, reply, about, { ...draft, seen: similar, heldUp: true });
    await this.send(request, reply, about, draft, form.value.website);
  }

  /** The refusal for a section that the text no longer has says so; one that never was is simply not there. */
  private async whyNot(refusal: Refusal, params: SectionParams): Promise<Refusal | null> {
    if (refusal.status === 409) return refusal;
    const former = await formerSectionPath(this.database.read, params, refusal).catch(() => null);
    return former === null ? null : new Refusal(409, 'feedback.refusal.sectionGone');
  }

  /** It can no longer be sent, but what was typed is not lost. */
  private giveBack(
    { status, key, params: words }: Refusal,
    typed: FormResult<SuggestionForm>['typed'],
    { programme, point }: SectionParams,
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  ): Promise<void> {
    const { locale } = request;
    return this.renderer.page(request, reply, {
      template: 'suggestions/unsent',
      title: translate(locale, 'suggestions.unsent.title'),
      noindex: true,
      status,
      model: unsentPage(
        { why: translate(locale, key ?? 'feedback.refusal.sectionGone', words), typed, locale },
        pointPath(programme, point),
      ),
    });
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { context }: ComposeContext,
    { proposal, reason, credited }: Draft,
    website: string,
  ): Promise<void> {
    // A machine is told what it wants to hear.
    if (website !== '' && !request.viewer)
      return this.flash.redirect(request, reply, addressOf(context), 'suggestions.published');
    const { sectionId, revisionId } = context.section;
    const payload: SuggestionPayload = { sectionId, revisionId, proposal, reason, credited };
    await this.identification.submit(request, reply, {
      kind: 'suggestion',
      payload: JSON.stringify(payload),
      flash: 'suggestions.published',
    });
  }

  private async contextOf(params: SectionParams, request: FastifyRequest): Promise<ComposeContext> {
    const context = await sectionAt(this.points, params);
    const phase = phaseOf(context.programme, now());
    if (!maySuggest(phase)) throw closed(phase);
    const [sections, waiting] = await Promise.all([
      this.points.sections(context.point),
      this.suggestions.openOfSection(context.section.sectionId, waitingCompared),
    ]);
    const { locale, viewer } = request;
    return { context, sections, waiting, locale, signedIn: Boolean(viewer) };
  }

  /** What was typed, against the current wording even where the form showed an older one. */
  private async upToDate(
    { typed }: FormResult<SuggestionForm>,
    { context: { section } }: ComposeContext,
  ): Promise<Rebased & { unknownBase: boolean }> {
    const base = await this.wording(section.sectionId, typed.revize ?? '');
    const kind = suggestionKinds.find((known) => known === typed.kind) ?? 'reword';
    const written = { kind, heading: typed.heading ?? '', body: typed.body ?? '' };
    const rebased = rebase(proposalFrom(written, base ?? section), base ?? section, section);
    return { ...rebased, unknownBase: base === null && Boolean(typed.revize) };
  }

  private async wording(sectionId: string, revisionId: string): Promise<SourceWording | null> {
    if (!isId(revisionId)) return null;
    return this.database.read.findOneBy(SectionRevision, { id: revisionId, sectionId });
  }

  private show(
    request: FastifyRequest,
    reply: FastifyReply,
    about: ComposeContext,
    draft: Draft,
  ): Promise<void> {
    return this.renderer.page(request, reply, {
      template: 'suggestions/compose',
      title: translate(request.locale, 'suggestions.compose.title'),
      noindex: true,
      status: statusOf(draft),
      model: composePage(draft, about),
    });
  }

  private showChanges(
    request: FastifyRequest,
    reply: FastifyReply,
    about: ComposeContext,
    draft: Draft,
  ): Promise<void> {
    return this.renderer.page(request, reply, {
      template: 'suggestions/preview',
      fragment: 'suggestions/preview',
      title: translate(request.locale, 'suggestions.compose.title'),
      model: previewPart(draft, about),
    });
  }
}
