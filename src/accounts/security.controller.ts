import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { refuseFields } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import type { Viewer } from '../web/viewer.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Account } from './account.entity.js';
import { deviceOf } from './device.js';
import { EmailChanges } from './email-changes.service.js';
import { passkeysModel } from './passkeys/passkey.page.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { Identities } from './providers/identities.service.js';
import { providerLinksModel } from './providers/provider.page.js';
import type { Session, SignInMethod } from './session.entity.js';
import { Sessions } from './sessions.service.js';

const here = '/muj-ucet/zabezpeceni';

/** View model of `accounts/devices`. */
interface DevicesModel {
  sessions: {
    id: string;
    device: string;
    method: SignInMethod;
    isThis: boolean;
    createdAt: string;
    lastUsedAt: string;
  }[];
  /** Whether there is more than this one. */
  others: boolean;
}

/** The ways into one's account, and where it is open. */
@Controller('muj-ucet/zabezpeceni')
@Access('signed-in')
export class SecurityController {
  constructor(
    private readonly database: Database,
    private readonly emailChanges: EmailChanges,
    private readonly identities: Identities,
    private readonly passkeys: Passkeys,
    private readonly sessions: Sessions,
    private readonly config: Config,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const viewer = requireViewer(request);
    const { accountId } = viewer;
    const { read } = this.database;
    const { locale } = request;
    const { email } = found(await read.findOneBy(Account, { id: accountId }));
    const identities = await this.identities.ofAccount(read, accountId);
    const waiting = await this.emailChanges.pendingOf(accountId);
    await this.renderer.page(request, reply, {
      template: 'accounts/security',
      title: translate(locale, 'accounts.security.title'),
      noindex: true,
      model: {
        email,
        waiting: waiting?.newEmail ?? null,
        passkeys: passkeysModel(
          await this.passkeys.ofAccount(read, accountId),
          request.headers['user-agent'],
          locale,
        ),
        links: providerLinksModel(this.config.providers, identities, locale),
        devices: devicesModel(locale, viewer, await this.sessions.ofViewer(viewer)),
      },
    });
  }

  @Post('zarizeni/odhlaseni')
  async endOthers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    const viewer = requireViewer(request);
    await this.database.write((manager) => this.sessions.endOthers(manager, viewer));
    this.flash.redirect(request, reply, here, 'accounts.flash.othersEnded');
  }

  /** Ends one of the viewer's own sessions; of others there is none. */
  @Post('zarizeni/:id/odhlaseni')
  async end(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const { accountId } = requireViewer(request);
    const ended = await this.database.write((manager) => this.sessions.end(manager, accountId, [id]));
    found(ended || null);
    this.flash.redirect(request, reply, here, 'accounts.flash.sessionEnded');
  }
}

function devicesModel(locale: Locale, viewer: Viewer, sessions: readonly Session[]): DevicesModel {
  return {
    others: sessions.length > 1,
    sessions: sessions.map(({ id, userAgent, method, createdAt, lastUsedAt }) => ({
      id,
      method,
      createdAt,
      lastUsedAt,
      isThis: id === viewer.sessionId,
      device: deviceOf(userAgent) ?? translate(locale, 'accounts.devices.unknown'),
    })),
  };
}
