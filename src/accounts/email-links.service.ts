import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { Outbox } from '../mail/outbox.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { Secret } from '../web/secret.js';
import { newCode, spaced } from './codes.js';
import { EmailLink } from './email-link.entity.js';
import { limits } from './limits.js';
import { type Limit, Limits } from './limits.service.js';
import { after, minute } from './periods.js';
import { ProvenDevices } from './proven-devices.service.js';
import { hashToken, looksLikeToken, newToken } from './tokens.js';

/** Minutes for which a link works. */
export const linkMinutes = 10;

/** Wrong codes after which the code of a link is dead; the link itself goes on working. */
const codeTries = 5;

/** The browser that asks for a link: only there the code from the mail works. */
export interface AskingBrowser {
  /** See `Browsers`. */
  browserHash: string;
  userAgent: string;
  /** See `ProvenDevices`. */
  marks: readonly string[];
}

/** What came of a code that somebody typed: `none` where this browser has no link that waits for one. */
export type CodeOutcome = { kind: 'right'; token: string } | { kind: 'wrong' | 'none' };

/** Whom a link goes to and what it is for. */
export interface LinkRequest {
  email: string;
  locale: Locale;
  /** Path of ours to go to afterwards, without language. */
  next: string | null;
  purpose: 'sign-in' | 'confirm';
  from: AskingBrowser;
}

/**
 * One-time links that prove an address: 256 random bits, stored hashed, the newest of an address only. The six digits
 * in the same mail are worth far less, so they work only in the browser that asked, and only a few times.
 */
@Injectable()
export class EmailLinks {
  constructor(
    private readonly outbox: Outbox,
    private readonly limits: Limits,
    private readonly secret: Secret,
    private readonly devices: ProvenDevices,
  ) {}

  /**
   * What `Limits` counts one more mail to an address as: all that strangers ask for together, and each browser in which
   * the address was proved by itself, so that nobody can use up what its owner may ask for.
   */
  budgetOf(email: string, { marks }: AskingBrowser): [what: string, subject: string, limit: Limit] {
    const device = this.devices.recognise(marks, email);
    if (device === null) return ['mail', email, limits.mailPerAddress];
    return ['mail-device', `${email}\0${device}`, limits.mailPerAddress];
  }

  /** Makes a link within a write and queues the mail with it; older links to the address stop working, see `EmailLink`. */
  async send(manager: EntityManager, { email, locale, next, purpose, from }: LinkRequest): Promise<void> {
    const [id, token, code] = [newId(), newToken(), newCode()];
    const at = now();
    const fromProvenDevice = this.devices.recognise(from.marks, email) !== null;
    const older = { email, usedAt: IsNull(), expiresAt: MoreThan(at) };
    await manager.update(EmailLink, fromProvenDevice ? older : { ...older, fromProvenDevice }, {
      expiresAt: at,
    });
    await manager.insert(EmailLink, {
      id,
      tokenHash: hashToken(token),
      codeHash: this.secret.sign('code', `${id}\0${code}`),
      browserHash: from.browserHash,
      fromProvenDevice,
      userAgent: from.userAgent.slice(0, 200),
      email,
      next,
      createdAt: at,
      expiresAt: after(linkMinutes * minute, at),
      usedAt: null,
    });
    const path = `/prihlaseni/overeni/${token}`;
    await this.outbox.queue(manager, {
      to: email,
      locale,
      kind: `accounts/${purpose}`,
      model: { path, code: spaced(code), minutes: linkMinutes },
    });
  }

  /**
   * Takes a code in place of its link, within a write that must be committed whatever the outcome: wrong codes are
   * counted, for the link and for the address. A right one gives the link another token, so that the one in the mail
   * dies with it.
   */
  async exchange(manager: EntityManager, browserHash: string, code: string): Promise<CodeOutcome> {
    const link = await this.newestOf(manager, browserHash);
    if (!link || link.tries >= codeTries) return { kind: 'none' };
    const kind = link.fromProvenDevice ? 'code-device' : 'code';
    const isTooOften = await this.limits.take(manager, kind, link.email, limits.codesPerAddress);
    if (isTooOften !== null) return { kind: 'none' };
    if (!this.secret.verify('code', `${link.id}\0${code}`, link.codeHash)) {
      await manager.update(EmailLink, { id: link.id }, { tries: link.tries + 1 });
      return { kind: link.tries + 1 < codeTries ? 'wrong' : 'none' };
    }
    const token = newToken();
    await manager.update(EmailLink, { id: link.id }, { tokenHash: hashToken(token), tries: codeTries });
    return { kind: 'right', token };
  }

  /** The newest link that a browser asked for, while it works. */
  newestOf(manager: EntityManager, browserHash: string): Promise<EmailLink | null> {
    return manager.findOne(EmailLink, {
      where: { browserHash, usedAt: IsNull(), expiresAt: MoreThan(now()) },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
  }

  /** The link of a token while it works, else null; reading it uses nothing up. */
  find(manager: EntityManager, token: string): Promise<EmailLink | null> {
    if (!looksLikeToken(token)) return Promise.resolve(null);
    return manager.findOneBy(EmailLink, {
      tokenHash: hashToken(token),
      usedAt: IsNull(),
      expiresAt: MoreThan(now()),
    });
  }

  /** Uses a link up within a write, and with it whatever else works for its address; null when it does not work, or no longer. */
  async consume(manager: EntityManager, token: string): Promise<EmailLink | null> {
    const link = await this.find(manager, token);
    if (!link) return null;
    const at = now();
    await manager.update(EmailLink, { id: link.id }, { usedAt: at });
    await manager.update(
      EmailLink,
      { email: link.email, usedAt: IsNull(), expiresAt: MoreThan(at) },
      { expiresAt: at },
    );
    return link;
  }

  /** The address a link was sent to if it was used within the last minute: for a button pressed twice. */
  async justUsedBy(manager: EntityManager, token: string): Promise<string | null> {
    if (!looksLikeToken(token)) return null;
    const link = await manager.findOneBy(EmailLink, {
      tokenHash: hashToken(token),
      usedAt: MoreThan(after(-minute)),
    });
    return link?.email ?? null;
  }

  /** Whether a link sent to the address since some time still works. */
  worksSince(manager: EntityManager, email: string, since: string): Promise<boolean> {
    return manager
      .createQueryBuilder(EmailLink, 'link')
      .where('link.email = :email AND link.createdAt >= :since', { email, since })
      .andWhere('link.usedAt IS NULL AND link.expiresAt > :at', { at: now() })
      .getExists();
  }
}
