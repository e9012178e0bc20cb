import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { notFound } from '../web/refusal.js';
import { requireViewer, wantsFragment } from '../web/request.js';
import type { Viewer } from '../web/viewer.js';
import { conflictOf } from './conflict.js';
import { DeskItems } from './desk-items.service.js';
import { DeskPages } from './desk-pages.service.js';
import { AcceptForm, ButtonForm, DeclineForm, ReopenForm } from './desk-suggestions.form.js';
import { DeskSuggestions } from './desk-suggestions.service.js';

/** Suggestions on a garant's desk. Whatever is on another's desk is 404, before its form is even looked at. */
@Controller('garant/navrhy/:number')
@Access('garant')
export class DeskSuggestionsController {
  constructor(
    private readonly suggestions: DeskSuggestions,
    private readonly items: DeskItems,
    private readonly pages: DeskPages,
    private readonly flash: Flash,
  ) {}

  @Get()
  async item(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.suggestion(request, reply, numberFrom(number));
  }

  @Post('prijeti')
  async accept(
    @Param('number') written: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { number, key } = await this.opened(request, written);
    const form = readForm(AcceptForm, request.body, request.locale);
    if (form.typed.intent === 'diff' && wantsFragment(request))
      return this.pages.editPreview(request, reply, number, form.typed);
    if (!form.ok) {
      const action = 'body' in form.typed ? 'edit' : 'accept';
      return this.pages.suggestion(request, reply, number, { action, ...form });
    }
    const { statement, heading, body, revision, confirmed, intent } = form.value;
    if (intent === 'preview')
      return this.pages.suggestion(request, reply, number, { action: 'edit', errors: {}, typed: form.typed });
    const edited = body === undefined ? undefined : { heading: heading ?? null, body };
    const decision = this.suggestions.accept(
      requireViewer(request),
      { number, statement: statement || null, edited, confirmed: confirmed === '1' },
      revision ?? null,
    );
    const conflict = await conflictOf(request, decision);
    if (conflict) return this.pages.suggestion(request, reply, number, conflict);
    this.flash.redirect(request, reply, await this.pages.next(request, key), 'moderation.flash.accepted');
  }

  @Post('odmitnuti')
  async decline(
    @Param('number') written: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { number, key } = await this.opened(request, written);
    const form = readForm(DeclineForm, request.body, request.locale);
    if (!form.ok) return this.pages.suggestion(request, reply, number, { action: 'decline', ...form });
    const decision = this.suggestions.decline(requireViewer(request), number, form.value.statement);
    const conflict = await conflictOf(request, decision);
    if (conflict) return this.pages.suggestion(request, reply, number, conflict);
    this.flash.redirect(request, reply, await this.pages.next(request, key), 'moderation.flash.declined');
  }

  @Post('posouzeni')
  async consider(
    @Param('number') written: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const consider = (viewer: Viewer, number: number) => this.suggestions.consider(viewer, number);
    await this.press(request, reply, written, { decide: consider, flash: 'moderation.flash.considered' });
  }

  @Post('otevreni')
  async reopen(
    @Param('number') written: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { number } = await this.opened(request, written);
    const form = readForm(ReopenForm, request.body, request.locale);
    if (!form.ok) return this.pages.suggestion(request, reply, number, { action: 'reopen', ...form });
    const reopening = this.suggestions.reopen(requireViewer(request), number, form.value.statement);
    const conflict = await conflictOf(request, reopening);
    if (conflict) return this.pages.suggestion(request, reply, number, conflict);
    this.flash.redirect(request, reply, `/garant/navrhy/${number}`, 'moderation.flash.reopened');
  }

  @Post('vraceni')
  async takeBack(
    @Param('number') written: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const takeBack = (viewer: Viewer, number: number) => this.suggestions.takeBack(viewer, number);
    await this.press(request, reply, written, { decide: takeBack, flash: 'moderation.flash.takenBack' });
  }

  /** A decision by a button alone, after which the same suggestion is shown. */
  private async press(
    request: FastifyRequest,
    reply: FastifyReply,
    written: string,
    { decide, flash }: { decide: (viewer: Viewer, number: number) => Promise<void>; flash: string },
  ): Promise<void> {
    const { number } = await this.opened(request, written);
    readForm(ButtonForm, request.body, request.locale);
    const conflict = await conflictOf(request, decide(requireViewer(request), number));
    if (conflict) return this.pages.suggestion(request, reply, number, conflict);
    this.flash.redirect(request, reply, `/garant/navrhy/${number}`, flash);
  }

  private async opened(request: FastifyRequest, written: string) {
    const number = numberFrom(written);
    const { key, mayManage } = await this.items.suggestion(requireViewer(request), number);
    // Staff read what they do not decide about.
    if (!mayManage) throw notFound();
    return { number, key };
  }
}

function numberFrom(written: string): number {
  if (!/^[1-9]\d{0,8}$/.test(written)) throw notFound();
  return Number(written);
}
