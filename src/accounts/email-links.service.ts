import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { Outbox } from '../mail/outbox.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { EmailLink } from './email-link.entity.js';
import { after, minute } from './periods.js';
import { hashToken, looksLikeToken, newToken } from './tokens.js';

/** Minutes for which a link works. */
export const linkMinutes = 10;

/** Whom a link goes to and what it is for. */
export interface LinkRequest {
  email: string;
  locale: Locale;
  /** Path of ours to go to afterwards, without language. */
  next: string | null;
  purpose: 'sign-in' | 'confirm';
}

/** One-time links that prove an address: 256 random bits, stored hashed, the newest of an address only. */
@Injectable()
export class EmailLinks {
  constructor(private readonly outbox: Outbox) {}

  /** Makes a link within a write and queues the mail with it; older links to the address stop working. */
  async send(manager: EntityManager, { email, locale, next, purpose }: LinkRequest): Promise<void> {
    const token = newToken();
    const at = now();
    await manager.update(EmailLink, { email, usedAt: IsNull(), expiresAt: MoreThan(at) }, { expiresAt: at });
    await manager.insert(EmailLink, {
      id: newId(),
      tokenHash: hashToken(token),
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
      model: { path, minutes: linkMinutes },
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

  /** Uses a link up within a write; null when it does not work, or no longer. */
  async consume(manager: EntityManager, token: string): Promise<EmailLink | null> {
    const link = await this.find(manager, token);
    if (link) await manager.update(EmailLink, { id: link.id }, { usedAt: now() });
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
