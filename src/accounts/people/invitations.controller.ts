import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/database.js';
import { Access, Fresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { readForm, refuseFields } from '../../web/forms.js';
import { translate } from '../../web/i18n/messages.js';
import { Refusal } from '../../web/refusal.js';
import { requireViewer } from '../../web/request.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Invitations } from './invitations.service.js';
import { invitationsModel, invitationsPath } from './people.page.js';
import { People } from './people.service.js';
import { Reaches } from './reach.service.js';
import { allProblems, InvitationForm, readWish, translated } from './role.form.js';
import { roleFields, type Typed } from './role.page.js';

/** Staff offer roles to addresses. Its addresses come before those of one person, so it is registered first. */
@Controller('sprava/lide/pozvanky')
@Access('staff')
export class InvitationsController {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly invitations: Invitations,
    private readonly reaches: Reaches,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async list(
    @Query('po') po: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const before = typeof po === 'string' && /^[0-9a-f-]{36}$/.test(po) ? po : null;
    await this.page(request, reply, before);
  }

  @Post()
  @Fresh()
  async invite(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const form = readForm(InvitationForm, request.body, locale);
    const reaches = await this.reaches.all(this.database.read);
    if (!form.ok) {
      const errors = allProblems(locale, form, reaches);
      return this.page(request, reply, null, { typed: form.typed, errors, status: 422 });
    }
    const wish = readWish(form.value, reaches);
    if (!wish.ok) {
      const errors = translated(locale, wish.problems);
      return this.page(request, reply, null, { typed: form.typed, errors, status: 422 });
    }
    try {
      await this.invitations.invite(requireViewer(request), form.value.email, wish.wish, locale);
    } catch (error) {
      if (!(error instanceof Refusal) || !error.key) throw error;
      const errors = { email: translate(locale, error.key, error.params) };
      return this.page(request, reply, null, { typed: form.typed, errors, status: error.status });
    }
    this.flash.redirect(request, reply, invitationsPath, 'accounts.flash.invited');
  }

  @Post(':id/znovu')
  @Fresh()
  async again(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    await this.invitations.again(requireViewer(request), id, request.locale);
    this.flash.redirect(request, reply, invitationsPath, 'accounts.flash.invitedAgain');
  }

  @Post(':id/stazeni')
  @Fresh()
  async withdraw(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    await this.invitations.withdraw(requireViewer(request), id);
    this.flash.redirect(request, reply, invitationsPath, 'accounts.flash.invitationWithdrawn');
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    before: string | null,
    refused?: Typed & { status: number },
  ): Promise<void> {
    const { locale } = request;
    const viewer = requireViewer(request);
    const reaches = await this.reaches.all(this.database.read);
    const form = roleFields(locale, viewer, reaches, refused, { withEmail: true });
    const sent = await this.people.invitations(before);
    await this.renderer.page(request, reply, {
      template: 'accounts/people-invitations',
      title: translate(locale, 'accounts.invitations.title'),
      noindex: true,
      status: refused?.status,
      model: invitationsModel(locale, viewer, sent, { form, before }),
    });
  }
}
