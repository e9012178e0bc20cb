import { Injectable } from '@nestjs/common';
import { Brackets, type EntityManager, In } from 'typeorm';
import { Database } from '../../database/database.js';
import { checkEmail } from '../../web/text/email.js';
import { skeleton } from '../../web/text/skeleton.js';
import { Account } from '../account.entity.js';
import { FormerName } from '../former-name.entity.js';
import { Names } from '../names.service.js';
import { type GrantSource, type Role, RoleGrant } from '../role-grant.entity.js';
import { DeclinedPerson } from './declined-person.entity.js';
import { Invitation } from './invitation.entity.js';

/** People on one page of the list. */
export const peopleOnPage = 30;
/** Invitations on one page of theirs. */
export const invitationsOnPage = 30;

/** A role somebody holds or held, with the names of what it reaches and of who gave and took it. */
export interface HeldRole {
  id: string;
  accountId: string;
  role: Role;
  personUid: string | null;
  personName: string | null;
  pointTitle: string | null;
  validFrom: string | null;
  validUntil: string | null;
  source: GrantSource;
  provider: string | null;
  grantedAt: string;
  grantedBy: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
}

/** Whom the list shows, and after which place in it. */
export interface PeopleQuery {
  /** Part of a name, or a whole address; empty for everybody who has a role. */
  search: string;
  role: Role | null;
  after: { key: string; id: string } | null;
}

/** Somebody in the list: no address, that is on their own page. */
export interface ListedPerson {
  id: string;
  publicName: string;
  nameSkeleton: string;
  roles: HeldRole[];
}

/** All that staff see of one person. */
export interface PersonInDetail {
  account: Account;
  roles: HeldRole[];
  formerNames: FormerName[];
  /** Why the name they go by could not be chosen today; null where it could. */
  nameProblem: string | null;
  lookAlikes: Account[];
  /** People of the content with their address whom they declined to be. */
  declined: { name: string; declinedAt: string }[];
}

/** An invitation with names. */
export interface SentInvitation extends Invitation {
  personName: string | null;
  pointTitle: string | null;
  sender: string | null;
}

