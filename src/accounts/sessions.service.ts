import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Logger as Pino } from 'pino';
import { type EntityManager, In, Not } from 'typeorm';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { prepared } from '../database/prepared.js';
import { type Instant, now } from '../database/time.js';
import { Config } from '../ops/config.js';
import { LOG } from '../ops/ops.module.js';
import { type Viewer, ViewerSource } from '../web/viewer.js';
import { Account } from './account.entity.js';
import { Erasure } from './my-data/erasure.entity.js';
import { after, minute } from './periods.js';
import { rightsFrom } from './rights.js';
import { type Role, RoleGrant } from './role-grant.entity.js';
import { Session, type SignInMethod } from './session.entity.js';
import { goodUntil, longest } from './session-life.js';
import { hashToken, looksLikeToken, newToken } from './tokens.js';

/** How far behind the time of last use may be: writing it at every request would cost more than it tells. */
const touchEvery = 10 * minute;

/** A session with whom it belongs to, as loaded. */
interface Loaded {
  viewer: Viewer;
  lastUsedAt: Instant;
  goodUntil: Instant;
  /** When the powers of a deputy begin or end next; null when none do. */
  changesAt: Instant | null;
}

/** How a session begins. */
export interface NewSession {
  accountId: string;
  userAgent: string;
  method: SignInMethod;
  /** Key of the identity provider, where it was one. */
  provider?: string;
  /** When its owner proved who they are, where that was earlier than now. */
  provedAt?: Instant;
}

interface Row {
  sessionId: string;
  lastUsedAt: Instant;
  createdAt: Instant;
  expiresAt: Instant;
  accountId: string;
  publicName: string;
  locale: string;
  leavingAt: Instant | null;
  role: Role | null;
  personUid: string | null;
  pointId: string | null;
  validFrom: Instant | null;
  validUntil: Instant | null;
}

/** A session of somebody who may use it, once for each role they hold. */
const sessionOfToken = prepared<{ tokenHash: string }, Row>((manager) =>
  manager
    .createQueryBuilder()
    .select([
      'session.id AS "sessionId"',
      'session.lastUsedAt AS "lastUsedAt"',
      'session.createdAt AS "createdAt"',
      'session.expiresAt AS "expiresAt"',
      'account.id AS "accountId"',
      'account.publicName AS "publicName"',
      'account.locale AS "locale"',
      'leaving.dueAt AS "leavingAt"',
      'held.role AS "role"',
      'held.personUid AS "personUid"',
      'held.pointId AS "pointId"',
      'held.validFrom AS "validFrom"',
      'held.validUntil AS "validUntil"',
    ])
    .from(Session, 'session')
    .innerJoin(Account, 'account', 'account.id = session.accountId')
    .leftJoin(
      Erasure,
      'leaving',
      'leaving.accountId = account.id AND leaving.cancelledAt IS NULL AND leaving.doneAt IS NULL',
    )
    .leftJoin(RoleGrant, 'held', 'held.accountId = account.id AND held.revokedAt IS NULL')
    .where('session.tokenHash = :tokenHash')
    .andWhere('account.bannedAt IS NULL AND account.erasedAt IS NULL'),
);

