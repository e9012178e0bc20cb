import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import { Access, Fresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { refuseFields } from '../../web/forms.js';
import { translate } from '../../web/i18n/messages.js';
import { localPath, requireViewer } from '../../web/request.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Sessions } from '../sessions.service.js';
import { Offers } from './own-offers.service.js';
import { People } from './people.service.js';
import { Reaches } from './reach.service.js';
import { roleText, sentBy, windowModel } from './role.page.js';

const here = '/muj-ucet/pozvanky';

function personPath(uid: string): string {
  return `${here}/osoby/${encodeURIComponent(uid)}`;
}

/** Roles that are offered to me. */
@Controller('muj-ucet/pozvanky')
@Access('signed-in')
export class OwnOffersController {
  constructor(
    private readonly database: Database,
    private readonly offers: Offers,
    private readonly people: People,
    private readonly reaches: Reaches,
    private readonly sessions: Sessions,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    const { accountId } = requireViewer(request);
    const { invitations, people, declined } = await this.offers.of(accountId);
    const held = await this.people.heldBy(accountId);
    const reaches = invitations.length > 0 ? await this.reaches.all(this.database.read) : [];
    const senders = await this.people.namesOf(invitations.flatMap(({ invitedById }) => invitedById ?? []));
    const at = now();
    await this.renderer.page(request, reply, {
      template: 'accounts/invitations',
      title: translate(locale, 'accounts.offers.title'),
      noindex: true,
      model: {
        invitations: invitations.map((invitation) => {
          const { id, role, personUid, pointId, expiresAt } = invitation;
          const label = (scope: 'personUid' | 'pointId', value: string | null) =>
            value && (reaches.find((reach) => reach.scope[scope] === value)?.label ?? value);
          const named = {
            ...invitation,
            personName: label('personUid', personUid),
            pointTitle: label('pointId', pointId),
          };
          return {
            id,
            expiresAt,
            text: roleText(locale, named),
            may: translate(locale, `accounts.offers.may.${role}`),
            window: windowModel(locale, invitation, at),
            from: sentBy(locale, senders.get(invitation.invitedById ?? '')),
            acceptAction: localPath(locale, `${here}/${id}/prijeti`),
            declineAction: localPath(locale, `${here}/${id}/odmitnuti`),
          };
        }),
        people: people.map(({ uid, name }) => ({
          name,
          action: localPath(locale, personPath(uid)),
          declineAction: localPath(locale, `${personPath(uid)}/odmitnuti`),
        })),
        declined: declined.map(({ uid, name, declinedAt }) => ({
          name,
          declinedAt,
          action: localPath(locale, `${personPath(uid)}/vraceni`),
        })),
        held: held.map((role) => ({ text: roleText(locale, role), window: windowModel(locale, role, at) })),
      },
    });
  }

  @Post(':id/prijeti')
  @Fresh()
  async accept(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const token = await this.offers.accept(requireViewer(request), id);
    if (token) this.sessions.setCookie(reply, token);
    this.flash.redirect(request, reply, here, 'accounts.flash.offerAccepted');
  }

  @Post(':id/odmitnuti')
  @Fresh()
  async decline(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    await this.offers.decline(requireViewer(request), id);
    this.flash.redirect(request, reply, here, 'accounts.flash.offerDeclined');
  }

  @Post('osoby/:uid')
  @Fresh()
  async claim(
    @Param('uid') uid: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const token = await this.offers.claim(requireViewer(request), uid);
    if (token) this.sessions.setCookie(reply, token);
    this.flash.redirect(request, reply, here, 'accounts.flash.offerAccepted');
  }

  @Post('osoby/:uid/odmitnuti')
  @Fresh()
  async declinePerson(
    @Param('uid') uid: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    await this.offers.declinePerson(requireViewer(request), uid);
    this.flash.redirect(request, reply, here, 'accounts.flash.personDeclined');
  }

  @Post('osoby/:uid/vraceni')
  @Fresh()
  async reopenPerson(
    @Param('uid') uid: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    await this.offers.reopenPerson(requireViewer(request), uid);
    this.flash.redirect(request, reply, here, 'accounts.flash.personReopened');
  }
}
