import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, MoreThan } from 'typeorm';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import type { Locale } from '../web/i18n/messages.js';
import { ownPath } from '../web/request.js';
import { Consents } from './consents.service.js';
import type { SealedContribution } from './contribution-seal.service.js';
import { type AskingBrowser, EmailLinks } from './email-links.service.js';
import { limits } from './limits.js';
import { Limits } from './limits.service.js';
import { Names } from './names.service.js';
import { networkOf } from './network.js';
import { PendingContribution } from './pending-contribution.entity.js';
import { pageful } from './pending-reads.js';
import { after, hour } from './periods.js';

/** How long a contribution waits for its owner, in seconds. */
const patience = 48 * hour;
/** Sooner than this, in seconds, nobody has read the page and filled it in. */
const tooFast = 2;

/** Who says to have written it. */
export interface Signature {
  email: string;
  publicName: string;
  locale: Locale;
  /** Network address of the browser; only a keyed hash of its network is kept, for counting. */
  address: string;
  /** The browser it is written in, where its author sees it meanwhile. */
  from: AskingBrowser;
}

/** Contributions of people who have not proved their address yet. */
@Injectable()
export class PendingContributions {
  constructor(
    private readonly limits: Limits,
    private readonly links: EmailLinks,
    private readonly names: Names,
    private readonly consents: Consents,
  ) {}

  /**
   * Keeps a contribution within a write and sends the link that confirms it. The same thing sent twice waits once.
   * @param path page it belongs to.
   * @throws NameRefused; Refusal 429.
   */
  async keep(
    manager: EntityManager,
    contribution: SealedContribution,
    signature: Signature,
    path: string,
  ): Promise<void> {
    await this.names.assertFree(manager, signature.publicName, null);
    const repeated = await this.find(manager, contribution, signature.email);
    if (repeated && (await this.links.worksSince(manager, signature.email, repeated.createdAt))) return;
    await this.spend(manager, contribution, signature.address);
    if (!repeated) await this.insert(manager, contribution, signature);
    await this.sendLink(manager, signature, path);
  }

  /** What waits for an address, the oldest first. */
  waitingFor(manager: EntityManager, email: string): Promise<PendingContribution[]> {
    return manager.find(PendingContribution, {
      where: { email, expiresAt: MoreThan(now()) },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: pageful,
    });
  }

  /** Forgets contributions within a write. */
  async remove(manager: EntityManager, ids: string[]): Promise<void> {
    if (ids.length > 0) await manager.delete(PendingContribution, { id: In(ids) });
  }

  /** Forgets, within a write, all that waits for an address. */
  async removeOf(manager: EntityManager, email: string): Promise<void> {
    await manager.delete(PendingContribution, { email });
  }

  private async find(
    manager: EntityManager,
    contribution: SealedContribution,
    email: string,
  ): Promise<PendingContribution | null> {
    const key = dedupeKey(contribution, email);
    const found = await manager.findOneBy(PendingContribution, { dedupeKey: key });
    if (!found || found.expiresAt > now()) return found;
    await this.remove(manager, [found.id]);
    return null;
  }

  private async spend(
    manager: EntityManager,
    { sealedAt }: SealedContribution,
    address: string,
  ): Promise<void> {
    const network = networkOf(address);
    await this.limits.spend(manager, 'pending', network, limits.pendingPerNetwork);
    await this.limits.spend(manager, 'pending-altogether', '', limits.pendingAltogether);
    await this.limits.spend(manager, 'mail-altogether', '', limits.mailAltogether);
    // A machine may be this fast, and so may a person with a form filler: fewer of them, but not none.
    if (after(tooFast, sealedAt) > now()) {
      await this.limits.spend(manager, 'hasty', network, limits.hastyPerNetwork);
    }
  }

  private async insert(
    manager: EntityManager,
    contribution: SealedContribution,
    { email, publicName, locale, from }: Signature,
  ): Promise<void> {
    const at = now();
    const { opinions, terms } = this.consents.versions();
    await manager.insert(PendingContribution, {
      id: newId(),
      email,
      publicName,
      kind: contribution.kind,
      payload: contribution.payload,
      dedupeKey: dedupeKey(contribution, email),
      consentVersion: opinions,
      termsVersion: terms,
      browserHash: from.browserHash,
      locale,
      createdAt: at,
      expiresAt: after(patience, at),
    });
  }

  /** Somebody who says much without looking into their mail has a link already, and it shows everything. */
  private async sendLink(manager: EntityManager, signature: Signature, path: string): Promise<void> {
    const { email, locale, from } = signature;
    const budget = this.links.budgetOf(email, from);
    const wait = await this.limits.take(manager, ...budget);
    if (wait === null) {
      await this.links.send(manager, { email, locale, next: ownPath(path), from, purpose: 'confirm' });
    } else if (!(await this.links.worksSince(manager, email, ''))) {
      await this.limits.spend(manager, ...budget);
    }
  }
}

function dedupeKey({ kind, payload }: SealedContribution, email: string): string {
  return createHash('sha256').update(`${email}\0${kind}\0${payload}`).digest('hex');
}
