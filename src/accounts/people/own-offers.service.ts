import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import { found, notFound, Refusal } from '../../web/refusal.js';
import type { Viewer } from '../../web/viewer.js';
import { Account } from '../account.entity.js';
import { RoleGrant } from '../role-grant.entity.js';
import { Sessions } from '../sessions.service.js';
import { assertSignedIn } from '../signed-in.js';
import { DeclinedPerson } from './declined-person.entity.js';
import { Invitation } from './invitation.entity.js';
import { Invitations, open } from './invitations.service.js';
import { Offices } from './offices.service.js';
import { mayAnswer, mayClaim } from './people.rules.js';
import type { Wish } from './role.form.js';

/** A person of the content whose address is one's own. */
export interface ClaimablePerson {
  uid: string;
  name: string;
  /** When its owner said that it is not them, or that they do not want it; null when they did not. */
  declinedAt: string | null;
}

/** What an account may take on. */
export interface OwnOffers {
  invitations: Invitation[];
  people: ClaimablePerson[];
  /** What they could take on, had they not declined it. */
  declined: ClaimablePerson[];
}

/** Roles that wait for one's answer: invitations to one's address, and people of the content with that address. */
@Injectable()
export class Offers {
  constructor(
    private readonly database: Database,
    private readonly invitations: Invitations,
    private readonly offices: Offices,
    private readonly sessions: Sessions,
    private readonly activityLog: ActivityLog,
  ) {}

  /** Both kinds, oldest first. */
  async of(accountId: string): Promise<OwnOffers> {
    const { read } = this.database;
    const account = await read.findOneBy(Account, { id: accountId });
    if (!account?.email) return { invitations: [], people: [], declined: [] };
    const sent = await read.find(Invitation, { where: open(account.email), order: { id: 'ASC' } });
    const mine = sent.filter((invitation) => mayAnswer(account, invitation));
    const good = await this.invitations.goodAmong(read, mine);
    const people = await this.named(read, account);
    return {
      invitations: good,
      people: people.filter(({ declinedAt }) => declinedAt === null),
      declined: people.filter(({ declinedAt }) => declinedAt !== null),
    };
  }

  /**
   * Accepts an invitation.
   * @returns the token of the session that goes on in this browser, the others end; null when it was accepted before.
   * @throws Refusal 404 for one that is not there for the viewer; 409 for one that is over.
   */
  accept(viewer: Viewer, id: string): Promise<string | null> {
    return this.database.write(async (manager) => {
      // Before anything else: whoever presses twice has another session by the first press.
      if (
        await manager.existsBy(Invitation, { id, acceptedById: viewer.accountId, acceptedAt: Not(IsNull()) })
      )
        return null;
      const account = await this.account(manager, viewer);
      const invitation = await this.addressed(manager, account, id);
      await this.refuseOver(manager, invitation);
      await manager.update(Invitation, { id }, { acceptedAt: now(), acceptedById: account.id });
      await this.invitations.note(manager, invitation, account.id, 'invitation.accepted');
      const { invitedById: byId, role, personUid, pointId, validFrom, validUntil } = invitation;
      const wish: Wish = {
        role,
        scope: { personUid: personUid ?? undefined, pointId: pointId ?? undefined },
        window: { from: validFrom, until: validUntil },
      };
      const keepSessionId = viewer.sessionId;
      const given = await this.offices.begin(manager, account, wish, {
        byId,
        source: 'invited',
        keepSessionId,
      });
      return given ? this.sessions.rotate(manager, viewer.sessionId) : null;
    });
  }

  /** Declines an invitation. @throws Refusal 404, 409. */
  async decline(viewer: Viewer, id: string): Promise<void> {
    await this.database.write(async (manager) => {
      const account = await this.account(manager, viewer);
      const invitation = await this.addressed(manager, account, id);
      await this.refuseOver(manager, invitation);
      await manager.update(Invitation, { id }, { withdrawnAt: now(), acceptedById: account.id });
      await this.invitations.note(manager, invitation, account.id, 'invitation.declined');
    });
  }

