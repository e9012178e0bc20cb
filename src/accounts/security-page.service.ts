import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import type { Viewer } from '../web/viewer.js';
import { Renderer } from '../web/views/renderer.service.js';
import { Account } from './account.entity.js';
import { deviceOf } from './device.js';
import { EmailChanges } from './email-changes.service.js';
import { passkeysModel, type RefusedName, refusedNameSummary } from './passkeys/passkey.page.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { isPossible } from './passkeys/relying-party.js';
import { Identities } from './providers/identities.service.js';
import { providerLinksModel } from './providers/provider.page.js';
import type { Session, SignInMethod } from './session.entity.js';
import { Sessions } from './sessions.service.js';

/** Places one is signed in at that stand open; what is more is folded. */
const shownAtOnce = 6;

/** View model of `accounts/device`. */
interface DeviceModel {
  id: string;
  device: string;
  method: SignInMethod;
  isThis: boolean;
  createdAt: string;
  lastUsedAt: string;
}

/** View model of `accounts/devices`. */
interface DevicesModel {
  /** This one first. */
  sessions: DeviceModel[];
  folded: DeviceModel[];
  /** Whether there is more than this one. */
  others: boolean;
}

/** Shows the page about security: the ways into one's account, and where it is open. */
@Injectable()
export class SecurityPage {
  constructor(
    private readonly database: Database,
    private readonly emailChanges: EmailChanges,
    private readonly identities: Identities,
    private readonly passkeys: Passkeys,
    private readonly sessions: Sessions,
    private readonly config: Config,
    private readonly renderer: Renderer,
  ) {}

  /** Shows it as it is, or after the name of a passkey was refused. */
  async show(request: FastifyRequest, reply: FastifyReply, refused: RefusedName | null): Promise<void> {
    const viewer = requireViewer(request);
    const { accountId } = viewer;
    const { read } = this.database;
    const { locale } = request;
    const { email } = found(await read.findOneBy(Account, { id: accountId }));
    const identities = await this.identities.ofAccount(read, accountId);
    const waiting = await this.emailChanges.pendingOf(accountId);
    const keys = await this.passkeys.ofAccount(read, accountId);
    await this.renderer.page(request, reply, {
      template: 'accounts/security',
      title: translate(locale, 'accounts.security.title'),
      noindex: true,
      status: refused ? 422 : undefined,
      model: {
        errors: refusedNameSummary(refused),
        email,
        waiting: waiting?.newEmail ?? null,
        passkeys: passkeysModel(locale, {
          keys,
          copies: await this.passkeys.copiesNoted(read, keys),
          userAgent: request.headers['user-agent'] ?? '',
          isPossible: isPossible(this.config),
          refused,
        }),
        links: providerLinksModel(this.config.providers, identities, locale),
        devices: devicesModel(locale, viewer, await this.sessions.ofViewer(viewer)),
      },
    });
  }
}

function devicesModel(locale: Locale, viewer: Viewer, sessions: readonly Session[]): DevicesModel {
  const devices = sessions.map(({ id, userAgent, method, createdAt, lastUsedAt }) => ({
    id,
    method,
    createdAt,
    lastUsedAt,
    isThis: id === viewer.sessionId,
    device: deviceOf(userAgent) ?? translate(locale, 'accounts.devices.unknown'),
  }));
  const thisFirst = devices.sort((a, b) => Number(b.isThis) - Number(a.isThis));
  return {
    others: devices.length > 1,
    sessions: thisFirst.slice(0, shownAtOnce),
    folded: thisFirst.slice(shownAtOnce),
  };
}