/** Who is signed in where. Browsers hold a random token in a cookie, the table its hash. */
@Injectable()
export class Sessions extends ViewerSource {
  /** Browsers take `__Host-` only with `Secure`, from this host and for all its paths. */
  readonly cookieName: string;
  private readonly known = new LRUCache<string, { loaded: Loaded | null }>({ max: 5000, ttl: 5000 });
  private mark: number | null = null;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    @Inject(LOG) private readonly log: Pino,
  ) {
    super();
    this.cookieName = config.https ? '__Host-podnet' : 'podnet';
  }

  load(request: FastifyRequest): Promise<Viewer | null> {
    return this.ofToken(request.cookies?.[this.cookieName]);
  }

  /** Whose session has this token; null when it has none or is over. */
  async ofToken(token: string | undefined): Promise<Viewer | null> {
    if (!looksLikeToken(token)) return null;
    const loaded = await this.find(hashToken(token));
    if (!loaded || loaded.goodUntil <= now()) return null;
    if (after(touchEvery, loaded.lastUsedAt) <= now()) this.touch(loaded);
    return loaded.viewer;
  }

  /** Opens a session within a write and gives the token for the cookie, which is stored nowhere. */
  async start(
    manager: EntityManager,
    { accountId, userAgent, method, provider, provedAt }: NewSession,
  ): Promise<string> {
    const token = newToken();
    const at = now();
    await manager.insert(Session, {
      id: newId(),
      tokenHash: hashToken(token),
      accountId,
      createdAt: provedAt ?? at,
      lastUsedAt: at,
      expiresAt: after(longest, at),
      userAgent: userAgent.slice(0, 200),
      method,
      provider: provider ?? null,
    });
    return token;
  }

  /**
   * Gives a session another token within a write, for when the rights of its owner change in that very browser. How
   * long ago they proved who they are stays as it was. Null when there is no such session any more.
   */
  async rotate(manager: EntityManager, sessionId: string): Promise<string | null> {
    const session = await manager.findOneBy(Session, { id: sessionId });
    if (!session) return null;
    const token = newToken();
    await manager.delete(Session, { id: sessionId });
    await manager.insert(Session, {
      ...session,
      id: newId(),
      tokenHash: hashToken(token),
      lastUsedAt: now(),
    });
    return token;
  }

  /** Ends sessions of one account, all or those with the given ids; returns how many there were. */
  async end(manager: EntityManager, accountId: string, sessionIds?: string[]): Promise<number> {
    const which = sessionIds ? { accountId, id: In(sessionIds) } : { accountId };
    const { affected } = await manager.delete(Session, which);
    return affected ?? 0;
  }

  /** Ends all sessions of the viewer but the one at hand, within a write. */
  async endOthers(manager: EntityManager, { accountId, sessionId }: Viewer): Promise<void> {
    await manager.delete(Session, { accountId, id: Not(sessionId) });
  }

  /** The viewer's sessions that are still good, the last used first. */
  async ofViewer(viewer: Viewer): Promise<Session[]> {
    const sessions = await this.database.read.find(Session, {
      where: { accountId: viewer.accountId },
      order: { lastUsedAt: 'DESC', id: 'DESC' },
    });
    return sessions.filter((session) => goodUntil(session, viewer) > now());
  }

  setCookie(reply: FastifyReply, token: string): void {
    reply.setCookie(this.cookieName, token, { ...this.cookieOptions(), maxAge: longest });
  }

  clearCookie(reply: FastifyReply): void {
    reply.clearCookie(this.cookieName, this.cookieOptions());
  }

  private cookieOptions() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.config.https } as const;
  }

  private async find(tokenHash: string): Promise<Loaded | null> {
    const mark = this.database.changeMark();
    // Without a mark nobody tells us of a sign-out in another process, so nothing is remembered.
    if (mark === null) return this.query(tokenHash);
    if (mark !== this.mark) this.known.clear();
    this.mark = mark;
    const known = this.known.get(tokenHash);
    if (known && !hasChanged(known.loaded)) return known.loaded;
    const loaded = await this.query(tokenHash);
    if (mark === this.mark) this.known.set(tokenHash, { loaded });
    return loaded;
  }

  private async query(tokenHash: string): Promise<Loaded | null> {
    const rows = await sessionOfToken(this.database.read, { tokenHash });
    const [first] = rows;
    if (!first) return null;
    const at = now();
    const edges = rows.flatMap(({ validFrom, validUntil }) => [validFrom ?? [], validUntil ?? []].flat());
    const viewer = viewerOf(first, rows, at);
    return {
      viewer,
      lastUsedAt: first.lastUsedAt,
      goodUntil: goodUntil(first, viewer),
      changesAt: edges.filter((edge) => edge > at).sort()[0] ?? null,
    };
  }

  private touch(loaded: Loaded): void {
    const at = now();
    loaded.lastUsedAt = at;
    // Nobody waits for this, and a page must not fail because of it.
    this.database
      .write((manager) => manager.update(Session, { id: loaded.viewer.sessionId }, { lastUsedAt: at }))
      .catch((error: unknown) => this.log.warn({ err: error }, 'the last use of a session was not noted'));
  }
}

function hasChanged(loaded: Loaded | null): boolean {
  return loaded?.changesAt != null && loaded.changesAt <= now();
}

function viewerOf(first: Row, rows: Row[], at: Instant): Viewer {
  const grants = rows.flatMap(({ role, ...held }) => (role === null ? [] : [{ ...held, role }]));
  return {
    accountId: first.accountId,
    sessionId: first.sessionId,
    publicName: first.publicName,
    locale: first.locale,
    provedAt: first.createdAt,
    leavingAt: first.leavingAt,
    ...rightsFrom(grants, at),
  };
}
