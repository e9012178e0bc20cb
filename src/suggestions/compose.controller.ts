import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Identification } from '../accounts/identification.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { addressOf, type SectionParams, sectionAt } from '../feedback/section-page.js';
import { closed, isId } from '../feedback/section-place.js';
import { phaseOf } from '../programme/consultation.js';
import { Points } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, type FormResult, readForm } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { wantsFragment } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { type ComposeContext, composePage, type Draft, previewPart } from './compose.page.js';
import { problemsOf, proposalFrom, type Rebased, rebase } from './proposal.js';
import { SuggestionForm, suggestionKinds } from './suggestion.form.js';
import type { SuggestionPayload } from './suggestion.publisher.js';
import { maySuggest } from './suggestions.rules.js';
import { Suggestions } from './suggestions.service.js';
import { unwritable } from './unwritable.js';

/** How many suggestions that wait already are shown beside a new one. */
const similarShown = 5;

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
    const about = await this.contextOf(params, request);
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
    });
  }

  @Post()
  async suggest(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(SuggestionForm, request.body, request.locale);
    const about = await this.contextOf(params, request);
    const rebased = await this.upToDate(form, about);
    const draft = draftOf(form, rebased, about);
    const intent = form.typed.intent ?? 'send';
    if (intent === 'diff' && wantsFragment(request)) return this.showChanges(request, reply, about, draft);
    const isReady = form.ok && Object.keys(draft.errors).length === 0 && draft.moved === null;
    if (intent !== 'send' || !isReady) return this.show(request, reply, about, draft);
    await this.send(request, reply, about, draft, form.value.website);
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
    const [sections, similar] = await Promise.all([
      this.points.sections(context.point),
      this.suggestions.openOfSection(context.section.sectionId, similarShown),
    ]);
    const { locale, viewer } = request;
    return { context, sections, similar, locale, signedIn: Boolean(viewer) };
  }

  /** What was typed, against the current wording even where the form showed an older one. */
  private async upToDate(
    { typed }: FormResult<SuggestionForm>,
    { context: { section } }: ComposeContext,
  ): Promise<Rebased> {
    const base = await this.wording(section.sectionId, typed.revize ?? '');
    const kind = suggestionKinds.find((known) => known === typed.kind) ?? 'reword';
    const written = { kind, heading: typed.heading ?? '', body: typed.body ?? '' };
    return rebase(proposalFrom(written, base ?? section), base ?? section, section);
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

function draftOf(form: FormResult<SuggestionForm>, rebased: Rebased, about: ComposeContext): Draft {
  const { typed } = form;
  const previewed = typed.intent === 'preview' || typed.intent === 'diff';
  const { kind, heading, body, reason } = { ...problemsIn(rebased, about, typed.intent), ...errorsOf(form) };
  // The changes may be looked at before there is a reason for them.
  const errors = { kind, heading, body, reason: previewed ? undefined : reason };
  const credited = typed.credited === '1';
  return { ...rebased, reason: typed.reason ?? '', credited, errors: present(errors), previewed };
}

/** What is wrong with the wording itself. */
function problemsIn(
  { proposal, moved }: Rebased,
  { context, sections, locale }: ComposeContext,
  intent: string | undefined,
): FieldErrors {
  const { section, point } = context;
  const problems = problemsOf(proposal, section, sections.length === 1);
  // While somebody is typing the file is left alone, and so are two texts that have to be brought together first.
  const isReady = Object.keys(problems).length === 0 && moved !== 'collides' && intent !== 'diff';
  return isReady ? unwritable(point, sections, { section, proposal }, locale) : translated(problems, locale);
}

function errorsOf(form: FormResult<SuggestionForm>): FieldErrors {
  return form.ok ? {} : form.errors;
}

function translated(problems: Record<string, string>, locale: Locale): FieldErrors {
  return Object.fromEntries(Object.entries(problems).map(([name, key]) => [name, translate(locale, key)]));
}

function present(errors: Record<string, string | undefined>): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Changed meanwhile, refused, or simply shown. */
function statusOf({ moved, errors, previewed }: Draft): number {
  if (moved !== null) return 409;
  return Object.keys(errors).length > 0 && !previewed ? 422 : 200;
}
