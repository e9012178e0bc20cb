import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayEditPoint } from '../accounts/accounts.rules.js';
import { writeAs } from '../accounts/rights.js';
import { Database } from '../database/database.js';
import { addressOf, type SectionParams, sectionAt } from '../feedback/section-page.js';
import { isId } from '../feedback/section-place.js';
import { Points } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { isMinor } from '../programme/wording/minor.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, type FormResult, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { notFound, Refusal } from '../web/refusal.js';
import { requireViewer, wantsFragment } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { EditForm } from './edit.form.js';
import { type EditContext, type EditDraft, editPage, editPreview } from './edit.page.js';
import { EditedMeanwhile, Edits } from './edits.service.js';
import { problemsOf, proposalFrom, rebase } from './proposal.js';
import { Suggestions } from './suggestions.service.js';
import { unwritable } from './unwritable.js';

/** How many suggestions that wait are named beside an edit. */
const waitingShown = 10;

/** Changing a section's text in place; for others than those who may it is not there. */
@Controller('program/:programme/:point/sekce/:number/uprava')
@Access('garant')
export class EditController {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly suggestions: Suggestions,
    private readonly edits: Edits,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async form(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const about = await this.contextOf(params, request);
    const { heading, body } = about.context.section;
    const fresh = { note: '', minor: false, moved: null, base: null, errors: {}, previewed: false };
    await this.show(request, reply, about, { wording: { heading, body }, ...fresh });
  }

  @Post()
  async edit(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const about = await this.contextOf(params, request);
    const form = readForm(EditForm, request.body, request.locale);
    const draft = await this.draftOf(form, about);
    const intent = form.typed.intent ?? 'send';
    if (intent === 'diff' && wantsFragment(request)) return this.showChanges(request, reply, about, draft);
    const isReady = form.ok && Object.keys(draft.errors).length === 0 && draft.moved === null;
    if (intent !== 'send' || !isReady) return this.show(request, reply, about, draft);
    try {
      await this.save(request, about, draft);
    } catch (error) {
      if (!(error instanceof EditedMeanwhile)) throw error;
      const now = await this.contextOf(params, request);
      return this.show(request, reply, now, await this.draftOf(form, now));
    }
    this.flash.redirect(request, reply, addressOf(about.context), 'suggestions.edited');
  }

  private save(request: FastifyRequest, { context }: EditContext, { wording, note, minor }: EditDraft) {
    const { sectionId, revisionId } = context.section;
    const editing = { sectionId, revisionId, wording, note, minor };
    return writeAs(this.database, requireViewer(request), 'garant', (manager, viewer) =>
      this.edits.edit(manager, { ...editing, viewer }),
    );
  }

  private async contextOf(params: SectionParams, request: FastifyRequest): Promise<EditContext> {
    const context = await sectionAt(this.points, params);
    const { point, garants, section } = context;
    const garantUids = garants.map(({ uid }) => uid);
    if (!mayEditPoint(request.viewer, { id: point.id, garantUids })) throw notFound();
    const [sections, waiting] = await Promise.all([
      this.points.sections(point),
      this.suggestions.openOfSection(section.sectionId, waitingShown),
    ]);
    return { context, sections, waiting, locale: request.locale };
  }

  /** What was typed, against the current wording even where the form showed an older one. */
  private async draftOf(form: FormResult<EditForm>, about: EditContext): Promise<EditDraft> {
    const { typed } = form;
    const { section } = about.context;
    const base = await this.wording(section.sectionId, typed.revize ?? '');
    const written = { kind: 'reword' as const, heading: typed.heading ?? '', body: typed.body ?? '' };
    const { proposal, moved } = rebase(proposalFrom(written, base), base, section);
    const minor = typed.minor === '1';
    const previewed = typed.intent === 'preview' || typed.intent === 'diff';
    const draft = {
      wording: { heading: proposal.heading, body: proposal.body },
      note: typed.note ?? '',
      minor,
      moved,
      base: moved === null ? null : base,
      errors: {},
      previewed,
    };
    const formErrors = form.ok ? {} : form.errors;
    const errors: FieldErrors = { ...problemsIn(draft, about, typed.intent), ...formErrors };
    // The changes may be looked at before there is a note about them.
    const { note: _, ...withoutNote } = errors;
    return { ...draft, errors: previewed ? withoutNote : errors };
  }

  /** The wording the form was filled with; without it nobody knows what would be overwritten. */
  private async wording(sectionId: string, revisionId: string): Promise<SourceWording> {
    const known = isId(revisionId)
      ? await this.database.read.findOneBy(SectionRevision, { id: revisionId, sectionId })
      : null;
    if (!known) throw new Refusal(400, 'errors.unexpectedField');
    return known;
  }

  private show(
    request: FastifyRequest,
    reply: FastifyReply,
    about: EditContext,
    draft: EditDraft,
  ): Promise<void> {
    return this.renderer.page(request, reply, {
      template: 'suggestions/edit',
      title: translate(request.locale, 'suggestions.edit.title'),
      noindex: true,
      status: statusOf(draft),
      model: editPage(draft, about),
    });
  }

  private showChanges(
    request: FastifyRequest,
    reply: FastifyReply,
    about: EditContext,
    draft: EditDraft,
  ): Promise<void> {
    return this.renderer.page(request, reply, {
      template: 'suggestions/preview',
      fragment: 'suggestions/preview',
      title: translate(request.locale, 'suggestions.edit.title'),
      model: editPreview(draft, about),
    });
  }
}

/** What is wrong with the wording, and with calling it a minor correction. */
function problemsIn(
  { wording, minor, moved }: EditDraft,
  { context, sections, locale }: EditContext,
  intent: string | undefined,
): FieldErrors {
  const { section, point } = context;
  const proposal = { kind: 'reword' as const, ...wording };
  const keys = problemsOf(proposal, section, false);
  const problems = Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [name, translate(locale, key)]),
  );
  if (Object.keys(problems).length > 0 || intent === 'diff' || moved === 'collides') return problems;
  const notMinor = minor && !isMinor(section, wording);
  return {
    ...unwritable(point, sections, { section, proposal }, locale),
    ...(notMinor ? { minor: translate(locale, 'suggestions.problem.notMinor') } : {}),
  };
}

/** Changed meanwhile, refused, or simply shown. */
function statusOf({ moved, errors, previewed }: EditDraft): number {
  if (moved !== null) return 409;
  return Object.keys(errors).length > 0 && !previewed ? 422 : 200;
}
