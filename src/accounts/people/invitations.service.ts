import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import type { Verb } from '../../activity/verbs.js';
import { Database } from '../../database/database.js';
import { newId } from '../../database/id.js';
import { now } from '../../database/time.js';
import { Outbox } from '../../mail/outbox.service.js';
import type { Locale } from '../../web/i18n/messages.js';
import { found, Refusal } from '../../web/refusal.js';
import type { Viewer } from '../../web/viewer.js';
import { Account } from '../account.entity.js';
import { Accounts } from '../accounts.service.js';
import { Limits } from '../limits.service.js';
import { after, day, hour } from '../periods.js';
import { writeAs } from '../rights.js';
import { type Role, RoleGrant } from '../role-grant.entity.js';
import { Invitation } from './invitation.entity.js';
import { refuseOthers } from './offices.service.js';
import { mayHandOut, mayManageInvitation, stateOf } from './people.rules.js';
import { Reaches } from './reach.service.js';
import type { Wish } from './role.form.js';
import { windowModel } from './role.page.js';

/** Days for which an invitation can be accepted. */
export const invitationDays = 14;

const mailsPerAddress = { max: 5, seconds: day };
const mailsPerSender = { max: 60, seconds: hour };

/** Where staff, or an operator, offer a role to an address. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly reaches: Reaches,
    private readonly limits: Limits,
    private readonly outbox: Outbox,
    private readonly activityLog: ActivityLog,
  ) {}

  /**
   * Offers a role to an address; an earlier offer of the same is replaced. `viewer` is null for the operator.
   * @throws Refusal 403; 409 when that address has the role; 429.
   */
  invite(viewer: Viewer | null, email: string, wish: Wish, locale: Locale): Promise<string> {
    if (!viewer) return this.database.write((manager) => this.offer(manager, { email, wish, locale }, null));
    return writeAs(this.database, viewer, 'staff', async (manager, viewer) => {
      const account = await this.accounts.byEmail(manager, email);
      refuseOthers(viewer, wish.role, account?.id ?? null);
      return this.offer(manager, { email, wish, locale }, viewer.accountId);
    });
  }

  /** Sends one again that waits or has run out; it is good for as long as a new one. @throws Refusal 403, 404, 409, 429. */
  async again(viewer: Viewer, id: string, locale: Locale): Promise<void> {
    await writeAs(this.database, viewer, 'staff', async (manager, viewer) => {
      const invitation = await this.managed(manager, viewer, id);
      const { email, role } = invitation;
      const account = await this.accounts.byEmail(manager, email);
      refuseOthers(viewer, role, account?.id ?? null);
      const state = stateOf(invitation, now());
      if (state !== 'waiting' && state !== 'expired') throw over();
      // From now on it stands on the word of whoever sends it again.
      const renewed = { invitedById: viewer.accountId, expiresAt: after(invitationDays * day) };
      await manager.update(Invitation, { id }, renewed);
      const sent = { ...invitation, ...renewed };
      await this.send(manager, sent, (account?.locale as Locale | undefined) ?? locale);
      await this.note(manager, sent, viewer.accountId, 'invitation.sent');
    });
  }

  /** Takes back one that waits. @throws Refusal 403, 404, 409. */
  async withdraw(viewer: Viewer, id: string): Promise<void> {
    await writeAs(this.database, viewer, 'staff', async (manager, viewer) => {
      const invitation = await this.managed(manager, viewer, id);
      if (stateOf(invitation, now()) !== 'waiting') throw over();
      await manager.update(Invitation, { id }, { withdrawnAt: now() });
      await this.outbox.cancel(manager, id, 'accounts/invitation');
      await this.note(manager, invitation, viewer.accountId, 'invitation.withdrawn');
    });
  }

  /** Those whose sender could still send them: what they lost, their letters cannot give either. Two queries. */
  async goodAmong(manager: EntityManager, invitations: readonly Invitation[]): Promise<Invitation[]> {
    const senderIds = invitations.flatMap(({ invitedById }) => invitedById ?? []);
    const senders = await manager.findBy(Account, {
      id: In(senderIds),
      bannedAt: IsNull(),
      erasedAt: IsNull(),
    });
    const grants = await manager.findBy(RoleGrant, {
      accountId: In(senders.map(({ id }) => id)),
      revokedAt: IsNull(),
    });
    const holds = (id: string, role: Role) =>
      grants.some((grant) => grant.accountId === id && grant.role === role);
    return invitations.filter(
      ({ invitedById: id, role }) =>
        id === null || mayHandOut({ isStaff: holds(id, 'staff'), isAdmin: holds(id, 'admin') }, role),
    );
  }

  /** Writes what happened to an invitation into the log, within a write. */
  async note(
    manager: EntityManager,
    { id, role, pointId, personUid }: Invitation,
    actorId: string | null,
    verb: Verb,
  ): Promise<void> {
    await this.activityLog.record(manager, {
      actorId,
      verb,
      subjectType: 'invitation',
      subjectId: id,
      data: { role, personUid, pointId },
    });
  }

  private async offer(
    manager: EntityManager,
    { email, wish, locale }: { email: string; wish: Wish; locale: Locale },
    byId: string | null,
  ): Promise<string> {
    const account = await this.accounts.byEmail(manager, email);
    if (account && (await this.holds(manager, account.id, wish)))
      throw new Refusal(409, 'accounts.people.refusal.has');
    await manager.update(Invitation, { ...open(email), ...sameRole(wish) }, { withdrawnAt: now() });
    const at = now();
    const invitation = {
      id: newId(),
      email,
      role: wish.role,
      personUid: wish.scope.personUid ?? null,
      pointId: wish.scope.pointId ?? null,
      validFrom: wish.window.from,
      validUntil: wish.window.until,
      invitedById: byId,
      createdAt: at,
      expiresAt: after(invitationDays * day, at),
      acceptedAt: null,
      acceptedById: null,
      withdrawnAt: null,
    };
    await manager.insert(Invitation, invitation);
    await this.send(manager, invitation, (account?.locale as Locale | undefined) ?? locale);
    await this.note(manager, invitation, byId, 'invitation.sent');
    return invitation.id;
  }

  private async managed(manager: EntityManager, viewer: Viewer, id: string): Promise<Invitation> {
    const invitation = found(await manager.findOneBy(Invitation, { id }));
    if (!mayManageInvitation(viewer, invitation)) throw new Refusal(403, 'accounts.people.refusal.notYours');
    return invitation;
  }

  private holds(manager: EntityManager, accountId: string, wish: Wish): Promise<boolean> {
    const { from, until } = wish.window;
    return manager.existsBy(RoleGrant, {
      accountId,
      ...sameRole(wish),
      validFrom: from ?? IsNull(),
      validUntil: until ?? IsNull(),
      revokedAt: IsNull(),
    });
  }

  private async send(manager: EntityManager, invitation: Invitation, locale: Locale): Promise<void> {
    const { id, email, role, invitedById, pointId, personUid, expiresAt } = invitation;
    await this.limits.spend(manager, 'invitation', email, mailsPerAddress);
    if (invitedById) await this.limits.spend(manager, 'invitation-by', invitedById, mailsPerSender);
    const sender = invitedById ? await manager.findOneBy(Account, { id: invitedById }) : null;
    await this.outbox.queue(manager, {
      to: email,
      locale,
      kind: 'accounts/invitation',
      subjectId: id,
      model: {
        role,
        reach: (await this.reaches.labelOf(manager, invitation)) ?? '',
        scope: pointId ? 'point' : personUid ? 'person' : 'everything',
        sender: sender?.publicName ?? null,
        window: windowModel(locale, invitation, now())?.text ?? null,
        expiresAt,
        path: '/prihlaseni?next=/muj-ucet/pozvanky',
      },
    });
  }
}

/** Of an address, neither answered nor run out. */
export function open(email: string) {
  return { email, acceptedAt: IsNull(), withdrawnAt: IsNull(), expiresAt: MoreThan(now()) };
}

function sameRole({ role, scope }: Wish) {
  return { role, personUid: scope.personUid ?? IsNull(), pointId: scope.pointId ?? IsNull() };
}

function over(): Refusal {
  return new Refusal(409, 'accounts.people.refusal.over');
}
