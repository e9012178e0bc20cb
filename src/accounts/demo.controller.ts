import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { translate } from '../web/i18n/messages.js';
import { found, notFound } from '../web/refusal.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Demo } from './demo.service.js';
import { type DemoPerson, demoPeople } from './demo-people.js';
import { Sessions } from './sessions.service.js';

const homes: Record<DemoPerson['name'], string> = {
  obcan: '/',
  garant: '/garant',
  'jiny-garant': '/garant',
  sprava: '/sprava',
  admin: '/sprava',
};

/** Signing in with one click, in the demo only. */
@Controller('demo')
@Access('anyone')
export class DemoController {
  constructor(
    private readonly config: Config,
    private readonly demo: Demo,
    private readonly sessions: Sessions,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.show(request, reply, demoPeople);
  }

  @Get('prihlaseni/:name')
  async one(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.show(request, reply, [personNamed(name)]);
  }

  @Post('prihlaseni/:name')
  async signIn(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.assertDemo();
    const person = personNamed(name);
    const token = await this.demo.signIn(person, request.headers['user-agent'] ?? '', request.viewer ?? null);
    this.sessions.setCookie(reply, token);
    this.flash.redirect(request, reply, homes[person.name], 'accounts.flash.signedIn');
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    people: readonly DemoPerson[],
  ): Promise<void> {
    this.assertDemo();
    const title = translate(request.locale, 'accounts.demo.title');
    await this.renderer.page(request, reply, {
      template: 'accounts/demo',
      title,
      noindex: true,
      model: {
        title,
        isPart: people.length < demoPeople.length,
        people: people.map(({ name, publicName }) => ({
          publicName,
          action: `/demo/prihlaseni/${name}`,
          role: translate(request.locale, `accounts.demo.role.${name}`),
        })),
      },
    });
  }

  private assertDemo(): void {
    if (!this.config.DEMO) throw notFound();
  }
}

function personNamed(name: string): DemoPerson {
  return found(demoPeople.find((person) => person.name === name));
}
