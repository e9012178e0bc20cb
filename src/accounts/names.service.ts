import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { canBeMistakenFor, claimsOffice, nameWords } from '../web/text/office-name.js';
import { skeleton } from '../web/text/skeleton.js';
import { Account } from './account.entity.js';
import { RoleGrant } from './role-grant.entity.js';

/** What is stored to compare names by: the look of a name, at most 120 characters. */
export function nameKey(publicName: string): string {
  return Array.from(skeleton(publicName)).slice(0, 120).join('');
}

/** Thrown within a write when a name cannot be had; `key` names the sentence for the field. */
export class NameRefused extends Error {
  constructor(readonly key: string) {
    super(key);
  }
}

/** Most accounts of the same name that are looked for. */
const mostLookAlikes = 20;

/** Keeps public names apart from those of people whose word weighs more: garants, deputies, staff. */
@Injectable()
export class Names {
  /**
   * @throws NameRefused when it could be taken for that of a garant or staff other than the account itself, or claims
   * an office that the account does not hold.
   */
  async assertFree(manager: EntityManager, publicName: string, accountId: string | null): Promise<void> {
    const problem = await this.problemOf(manager, publicName, accountId);
    if (problem) throw new NameRefused(problem);
  }

  /** Whether `assertFree` would let it pass. */
  async isFree(manager: EntityManager, publicName: string, accountId: string | null): Promise<boolean> {
    return (await this.problemOf(manager, publicName, accountId)) === null;
  }

  /** The sentence that says why a name cannot be had; null when it can. Two citizens may share a name. */
  async problemOf(
    manager: EntityManager,
    publicName: string,
    accountId: string | null,
  ): Promise<string | null> {
    const own = accountId ? await manager.findBy(RoleGrant, { accountId, revokedAt: IsNull() }) : [];
    if (own.length === 0 && claimsOffice(publicName)) return 'accounts.name.office';
    if (await this.isGarants(manager, publicName, accountId, own)) return 'accounts.name.reserved';
    if (await this.isOfficers(manager, publicName, accountId)) return 'accounts.name.reserved';
    return null;
  }

  /** Accounts without any role whose name looks like this one, in whatever order of words; some of them, if many. */
  lookAlikes(manager: EntityManager, { id, publicName }: Account): Promise<Account[]> {
    return manager
      .createQueryBuilder(Account, 'account')
      .where({ nameSkeleton: In(keysInAnyOrder(publicName)), id: Not(id), erasedAt: IsNull() })
      .andWhere(
        `NOT EXISTS ${manager
          .createQueryBuilder()
          .subQuery()
          .select('1')
          .from(RoleGrant, 'held')
          .where('held.accountId = account.id AND held.revokedAt IS NULL')
          .getQuery()}`,
      )
      .orderBy('account.id')
      .limit(mostLookAlikes)
      .getMany();
  }

  private async isOfficers(
    manager: EntityManager,
    publicName: string,
    accountId: string | null,
  ): Promise<boolean> {
    const officers = await manager
      .createQueryBuilder()
      .select('account.publicName', 'name')
      .distinct(true)
      .from(Account, 'account')
      .innerJoin(RoleGrant, 'held', 'held.accountId = account.id AND held.revokedAt IS NULL')
      .where('account.id <> :accountId', { accountId: accountId ?? '' })
      .getRawMany<{ name: string }>();
    return officers.some(({ name }) => canBeMistakenFor(publicName, name));
  }

  /** Theirs are the names of people of the content in whose name they answer, or whose address is their own. */
  private async isGarants(
    manager: EntityManager,
    publicName: string,
    accountId: string | null,
    own: readonly RoleGrant[],
  ): Promise<boolean> {
    // People of the content belong to a later module; their table is read by name.
    const people: { uid: string; name: string; email: string | null }[] = await manager
      .createQueryBuilder()
      .select(['person.uid AS "uid"', 'person.name AS "name"', 'LOWER(person.email) AS "email"'])
      .from('Person', 'person')
      .getRawMany();
    const alike = people.filter(({ name }) => canBeMistakenFor(publicName, name));
    if (alike.length === 0) return false;
    const account = accountId ? await manager.findOneBy(Account, { id: accountId }) : null;
    const answersFor = (uid: string) =>
      own.some(({ role, personUid }) => role === 'garant' && personUid === uid);
    const isThem = (email: string | null) => email !== null && email === account?.email;
    return !alike.some(({ uid, email }) => answersFor(uid) || isThem(email));
  }
}

/** Keys of a name with its words in any order, as long as they are not many. */
function keysInAnyOrder(publicName: string): string[] {
  const words = nameWords(publicName);
  if (words.length > 3) return [nameKey(publicName)];
  return [...new Set([nameKey(publicName), ...orders(words).map((order) => nameKey(order.join(' ')))])];
}

function orders(words: readonly string[]): string[][] {
  if (words.length < 2) return [[...words]];
  return words.flatMap((word, place) => orders(words.toSpliced(place, 1)).map((rest) => [word, ...rest]));
}
