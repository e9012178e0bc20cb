import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { requireViewer } from '../web/request.js';
import { conflictOf } from './conflict.js';
import { AnswerForm, HideForm, RestoreForm, SettleForm } from './desk-comments.form.js';
import { DeskComments } from './desk-comments.service.js';
import { DeskItems } from './desk-items.service.js';
import { DeskPages } from './desk-pages.service.js';

/** Comments on a garant's desk. Whatever is on another's desk is 404, before its form is even looked at. */
@Controller('garant/komentare/:id')
@Access('garant')
export class DeskCommentsController {
  constructor(
    private readonly comments: DeskComments,
    private readonly items: DeskItems,
    private readonly pages: DeskPages,
    private readonly flash: Flash,
  ) {}

  @Get()
  async item(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.comment(request, reply, id);
  }

  @Post('odpoved')
  async answer(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = await this.keyOf(request, id);
    const form = readForm(AnswerForm, request.body, request.locale);
    if (!form.ok) return this.pages.comment(request, reply, id, { action: 'answer', ...form });
    const decision = this.comments.answer(requireViewer(request), { commentId: id, ...form.value });
    const conflict = await conflictOf(request, decision);
    if (conflict) return this.pages.comment(request, reply, id, conflict);
    this.flash.redirect(request, reply, await this.pages.next(request, key), 'moderation.flash.answered');
  }

  @Post('skryti')
  async hide(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = await this.keyOf(request, id);
    const form = readForm(HideForm, request.body, request.locale);
    if (!form.ok) return this.pages.comment(request, reply, id, { action: 'hide', ...form });
    const decision = this.comments.hide(requireViewer(request), { commentId: id, ...form.value });
    const conflict = await conflictOf(request, decision);
    if (conflict) return this.pages.comment(request, reply, id, conflict);
    this.flash.redirect(request, reply, await this.pages.next(request, key), 'moderation.flash.hidden');
  }

  @Post('vyrizeni')
  async settle(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = await this.keyOf(request, id);
    const form = readForm(SettleForm, request.body, request.locale);
    if (!form.ok) return this.pages.comment(request, reply, id, { action: 'answer', ...form });
    const decision = this.comments.settle(requireViewer(request), { commentId: id, ...form.value });
    const conflict = await conflictOf(request, decision);
    if (conflict) return this.pages.comment(request, reply, id, conflict);
    this.flash.redirect(request, reply, await this.pages.next(request, key), 'moderation.flash.settled');
  }

  /** Without facts one's own last decision is taken back; with facts a hidden comment is shown again for a reason. */
  @Post('vraceni')
  async restore(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.keyOf(request, id);
    const viewer = requireViewer(request);
    const form = readForm(RestoreForm, request.body, request.locale);
    if (!form.ok) return this.pages.comment(request, reply, id, { action: 'restore', ...form });
    const { facts } = form.value;
    const decision =
      facts === undefined ? this.comments.takeBack(viewer, id) : this.comments.restore(viewer, id, facts);
    const conflict = await conflictOf(request, decision);
    if (conflict) return this.pages.comment(request, reply, id, conflict);
    const message = facts === undefined ? 'moderation.flash.takenBack' : 'moderation.flash.restored';
    this.flash.redirect(request, reply, `/garant/komentare/${id}`, message);
  }

  private async keyOf(request: FastifyRequest, id: string) {
    return (await this.items.comment(requireViewer(request), id, request.locale)).key;
  }
}