  /**
   * Takes on the office of a person of the content.
   * @returns as `accept`.
   * @throws Refusal 404 for a person of another address, or one claimed before; 409 for one that was declined.
   */
  claim(viewer: Viewer, personUid: string): Promise<string | null> {
    return this.database.write(async (manager) => {
      const account = await this.account(manager, viewer);
      const person = await this.person(manager, account, personUid);
      if (person.declinedAt !== null) throw new Refusal(409, 'accounts.offers.refusal.declined');
      const wish: Wish = { role: 'garant', scope: { personUid }, window: { from: null, until: null } };
      const keepSessionId = viewer.sessionId;
      await this.offices.begin(manager, account, wish, { byId: null, source: 'claimed', keepSessionId });
      return this.sessions.rotate(manager, viewer.sessionId);
    });
  }

  /** Says that a person of the content is not them, or that they want no office; staff see it. @throws Refusal 404. */
  async declinePerson(viewer: Viewer, personUid: string): Promise<void> {
    await this.database.write(async (manager) => {
      const account = await this.account(manager, viewer);
      const person = await this.person(manager, account, personUid);
      if (person.declinedAt !== null) return;
      await manager.insert(DeclinedPerson, { accountId: account.id, personUid, declinedAt: now() });
      await this.noteClaim(manager, account.id, personUid, 'claim.declined');
    });
  }

  /** Takes that back, so that the office can be taken on. @throws Refusal 404. */
  async reopenPerson(viewer: Viewer, personUid: string): Promise<void> {
    await this.database.write(async (manager) => {
      const account = await this.account(manager, viewer);
      const person = await this.person(manager, account, personUid);
      if (person.declinedAt === null) return;
      await manager.delete(DeclinedPerson, { accountId: account.id, personUid });
      await this.noteClaim(manager, account.id, personUid, 'claim.reopened');
    });
  }

  private noteClaim(
    manager: EntityManager,
    accountId: string,
    personUid: string,
    verb: 'claim.declined' | 'claim.reopened',
  ): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
      data: { personUid },
    });
  }

  /** Closed or signed out since their request came, they take nothing on. */
  private async account(manager: EntityManager, viewer: Viewer): Promise<Account> {
    await assertSignedIn(manager, viewer);
    return found(await manager.findOneBy(Account, { id: viewer.accountId }));
  }

  /** An invitation for somebody else is as if it were not there. */
  private async addressed(manager: EntityManager, account: Account, id: string): Promise<Invitation> {
    const invitation = found(await manager.findOneBy(Invitation, { id }));
    if (!mayAnswer(account, invitation)) throw notFound();
    return invitation;
  }

  private async refuseOver(manager: EntityManager, invitation: Invitation): Promise<void> {
    const isOpen = await manager.existsBy(Invitation, { ...open(invitation.email), id: invitation.id });
    const [good] = await this.invitations.goodAmong(manager, [invitation]);
    if (!isOpen || !good) throw new Refusal(409, 'accounts.offers.refusal.over');
  }

  /** Somebody of another address is as if they were not there. */
  private async person(manager: EntityManager, account: Account, uid: string): Promise<ClaimablePerson> {
    return found((await this.named(manager, account)).find((person) => person.uid === uid));
  }

  /** People of the content with the account's address whom it has not been yet, declined or not. */
  private async named(manager: EntityManager, account: Account): Promise<ClaimablePerson[]> {
    if (account.email === null) return [];
    // People of the content belong to a later module; their table is read by name.
    const people: { uid: string; name: string }[] = await manager
      .createQueryBuilder()
      .select(['person.uid AS "uid"', 'person.name AS "name"'])
      .from('Person', 'person')
      .where('LOWER(person.email) = :email', { email: account.email })
      .orderBy('person.uid')
      .getRawMany();
    if (people.length === 0) return [];
    const grants = await manager.findBy(RoleGrant, { accountId: account.id, role: 'garant' });
    const held = new Set(grants.map(({ personUid }) => personUid));
    const declined = await manager.findBy(DeclinedPerson, { accountId: account.id });
    return people
      .filter(({ uid }) => mayClaim(account, { email: account.email, everHeld: held.has(uid) }))
      .map((person) => ({
        ...person,
        declinedAt: declined.find(({ personUid }) => personUid === person.uid)?.declinedAt ?? null,
      }));
  }
}
