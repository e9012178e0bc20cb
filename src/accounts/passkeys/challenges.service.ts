import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import { Ceremony } from '../ceremony.entity.js';
import { after, minute } from '../periods.js';
import { challengeIn } from './passkey-answer.js';

/** Seconds that somebody has to find their passkey. */
export const lasting = 5 * minute;

/** Challenges of one browser at the same time: tabs, and attempts that came to nothing. */
const most = 8;

/** What a challenge is for. */
export type Use = 'passkey' | 'passkey-add';

/** The server's memory of challenges: each belongs to one browser and is taken once. */
@Injectable()
export class Challenges {
  /** Poses a challenge within a write: 256 random bits, base64url. */
  async pose(
    manager: EntityManager,
    use: Use,
    browserHash: string,
    accountId: string | null,
  ): Promise<string> {
    const challenge = randomBytes(32).toString('base64url');
    const at = now();
    const kept = await manager.find(Ceremony, {
      select: { id: true },
      where: { browserHash, kind: use },
      order: { id: 'DESC' },
    });
    const tooMany = kept.slice(most - 1).map(({ id }) => id);
    if (tooMany.length > 0) await manager.delete(Ceremony, { id: In(tooMany) });
    await manager.insert(Ceremony, {
      id: newId(),
      browserHash,
      kind: use,
      accountId,
      data: JSON.stringify({ challenge }),
      createdAt: at,
      expiresAt: after(lasting, at),
    });
    return challenge;
  }

  /** Takes the challenge that was answered; null when this browser was not asked it, for this account, or not lately. */
  async take(
    manager: EntityManager,
    use: Use,
    browserHash: string,
    accountId: string | null,
    clientDataJSON: string,
  ): Promise<string | null> {
    const answered = challengeIn(clientDataJSON);
    const posed = await manager.findBy(Ceremony, {
      browserHash,
      kind: use,
      accountId: accountId ?? IsNull(),
      expiresAt: MoreThan(now()),
    });
    for (const { id, data } of posed) {
      const { challenge } = JSON.parse(data) as { challenge: string };
      if (challenge !== answered) continue;
      const { affected } = await manager.delete(Ceremony, { id });
      return affected ? challenge : null;
    }
    return null;
  }
}