/** Reads who has which role. */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly names: Names,
  ) {}

  /** One page in the order of names, and whether there are more. */
  async list({ search, role, after }: PeopleQuery): Promise<{ people: ListedPerson[]; more: boolean }> {
    const { read } = this.database;
    const query = read
      .createQueryBuilder(Account, 'account')
      .where('account.erasedAt IS NULL')
      .orderBy('account.nameSkeleton')
      .addOrderBy('account.id')
      .limit(peopleOnPage + 1);
    if (search.includes('@')) {
      const checked = checkEmail(search);
      query.andWhere('account.email = :email', { email: checked.ok ? checked.value : '' });
    } else if (search !== '') {
      const part = skeleton(search);
      // Of signs alone nothing is left to look for.
      query.andWhere(part === '' ? '1 = 0' : 'account.nameSkeleton LIKE :part', { part: `%${part}%` });
    }
    if (search === '' || role !== null) query.andWhere(`EXISTS ${heldNow(read, role)}`, { role });
    if (after)
      query.andWhere(
        new Brackets((later) =>
          later
            .where('account.nameSkeleton > :key')
            .orWhere('account.nameSkeleton = :key AND account.id > :id'),
        ),
        after,
      );
    const accounts = await query.getMany();
    const page = accounts.slice(0, peopleOnPage);
    const roles = await this.rolesOf(page.map(({ id }) => id));
    return {
      people: page.map(({ id, publicName, nameSkeleton }) => ({
        id,
        publicName,
        nameSkeleton,
        roles: roles.filter(({ accountId, revokedAt }) => accountId === id && revokedAt === null),
      })),
      more: accounts.length > peopleOnPage,
    };
  }

  /** Null for an account that is not there, or was erased. */
  async one(id: string): Promise<PersonInDetail | null> {
    const { read } = this.database;
    const account = await read.findOneBy(Account, { id });
    if (!account || account.erasedAt !== null) return null;
    const roles = await this.rolesOf([id]);
    const isOfficer = roles.some(({ revokedAt }) => revokedAt === null);
    return {
      account,
      roles,
      formerNames: await read.find(FormerName, { where: { accountId: id }, order: { number: 'DESC' } }),
      nameProblem: await this.names.problemOf(read, account.publicName, id),
      declined: await this.declinedBy(id),
      lookAlikes: isOfficer ? await this.names.lookAlikes(read, account) : [],
    };
  }

  /** One page of invitations, the newest first, after the one with an id; one more than a page where there are more. */
  invitations(before: string | null): Promise<SentInvitation[]> {
    const query = this.database.read
      .createQueryBuilder()
      .select(invitationColumns.map((name) => `invitation.${name} AS "${name}"`))
      .addSelect('COALESCE(person.name, invitation.personUid )', 'personName')
      .addSelect('point.title', 'pointTitle')
      .addSelect('sender.publicName', 'sender')
      .from(Invitation, 'invitation')
      .leftJoin('Person', 'person', 'person.uid = invitation.personUid')
      .leftJoin('Point', 'point', 'point.id = invitation.pointId')
      .leftJoin(Account, 'sender', 'sender.id = invitation.invitedById')
      .orderBy('invitation.id', 'DESC')
      .limit(invitationsOnPage + 1);
    if (before !== null) query.where('invitation.id < :before', { before });
    return query.getRawMany<SentInvitation>();
  }

  /** Roles that an account holds, in the order in which they were given. */
  async heldBy(accountId: string): Promise<HeldRole[]> {
    return (await this.rolesOf([accountId])).filter(({ revokedAt }) => revokedAt === null);
  }

  /** Public names by id of their accounts; one query. */
  async namesOf(accountIds: readonly string[]): Promise<Map<string, string>> {
    const accounts = await this.database.read.findBy(Account, { id: In([...accountIds]) });
    return new Map(accounts.map(({ id, publicName }) => [id, publicName]));
  }

  private declinedBy(accountId: string): Promise<{ name: string; declinedAt: string }[]> {
    return this.database.read
      .createQueryBuilder()
      .select(['COALESCE(person.name, declined.personUid ) AS "name"', 'declined.declinedAt AS "declinedAt"'])
      .from(DeclinedPerson, 'declined')
      .leftJoin('Person', 'person', 'person.uid = declined.personUid')
      .where({ accountId })
      .orderBy('declined.declinedAt')
      .addOrderBy('declined.personUid')
      .getRawMany();
  }

  /** Held and former, in the order in which they were given. */
  private async rolesOf(accountIds: string[]): Promise<HeldRole[]> {
    if (accountIds.length === 0) return [];
    return this.database.read
      .createQueryBuilder()
      .select(grantColumns.map((name) => `held.${name} AS "${name}"`))
      .addSelect('COALESCE(person.name, held.personUid )', 'personName')
      .addSelect('point.title', 'pointTitle')
      .addSelect('giver.publicName', 'grantedBy')
      .addSelect('taker.publicName', 'revokedBy')
      .from(RoleGrant, 'held')
      .leftJoin('Person', 'person', 'person.uid = held.personUid')
      .leftJoin('Point', 'point', 'point.id = held.pointId')
      .leftJoin(Account, 'giver', 'giver.id = held.grantedById')
      .leftJoin(Account, 'taker', 'taker.id = held.revokedById')
      .where({ accountId: In(accountIds) })
      .orderBy('held.grantedAt')
      .addOrderBy('held.id')
      .getRawMany<HeldRole>();
  }
}

const grantColumns = [
  'id',
  'accountId',
  'role',
  'personUid',
  'validFrom',
  'validUntil',
  'source',
  'provider',
  'grantedAt',
  'revokedAt',
] as const satisfies (keyof RoleGrant)[];

const invitationColumns = [
  'id',
  'email',
  'role',
  'personUid',
  'pointId',
  'validFrom',
  'validUntil',
  'invitedById',
  'createdAt',
  'expiresAt',
  'acceptedAt',
  'acceptedById',
  'withdrawnAt',
] as const satisfies (keyof Invitation)[];

function heldNow(manager: EntityManager, role: Role | null): string {
  const held = manager
    .createQueryBuilder()
    .subQuery()
    .select('1')
    .from(RoleGrant, 'held')
    .where('held.accountId = account.id AND held.revokedAt IS NULL');
  if (role !== null) held.andWhere('held.role = :role');
  return held.getQuery();
}
