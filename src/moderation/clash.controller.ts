import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { wholeNumber } from '../feedback/section-page.js';
import { isId } from '../feedback/section-place.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { isWaiting } from '../suggestions/suggestions.rules.js';
import { tryAgain } from '../suggestions/try-again.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, type FormResult, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { notFound, Refusal } from '../web/refusal.js';
import { localPath, requireViewer, wantsFragment } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { ClashForm } from './clash.form.js';
import { type ClashOnDesk, clashPage, clashPreview } from './clash.page.js';
import { type TypedClash, undecided, workOnClash } from './clash-work.js';
import { typedTexts } from './conflict.js';
import { DeskItems } from './desk-items.service.js';
import { DeskPages } from './desk-pages.service.js';
import { DeskSuggestions } from './desk-suggestions.service.js';
import { queueQuery, readQueuePlace } from './queue-address.js';
import type { SuggestionOnDesk } from './suggestion-on-desk.js';

type Colliding = SuggestionOnDesk & { current: NonNullable<SuggestionOnDesk['current']> };

/** A suggestion that clashes with today's text, to be merged with it by hand. */
@Controller('garant/navrhy/:number/slouceni')
@Access('garant')
export class ClashController {
  constructor(
    private readonly database: Database,
    private readonly items: DeskItems,
    private readonly suggestions: DeskSuggestions,
    private readonly pages: DeskPages,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async form(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const onDesk = await this.onDesk(request, number);
    if (!collides(onDesk)) {
      const path = localPath(request.locale, `/garant/navrhy/${wholeNumber(number)}`);
      reply.status(303).header('location', path).send();
      return;
    }
    await this.show(request, reply, await this.clash(request, onDesk, null, null));
  }

  @Post()
  async merge(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const onDesk = await this.onDesk(request, number);
    if (!collides(onDesk)) return this.noLonger(request, reply, onDesk);
    const form = readForm(ClashForm, request.body, request.locale);
    const data = await this.clash(request, onDesk, form, null);
    const intent = form.typed.intent;
    if (intent === 'diff' && wantsFragment(request)) return this.showPreview(request, reply, data);
    if (!isReady(data, form, intent)) return this.show(request, reply, data);
    try {
      const { final } = data.work;
      const accepting = {
        number: wholeNumber(number),
        statement: data.statement.trim() || null,
        edited: final,
      };
      await this.suggestions.accept(requireViewer(request), accepting, data.current.revisionId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      const today = await this.onDesk(request, number);
      if (!collides(today)) return this.noLonger(request, reply, today);
      const refusal = translate(request.locale, error.key ?? 'errors.409.text', error.params);
      return this.show(request, reply, await this.clash(request, today, form, refusal));
    }
    this.flash.redirect(
      request,
      reply,
      await this.pages.next(request, onDesk.key),
      'moderation.flash.accepted',
    );
  }

  private async onDesk(request: FastifyRequest, number: string) {
    const onDesk = await this.items.suggestion(requireViewer(request), wholeNumber(number));
    if (!onDesk.mayManage) throw notFound();
    return onDesk;
  }

  /** There is nothing to merge any more: how things stand now, with what was typed. */
  private noLonger(
    request: FastifyRequest,
    reply: FastifyReply,
    { suggestion }: SuggestionOnDesk,
  ): Promise<void> {
    const { locale } = request;
    const message = isWaiting(suggestion)
      ? translate(locale, 'moderation.merge.fitsNow')
      : translate(locale, 'suggestions.refusal.decided', { state: suggestion.state });
    const conflict = { message, typed: typedTexts(request.body) };
    return this.pages.suggestion(request, reply, suggestion.number, conflict);
  }

  /** How things stand with what was chosen and typed, against the text of today. */
  private async clash(
    request: FastifyRequest,
    onDesk: Colliding,
    form: FormResult<ClashForm> | null,
    refusal: string | null,
  ): Promise<ClashOnDesk> {
    const { suggestion, current } = onDesk;
    const { locale } = request;
    const typed = form && (await this.typedIn(form, onDesk));
    const work = workOnClash({ base: suggestion.base, current, proposed: suggestion }, typed);
    const open = undecided(work);
    const isSent = form?.typed.intent === 'send';
    const choices = translate(locale, 'moderation.merge.undecided', { places: open.join(', ') });
    const errors: FieldErrors = {
      ...(isSent && open.length > 0 ? { choices } : {}),
      ...(form === null || form.ok || !isSent ? {} : form.errors),
    };
    return {
      inPlace: onDesk,
      current,
      work: form && !form.ok && typed ? { ...work, final: typed.final } : work,
      statement: form?.typed.statement ?? '',
      fresh: form !== null,
      moved: form?.typed.revision !== undefined && form.typed.revision !== current.revisionId,
      refusal,
      errors,
      query: queueQuery(readQueuePlace(request.query)),
      locale,
    };
  }

  /** What was typed, with the wording it was typed on. */
  private async typedIn(
    { typed }: FormResult<ClashForm>,
    { current }: Colliding,
  ): Promise<TypedClash | null> {
    const { revision, body, heading, intent, choices = '' } = typed;
    if (body === undefined) return null;
    const { sectionId } = current;
    const seen = isId(revision ?? '')
      ? await this.database.read.findOneBy(SectionRevision, { id: revision, sectionId })
      : null;
    if (!seen) throw new Refusal(400, 'errors.unexpectedField');
    return {
      choices,
      intent,
      seen,
      final: { heading: current.heading === null ? null : (heading ?? ''), body },
    };
  }

  private show(request: FastifyRequest, reply: FastifyReply, data: ClashOnDesk): Promise<void> {
    const { number } = data.inPlace.suggestion;
    return this.renderer.page(request, reply, {
      template: 'moderation/clash',
      fragment: 'moderation/clash-work',
      title: translate(request.locale, 'moderation.merge.title', { number }),
      noindex: true,
      status: statusOf(data),
      model: clashPage(data),
    });
  }

  private showPreview(request: FastifyRequest, reply: FastifyReply, data: ClashOnDesk): Promise<void> {
    const { number } = data.inPlace.suggestion;
    return this.renderer.page(request, reply, {
      template: 'moderation/clash-preview',
      fragment: 'moderation/clash-preview',
      title: translate(request.locale, 'moderation.merge.title', { number }),
      model: clashPreview(data),
    });
  }
}

function collides(onDesk: SuggestionOnDesk): onDesk is Colliding {
  const { suggestion, current } = onDesk;
  if (!current || !isWaiting(suggestion)) return false;
  const attempt = tryAgain(suggestion, suggestion.base, current);
  return 'standing' in attempt && attempt.standing === 'collides';
}

/** Nothing is accepted that was not shown before: in this text, with every place decided. */
function isReady(
  { moved, work, errors }: ClashOnDesk,
  form: FormResult<ClashForm>,
  intent: string | undefined,
) {
  return form.ok && intent === 'send' && !moved && !work.kept && Object.keys(errors).length === 0;
}

/** Changed meanwhile, refused, or simply shown. */
function statusOf({ moved, refusal, errors }: ClashOnDesk): number {
  if (moved || refusal !== null) return 409;
  return Object.keys(errors).length > 0 ? 422 : 200;
}
