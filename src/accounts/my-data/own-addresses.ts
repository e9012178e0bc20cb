import {
  Between,
  type EntityManager,
  type FindOperator,
  type FindOptionsWhere,
  In,
  IsNull,
  Not,
} from 'typeorm';
import type { Instant } from '../../database/time.js';
import { Account } from '../account.entity.js';
import { EmailChange } from '../email-change.entity.js';
import type { Invitation } from '../people/invitation.entity.js';

/** A span of time in which an address was somebody's, both ends included. */
export interface OwnAddress {
  email: string;
  from: Instant;
  until: Instant;
}

const ever = '0000-01-01T00:00:00.000Z';
const stillNow = '9999-12-31T23:59:59.999Z';

/**
 * Addresses an account has and had, as far back as changes of address are kept. One that was left counts on while
 * nobody else has had it since; one that was taken back from somebody counts for the time they had the account, and no
 * longer.
 */
export async function ownAddresses(
  manager: EntityManager,
  { id, email }: Pick<Account, 'id' | 'email'>,
): Promise<OwnAddress[]> {
  const changes = await manager.findBy(EmailChange, { accountId: id, confirmedAt: Not(IsNull()) });
  const kept = changes.filter(({ revertedAt }) => revertedAt === null);
  const addresses = [...new Set([email ?? [], kept.map(({ oldEmail }) => oldEmail)].flat(2))];
  const others = await leftByOthers(manager, id, addresses);
  const taken = await manager.findBy(Account, { id: Not(id), email: In(addresses) });
  const spans = addresses.map((address) => {
    const end = address === email ? stillNow : (lastLeft(kept, address) ?? ever);
    const left = others.get(address) ?? [];
    const isPassedOn = taken.some((other) => other.email === address) || left.some((at) => at > end);
    const from = left.filter((at) => at <= end).at(-1) ?? ever;
    return { email: address, from, until: isPassedOn ? end : stillNow };
  });
  const lent = changes.flatMap(({ newEmail, requestedAt, revertedAt }) =>
    revertedAt === null ? [] : [{ email: newEmail, from: requestedAt, until: revertedAt }],
  );
  return [...spans, ...lent];
}

/** Stands in where there is no address: TypeORM takes no conditions at all for every row. */
const nobodys: OwnAddress = { email: '', from: ever, until: ever };

/** Conditions for rows that were made at these addresses while they were theirs; `column` holds the address. */
export function madeAt<Column extends string>(
  addresses: readonly OwnAddress[],
  column: Column,
): ({ [name in Column]: string } & { createdAt: FindOperator<string> })[] {
  return (addresses.length > 0 ? addresses : [nobodys]).map(
    ({ email, from, until }) =>
      ({ [column]: email, createdAt: Between(from, until) }) as { [name in Column]: string } & {
        createdAt: FindOperator<string>;
      },
  );
}

/** Conditions for invitations that an account answered, or that came to its addresses and nobody answered. */
export function invitationsOf(
  accountId: string,
  addresses: readonly OwnAddress[],
): FindOptionsWhere<Invitation>[] {
  const unanswered = madeAt(addresses, 'email').map((theirs) => ({ ...theirs, acceptedById: IsNull() }));
  return [{ acceptedById: accountId }, ...unanswered];
}

/** When other accounts left each of the addresses, in that order. */
async function leftByOthers(
  manager: EntityManager,
  id: string,
  addresses: string[],
): Promise<Map<string, Instant[]>> {
  const confirmed = { accountId: Not(id), confirmedAt: Not(IsNull()) };
  const changes = await manager.findBy(EmailChange, [
    { ...confirmed, oldEmail: In(addresses) },
    { ...confirmed, newEmail: In(addresses) },
  ]);
  const timesLeft = (address: string) =>
    changes.flatMap(({ oldEmail, newEmail, confirmedAt, revertedAt }) => {
      if (oldEmail === address && revertedAt === null) return confirmedAt ?? [];
      return (newEmail === address && revertedAt) || [];
    });
  return new Map(addresses.map((address) => [address, timesLeft(address).sort()]));
}

function lastLeft(kept: readonly EmailChange[], address: string): Instant | null {
  const left = kept.flatMap(({ oldEmail, confirmedAt }) =>
    oldEmail === address && confirmedAt !== null ? confirmedAt : [],
  );
  return left.sort().at(-1) ?? null;
}
