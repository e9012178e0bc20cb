import { type EntityManager, MoreThan } from 'typeorm';
import { now } from '../database/time.js';
import type { Locale } from '../web/i18n/messages.js';
import { PendingContribution } from './pending-contribution.entity.js';
import type { Description, Publishers } from './publishers.js';

/** Most contributions that one page can ask about. */
export const pageful = 40;

/** One thing that waits, for its author. */
export interface WaitingThing {
  id: string;
  /** Null when it can no longer be published. */
  about: Description | null;
  expiresAt: string;
}

/** What waits that was written in a browser, the oldest first. */
export function waitingIn(manager: EntityManager, browserHash: string): Promise<PendingContribution[]> {
  return manager.find(PendingContribution, {
    where: { browserHash, expiresAt: MoreThan(now()) },
    order: { createdAt: 'ASC', id: 'ASC' },
    take: pageful,
  });
}

/** In words, in the order given. */
export function described(
  publishers: Publishers,
  waiting: readonly PendingContribution[],
  locale: Locale,
): Promise<WaitingThing[]> {
  return Promise.all(
    waiting.map(async ({ id, kind, payload, expiresAt }) => ({
      id,
      expiresAt,
      about: await publishers.of(kind).describe(payload, locale),
    })),
  );
}
