import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import type { Instant } from '../database/time.js';
import { Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import type { Account } from './account.entity.js';
import type { SignInMethod } from './session.entity.js';
import { Sessions } from './sessions.service.js';

/** With what somebody proved who they are, and where. */
export interface Proof {
  method: SignInMethod;
  /** Key of the identity provider, where it was one. */
  provider?: string;
  /** When they proved it, where that was earlier than now: a provider may have known them from before. */
  provedAt?: Instant;
  userAgent: string;
  /** Whoever was signed in in this browser before: their session there ends. */
  viewer: Viewer | null;
}

/** The last step of every way of signing in. */
@Injectable()
export class SignIns {
  constructor(
    private readonly sessions: Sessions,
    private readonly activityLog: ActivityLog,
  ) {}

  /**
   * Begins a session within a write and gives the token for the cookie.
   * @throws Refusal 403 for an account that was closed.
   */
  async complete(
    manager: EntityManager,
    account: Account,
    { viewer, userAgent, method, provider, provedAt }: Proof,
  ): Promise<string> {
    if (account.bannedAt || account.erasedAt) throw new Refusal(403, 'accounts.refusal.closed');
    if (viewer) await this.sessions.end(manager, viewer.accountId, [viewer.sessionId]);
    await this.activityLog.record(manager, {
      actorId: account.id,
      verb: 'account.signed-in',
      subjectType: 'account',
      subjectId: account.id,
      data: { method },
    });
    return this.sessions.start(manager, { accountId: account.id, userAgent, method, provider, provedAt });
  }
}
