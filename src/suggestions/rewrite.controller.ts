import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Consents } from '../accounts/consents.service.js';
import { assertSignedIn } from '../accounts/signed-in.js';
import { Database } from '../database/database.js';
import { wholeNumber } from '../feedback/section-page.js';
import { isId } from '../feedback/section-place.js';
import { Points } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FormResult, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { found, Refusal } from '../web/refusal.js';
import { requireViewer, wantsFragment } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { ownFirst } from './own-first.js';
import { OwnWords } from './own-words.service.js';
import { RewriteForm } from './rewrite.form.js';
import { type RewriteContext, type RewriteDraft, rewritePage, rewritePreview } from './rewrite.page.js';
import { draftFrom, isReady } from './rewrite-draft.js';
import { type Rewriting, refuseStrangers, whyNot } from './rewriting.rules.js';
import { Suggestions } from './suggestions.service.js';

/** Writing one's own suggestion anew, or adapting it to a text that went on. */
@Controller('navrhy/:number')
@Access('signed-in')
export class RewriteController {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly suggestions: Suggestions,
    private readonly ownWords: OwnWords,
    private readonly consents: Consents,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get('uprava')
  edit(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open(request, reply, number, 'edit');
  }

  @Get('prizpusobeni')
  adapt(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open(request, reply, number, 'adapt');
  }

  @Post('uprava')
  saveEdit(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.save(request, reply, number, 'edit');
  }

  @Post('prizpusobeni')
  saveAdapted(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.save(request, reply, number, 'adapt');
  }

  private async open(request: FastifyRequest, reply: FastifyReply, number: string, how: Rewriting) {
    const about = await this.contextOf(request, number, how);
    if (about.refusal) throw about.refusal;
    const { suggestion, current } = about;
    const wording =
      suggestion.kind === 'reword' && current ? ownFirst(suggestion, suggestion.base, current) : suggestion;
    await this.show(request, reply, about, {
      proposal: { kind: suggestion.kind, heading: wording.heading, body: wording.body },
      reason: suggestion.reason,
      moved: null,
      errors: {},
      refused: null,
      previewed: false,
    });
  }

  private async save(request: FastifyRequest, reply: FastifyReply, number: string, how: Rewriting) {
    const about = await this.contextOf(request, number, how);
    const form = readForm(RewriteForm, request.body, request.locale);
    const draft = await this.draftOf(form, about);
    const intent = form.typed.intent ?? 'send';
    if (intent === 'diff' && wantsFragment(request)) return this.showChanges(request, reply, about, draft);
    if (intent !== 'send' || !isReady(form, draft)) return this.show(request, reply, about, draft);
    const { proposal, reason } = draft;
    const revisionId = about.current?.revisionId ?? '';
    const viewer = requireViewer(request);
    try {
      await this.database.write(async (manager) => {
        await assertSignedIn(manager, viewer);
        await this.consents.assertGiven(manager, viewer.accountId);
        await this.ownWords.rewrite(manager, {
          number: about.suggestion.number,
          viewer,
          how,
          wording: proposal,
          reason,
          revisionId,
        });
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      const later = await this.contextOf(request, number, how);
      return this.show(request, reply, { ...later, refusal: later.refusal ?? error }, draft);
    }
    this.flash.redirect(request, reply, `/navrhy/${about.suggestion.number}`, `suggestions.rewritten.${how}`);
  }

  private async contextOf(request: FastifyRequest, number: string, how: Rewriting): Promise<RewriteContext> {
    const { suggestion, place } = found(await this.suggestions.find(wholeNumber(number)));
    const ruled = { ...suggestion, authorId: suggestion.author.id };
    refuseStrangers(requireViewer(request), ruled);
    const context = await this.points.sectionById(place.sectionId);
    const sections = context ? await this.points.sections(context.point) : [];
    const { locale } = request;
    const current = context?.section ?? null;
    const point = context?.point ?? null;
    return { how, suggestion, place, current, point, sections, locale, refusal: whyNot(how, ruled, place) };
  }

  private async draftOf(form: FormResult<RewriteForm>, about: RewriteContext): Promise<RewriteDraft> {
    return draftFrom(form, about, await this.wording(about, form.typed.revize ?? ''));
  }

  /** The wording the form was filled with; null where there is none of that name. */
  private async wording({ place }: RewriteContext, id: string): Promise<SourceWording | null> {
    if (!isId(id)) return null;
    return this.database.read.findOneBy(SectionRevision, { id, sectionId: place.sectionId });
  }

  private show(
    request: FastifyRequest,
    reply: FastifyReply,
    about: RewriteContext,
    draft: RewriteDraft,
  ): Promise<void> {
    const refused = about.refusal
      ? translate(request.locale, about.refusal.key ?? '', about.refusal.params)
      : null;
    const shown = { ...draft, refused };
    return this.renderer.page(request, reply, {
      template: 'suggestions/rewrite',
      title: translate(request.locale, `suggestions.rewrite.${about.how}.title`),
      noindex: true,
      status: statusOf(shown),
      model: rewritePage(shown, about),
    });
  }

  private showChanges(
    request: FastifyRequest,
    reply: FastifyReply,
    about: RewriteContext,
    draft: RewriteDraft,
  ): Promise<void> {
    return this.renderer.page(request, reply, {
      template: 'suggestions/preview',
      fragment: 'suggestions/preview',
      title: translate(request.locale, `suggestions.rewrite.${about.how}.title`),
      model: rewritePreview(draft, about),
    });
  }
}

/** No longer possible or changed meanwhile, refused, or simply shown. */
function statusOf({ moved, errors, refused, previewed }: RewriteDraft): number {
  if (refused !== null || moved !== null) return 409;
  return Object.keys(errors).length > 0 && !previewed ? 422 : 200;
}
