import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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

/** Keeps public names apart from those of people whose word weighs more: garants, deputies, staff. */
@Injectable()
export class Names {
  /** @throws NameRefused when it looks like the name of a garant or staff other than the account itself. */
  async assertFree(manager: EntityManager, publicName: string, accountId: string | null): Promise<void> {
    if (!(await this.isFree(manager, publicName, accountId))) throw new NameRefused('accounts.name.reserved');
  }

  /** False for a look-alike of somebody else's name who is a garant or staff. Two citizens may share a name. */
  async isFree(manager: EntityManager, publicName: string, accountId: string | null): Promise<boolean> {
    const key = nameKey(publicName);
    return (
      !(await this.isOfficers(manager, key, accountId)) && !(await this.isGarants(manager, key, accountId))
    );
  }

  private isOfficers(manager: EntityManager, key: string, accountId: string | null): Promise<boolean> {
    return manager
      .createQueryBuilder(Account, 'account')
      .innerJoin(RoleGrant, 'held', 'held.accountId = account.id AND held.revokedAt IS NULL')
      .where('account.nameSkeleton = :key AND account.id <> :accountId', { key, accountId: accountId ?? '' })
      .getExists();
  }

  private async isGarants(manager: EntityManager, key: string, accountId: string | null): Promise<boolean> {
    // People of the content belong to a later module; its table is read by name.
    const people: { uid: string; name: string }[] = await manager
      .createQueryBuilder()
      .select(['person.uid AS "uid"', 'person.name AS "name"'])
      .from('Person', 'person')
      .getRawMany();
    const alike = people.filter((person) => nameKey(person.name) === key);
    if (alike.length === 0) return false;
    const own = accountId ? await manager.findBy(RoleGrant, { accountId }) : [];
    const ownUids = own.flatMap((grant) => (grant.revokedAt === null ? (grant.personUid ?? []) : []));
    return !alike.some((person) => ownUids.includes(person.uid));
  }
}
