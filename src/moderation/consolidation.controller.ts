import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { writeAs } from '../accounts/rights.js';
import { Database } from '../database/database.js';
import { type SectionParams, sectionAt } from '../feedback/section-page.js';
import { isId } from '../feedback/section-place.js';
import { inSlices } from '../programme/content/slices.js';
import { Points, type SectionInContext } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { weigh } from '../suggestions/board.js';
import { mostTogether } from '../suggestions/consolidate.js';
import { Consolidations } from '../suggestions/consolidations.service.js';
import { type Contenders, ContendersReads } from '../suggestions/contenders.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, type FormResult, readForm } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { notFound, Refusal } from '../web/refusal.js';
import { requireViewer, wantsFragment } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { ConsolidationForm, numbersIn, withPicks } from './consolidation.form.js';
import { type Typed, workOn } from './consolidation.js';
import { type Consolidation, consolidationPage, consolidationPreview } from './consolidation.page.js';

/** Several suggestions on a section to be made the text at once; for others than its garants it is not there. */
@Controller('garant/slouceni/:programme/:point/:number')
@Access('garant')
export class ConsolidationController {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly contenders: ContendersReads,
    private readonly consolidations: Consolidations,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async form(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const context = await this.mySection(params, request);
    await this.show(request, reply, await this.consolidation(request, context, null, null));
  }

  @Post()
  async consolidate(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const context = await this.mySection(params, request);
    const form = readForm(ConsolidationForm, withPicks(request.body), request.locale);
    const data = await this.consolidation(request, context, form, null);
    const intent = form.typed.intent ?? 'preview';
    if (intent === 'diff' && wantsFragment(request)) return this.showPreview(request, reply, data);
    const isReady = form.ok && intent === 'send' && isSeen(form, data);
    if (!isReady) return this.show(request, reply, form.ok && intent === 'send' ? tooEarly(data) : data);
    try {
      await this.publish(request, data);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      const refusal = translate(request.locale, error.key ?? 'errors.409.text', error.params);
      const today = await this.mySection(params, request);
      return this.show(request, reply, await this.consolidation(request, today, form, refusal));
    }
    const [first] = data.picked;
    this.flash.redirect(request, reply, `/garant/navrhy/${first}`, 'moderation.flash.consolidated');
  }

  private publish(request: FastifyRequest, { context, picked, work, statement }: Consolidation) {
    const { sectionId, revisionId } = context.section;
    const edited = work.final;
    const consolidating = {
      sectionId,
      revisionId,
      numbers: picked,
      edited,
      statement: statement.trim() || null,
    };
    return writeAs(this.database, requireViewer(request), 'garant', (manager, viewer) =>
      this.consolidations.publish(manager, { ...consolidating, viewer }),
    );
  }

  private async mySection(params: SectionParams, request: FastifyRequest): Promise<SectionInContext> {
    const context = await sectionAt(this.points, params);
    const garantUids = context.garants.map(({ uid }) => uid);
    if (!mayManagePoint(request.viewer, { id: context.point.id, garantUids })) throw notFound();
    return context;
  }

  /** How things stand with what was picked and typed, against the text of today. */
  private async consolidation(
    request: FastifyRequest,
    context: SectionInContext,
    form: FormResult<ConsolidationForm> | null,
    refusal: string | null,
  ): Promise<Consolidation> {
    const { section } = context;
    const contenders = await this.contenders.on(section);
    const weighed = await inSlices(weigh(section, contenders.fitting));
    const wanted = numbersIn(form?.typed.navrh);
    const waiting = contenders.fitting.filter(({ number }) => wanted.includes(number));
    const picked = waiting.map(({ number }) => number).sort((one, other) => one - other);
    const typed = form && (await this.typedIn(form, section));
    const work = workOn(section, waiting, typed);
    const isKept = form !== null && !form.ok && typed !== null;
    return {
      context,
      contenders,
      weighed,
      picked,
      gone: wanted.filter((number) => !picked.includes(number)),
      // What was refused is shown as it was typed.
      work: isKept && work.final ? { ...work, final: typed.final } : work,
      statement: form?.typed.statement ?? '',
      fresh: form !== null,
      moved: form?.typed.revision !== undefined && form.typed.revision !== section.revisionId,
      refusal: refusal ?? tooMany(picked, request.locale),
      unseen: false,
      errors: errorsOf(form),
      locale: request.locale,
    };
  }

  /** What was typed, with what the page had put together before. */
  private async typedIn(
    { typed }: FormResult<ConsolidationForm>,
    section: SectionInContext['section'],
  ): Promise<Typed | null> {
    const { revision, body, heading } = typed;
    if (body === undefined) return null;
    const wording = isId(revision ?? '')
      ? await this.database.read.findOneBy(SectionRevision, { id: revision, sectionId: section.sectionId })
      : null;
    if (!wording) throw new Refusal(400, 'errors.unexpectedField');
    const then: Contenders = await this.contenders.on(wording);
    const from = numbersIn(typed.from);
    const contenders = then.fitting.filter(({ number }) => from.includes(number));
    return {
      made: { wording, contenders },
      final: { heading: section.heading === null ? null : (heading ?? ''), body },
    };
  }

  private show(request: FastifyRequest, reply: FastifyReply, data: Consolidation): Promise<void> {
    return this.renderer.page(request, reply, {
      template: 'moderation/consolidation',
      title: translate(request.locale, 'moderation.consolidation.title'),
      noindex: true,
      status: statusOf(data),
      model: consolidationPage(data),
    });
  }

  private showPreview(request: FastifyRequest, reply: FastifyReply, data: Consolidation): Promise<void> {
    return this.renderer.page(request, reply, {
      template: 'moderation/consolidation-preview',
      fragment: 'moderation/consolidation-preview',
      title: translate(request.locale, 'moderation.consolidation.title'),
      model: consolidationPreview(data),
    });
  }
}

/** Nothing is published that was not shown before: with these suggestions, in this text, with these words. */
function isSeen(form: FormResult<ConsolidationForm>, { picked, gone, moved, work }: Consolidation): boolean {
  const isShown = numbersIn(form.typed.seen).join(' ') === picked.join(' ');
  return isShown && picked.length > 0 && gone.length === 0 && !moved && work.result.clean && !work.kept;
}

/** To be published without a choice, or before what comes of it was looked at. */
function tooEarly(data: Consolidation): Consolidation {
  const isChosen = data.picked.length > 0 || data.gone.length > 0 || data.contenders.fitting.length === 0;
  if (isChosen) return { ...data, unseen: true };
  return { ...data, errors: { navrh: translate(data.locale, 'moderation.consolidation.none') } };
}

/** The changes may be looked at before everything is right. */
function errorsOf(form: FormResult<ConsolidationForm> | null): FieldErrors {
  return form === null || form.ok ? {} : form.errors;
}

/** Changed meanwhile, refused, or simply shown. */
function statusOf({ moved, gone, refusal, errors }: Consolidation): number {
  if (moved || gone.length > 0 || refusal !== null) return 409;
  return Object.keys(errors).length > 0 ? 422 : 200;
}

function tooMany(picked: readonly number[], locale: Locale): string | null {
  if (picked.length <= mostTogether) return null;
  return translate(locale, 'suggestions.refusal.tooManyPicked', { most: mostTogether });
}
