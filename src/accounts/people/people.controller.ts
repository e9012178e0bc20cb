import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/database.js';
import { Access, Fresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { readForm, refuseFields } from '../../web/forms.js';
import { translate } from '../../web/i18n/messages.js';
import { found, Refusal } from '../../web/refusal.js';
import { requireViewer } from '../../web/request.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Roles } from '../roles.service.js';
import { Offices } from './offices.service.js';
import { peopleModel, personModel, personPath } from './people.page.js';
import { allRoles, mayGive } from './people.rules.js';
import { People, type PeopleQuery } from './people.service.js';
import { Reaches } from './reach.service.js';
import { allProblems, RoleForm, readWish, translated } from './role.form.js';
import { roleFields, type Typed } from './role.page.js';

/** Staff see who holds which role, give and take them. */
@Controller('sprava/lide')
@Access('staff')
export class PeopleController {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly offices: Offices,
    private readonly roles: Roles,
    private readonly reaches: Reaches,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async list(
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { locale } = request;
    const wanted = readQuery(query);
    const hasAdmin = await this.roles.hasAdmin(this.database.read);
    await this.renderer.page(request, reply, {
      template: 'accounts/people',
      title: translate(locale, 'accounts.people.title'),
      noindex: true,
      model: peopleModel(locale, wanted, { ...(await this.people.list(wanted)), hasAdmin }),
    });
  }

  @Get(':id')
  async one(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.page(request, reply, id);
  }

  @Post(':id/role')
  @Fresh()
  async give(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { locale } = request;
    const form = readForm(RoleForm, request.body, locale);
    found(await this.people.one(id));
    const reaches = await this.reaches.all(this.database.read);
    if (!form.ok) {
      const errors = allProblems(locale, form, reaches);
      return this.page(request, reply, id, { typed: form.typed, errors, status: 422 });
    }
    const wish = readWish(form.value, reaches);
    if (!wish.ok) {
      const errors = translated(locale, wish.problems);
      return this.page(request, reply, id, { typed: form.typed, errors, status: 422 });
    }
    try {
      await this.offices.give(requireViewer(request), id, wish.wish);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409 || !error.key) throw error;
      const errors = { role: translate(locale, error.key) };
      return this.page(request, reply, id, { typed: form.typed, errors, status: 409 });
    }
    this.flash.redirect(request, reply, personPath(id), 'accounts.flash.roleGiven');
  }

  @Post(':id/role/:grant/odebrani')
  @Fresh()
  async take(
    @Param('id') id: string,
    @Param('grant') grant: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const viewer = requireViewer(request);
    await this.offices.take(viewer, id, grant);
    // Whoever lays their own office down is signed out with it.
    const path = viewer.accountId === id ? '/prihlaseni' : personPath(id);
    this.flash.redirect(request, reply, path, 'accounts.flash.roleTaken');
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    refused?: Typed & { status: number },
  ): Promise<void> {
    const { locale } = request;
    const viewer = requireViewer(request);
    const person = found(await this.people.one(id));
    const mayGiveAny = allRoles.some((role) => mayGive(viewer, role, id));
    const form = mayGiveAny
      ? roleFields(locale, viewer, await this.reaches.all(this.database.read), refused)
      : null;
    await this.renderer.page(request, reply, {
      template: 'accounts/people-person',
      title: translate(locale, 'accounts.people.one', { name: person.account.publicName }),
      noindex: true,
      status: refused?.status,
      model: personModel(locale, viewer, person, form),
    });
  }
}

/** Whatever makes no sense is as if it were not there. */
function readQuery({ hledat, role, po }: Record<string, unknown>): PeopleQuery {
  const key = typeof po === 'string' ? /^([^~]{0,120})~([0-9a-f-]{36})$/.exec(po) : null;
  return {
    search: typeof hledat === 'string' ? hledat.replaceAll('\0', '').trim().slice(0, 254) : '',
    role: allRoles.find((name) => name === role) ?? null,
    after: key?.[2] ? { key: (key[1] ?? '').replaceAll('\0', ''), id: key[2] } : null,
  };
}
