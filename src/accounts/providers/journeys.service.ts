import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import type { ProviderRole } from '../../ops/identity-providers.js';
import type { Locale } from '../../web/i18n/messages.js';
import { Ceremony, type CeremonyKind } from '../ceremony.entity.js';
import { after, minute } from '../periods.js';

/** Why somebody goes to a provider: to sign in, to prove again who they are, or to add it to their account. */
export type Purpose = 'sign-in' | 'again' | 'link';

/** What is remembered of somebody who is at a provider. */
export interface Journey {
  provider: string;
  purpose: Purpose;
  state: string;
  nonce: string;
  verifier: string;
  /** Path of ours to go to afterwards. */
  next: string | null;
  locale: Locale;
  beganAt: string;
  /** Whoever was signed in when it began. */
  accountId: string | null;
}

/** Somebody a provider vouches for whom we do not know yet. */
export interface Newcomer {
  provider: string;
  issuer: string;
  subject: string;
  email: string | null;
  isEmailProved: boolean;
  name: string | null;
  roles: ProviderRole[];
  next: string | null;
  provedAt: string;
}

/** Journeys of one browser at the same time: tabs, and attempts that came to nothing. */
const most = 8;
/** A newcomer may have to wait for a mail of ours; what is kept for them meanwhile is no secret. */
const lasting = { provider: 10 * minute, 'provider-new': 30 * minute };

/** The server's memory of sign-ins through providers: each belongs to one browser and is taken once. */
@Injectable()
export class Journeys {
  /** Within a write. */
  async begin(manager: EntityManager, browserHash: string, journey: Journey): Promise<void> {
    await this.keep(manager, 'provider', browserHash, journey, journey.accountId);
  }

  /** Takes the journey that has this state; null when this browser has none, or it is over. */
  async take(manager: EntityManager, browserHash: string, state: string): Promise<Journey | null> {
    for (const ceremony of await this.running(manager, 'provider', browserHash)) {
      const journey = JSON.parse(ceremony.data) as Journey;
      if (journey.state !== state) continue;
      const { affected } = await manager.delete(Ceremony, { id: ceremony.id });
      return affected ? journey : null;
    }
    return null;
  }

  async welcome(manager: EntityManager, browserHash: string, newcomer: Newcomer): Promise<void> {
    await manager.delete(Ceremony, { browserHash, kind: 'provider-new' });
    await this.keep(manager, 'provider-new', browserHash, newcomer, null);
  }

  /** The newcomer of this browser; null when nobody waits there. */
  async newcomer(manager: EntityManager, browserHash: string, provider: string): Promise<Newcomer | null> {
    const [ceremony] = await this.running(manager, 'provider-new', browserHash);
    const newcomer = ceremony ? (JSON.parse(ceremony.data) as Newcomer) : null;
    return newcomer?.provider === provider ? newcomer : null;
  }

  async forgetNewcomer(manager: EntityManager, browserHash: string): Promise<void> {
    await manager.delete(Ceremony, { browserHash, kind: 'provider-new' });
  }

  private async running(
    manager: EntityManager,
    kind: CeremonyKind,
    browserHash: string,
  ): Promise<Ceremony[]> {
    const kept = await manager.find(Ceremony, { where: { browserHash, kind }, order: { id: 'DESC' } });
    return kept.filter(({ expiresAt }) => expiresAt > now());
  }

  private async keep(
    manager: EntityManager,
    kind: keyof typeof lasting,
    browserHash: string,
    data: object,
    accountId: string | null,
  ): Promise<void> {
    const at = now();
    const kept = await manager.find(Ceremony, {
      select: { id: true },
      where: { browserHash, kind },
      order: { id: 'DESC' },
    });
    const tooMany = kept.slice(most - 1).map(({ id }) => id);
    if (tooMany.length > 0) await manager.delete(Ceremony, { id: In(tooMany) });
    await manager.insert(Ceremony, {
      id: newId(),
      browserHash,
      kind,
      accountId,
      data: JSON.stringify(data),
      createdAt: at,
      expiresAt: after(lasting[kind], at),
    });
  }
}
