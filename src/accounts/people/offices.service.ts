import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import type { Locale } from '../../web/i18n/messages.js';
import { found, notFound, Refusal } from '../../web/refusal.js';
import type { Viewer } from '../../web/viewer.js';
import { Account } from '../account.entity.js';
import { Names } from '../names.service.js';
import { writeAs } from '../rights.js';
import { RoleGrant } from '../role-grant.entity.js';
import { type Granting, Roles } from '../roles.service.js';
import { SparingMail } from '../sparing-mail.service.js';
import { mayGive, mayHandOut, mayTake, reachesPoints } from './people.rules.js';
import { Reaches } from './reach.service.js';
import type { Wish } from './role.form.js';
import { windowModel } from './role.page.js';

/** Gives people roles and takes them, and tells them; by staff outright, or because somebody accepted one. */
@Injectable()
export class Offices {
  constructor(
    private readonly database: Database,
    private readonly roles: Roles,
    private readonly names: Names,
    private readonly reaches: Reaches,
    private readonly mail: SparingMail,
  ) {}

  /** @throws Refusal 403 for what the viewer may not give; 404; 409 for what the account has already. */
  async give(viewer: Viewer, accountId: string, wish: Wish): Promise<void> {
    await writeAs(this.database, viewer, 'staff', async (manager, viewer) => {
      refuseOthers(viewer, wish.role, accountId);
      const given = await this.giveWithin(manager, accountId, wish, viewer.accountId);
      if (!given) throw new Refusal(409, 'accounts.people.refusal.has');
    });
  }

  /**
   * Takes one role of an account.
   * @throws Refusal 403 for what the viewer may not take; 404; 409 for the last admin, and what is taken already.
   */
  async take(viewer: Viewer, accountId: string, grantId: string): Promise<void> {
    await writeAs(this.database, viewer, 'staff', async (manager, viewer) => {
      const held = found(await manager.findOneBy(RoleGrant, { id: grantId, accountId }));
      if (!mayTake(viewer, held.role)) throw new Refusal(403, 'accounts.people.refusal.notYours');
      await this.takeWithin(manager, held, viewer.accountId);
    });
  }

  /**
   * Gives a role within a write and tells its new holder; `byId` is null for the operator.
   * @returns false when the account has it already. @throws Refusal 404.
   */
  async giveWithin(
    manager: EntityManager,
    accountId: string,
    wish: Wish,
    byId: string | null,
  ): Promise<boolean> {
    const account = await living(manager, accountId);
    const given = await this.begin(manager, account, wish, { byId, source: 'granted' });
    if (!given) return false;
    await this.tell(manager, account, 'role-granted', {
      role: wish.role,
      personUid: wish.scope.personUid ?? null,
      pointId: wish.scope.pointId ?? null,
      validFrom: wish.window.from,
      validUntil: wish.window.until,
    });
    return true;
  }

  /** Takes a role within a write and tells whoever held it. @throws Refusal 409 for the last admin, and when it is taken. */
  async takeWithin(manager: EntityManager, held: RoleGrant, byId: string | null): Promise<void> {
    if (held.role === 'admin') await this.roles.assertNotLastAdmin(manager, held.accountId);
    if (!(await this.roles.revokeWithin(manager, held.id, byId)))
      throw new Refusal(409, 'accounts.people.refusal.taken');
    await this.tell(manager, await living(manager, held.accountId), 'role-revoked', held);
  }

  /** Begins an office within a write. False when the account holds it already. */
  async begin(manager: EntityManager, account: Account, wish: Wish, granting: Granting): Promise<boolean> {
    const { role, scope, window } = wish;
    const given = await this.roles.grantWithin(
      manager,
      { accountId: account.id, role, scope, window },
      granting,
    );
    if (given) await this.askLookAlikes(manager, account);
    return given;
  }

  /** Whoever is called the same would from now on be taken for the one who holds the office. */
  private async askLookAlikes(manager: EntityManager, account: Account): Promise<void> {
    for (const { id, email, locale } of await this.names.lookAlikes(manager, account)) {
      if (email === null) continue;
      await this.mail.queue(manager, 'lookAlikeMailsPerAddress', {
        to: email,
        locale: locale as Locale,
        kind: 'accounts/look-alike',
        subjectId: id,
        model: { path: '/muj-ucet/nastaveni' },
      });
    }
  }

  private async tell(
    manager: EntityManager,
    { id, email, locale, publicName }: Account,
    kind: 'role-granted' | 'role-revoked',
    held: Pick<RoleGrant, 'role' | 'personUid' | 'pointId' | 'validFrom' | 'validUntil'>,
  ): Promise<void> {
    if (email === null) return;
    const { role } = held;
    await this.mail.queue(manager, 'roleMailsPerAddress', {
      to: email,
      locale: locale as Locale,
      kind: `accounts/${kind}`,
      subjectId: id,
      model: {
        role,
        reach: (await this.reaches.labelOf(manager, held)) ?? '',
        scope: held.pointId ? 'point' : held.personUid ? 'person' : 'everything',
        window: windowModel(locale as Locale, held, now())?.text ?? null,
        path: `/prihlaseni${kind === 'role-granted' ? `?next=${reachesPoints(role) ? '/garant' : '/sprava'}` : ''}`,
        rename: (await this.names.problemOf(manager, publicName, id)) !== null,
        settings: '/muj-ucet/nastaveni',
      },
    });
  }
}

/** @throws Refusal 403 with the reason why the viewer may not give that role to that account. */
export function refuseOthers(viewer: Viewer, role: RoleGrant['role'], accountId: string | null): void {
  if (mayGive(viewer, role, accountId)) return;
  const isTooMuch = !mayHandOut(viewer, role);
  throw new Refusal(403, `accounts.people.refusal.${isTooMuch ? 'notYours' : 'self'}`);
}

async function living(manager: EntityManager, accountId: string): Promise<Account> {
  const account = found(await manager.findOneBy(Account, { id: accountId }));
  if (account.erasedAt !== null) throw notFound();
  return account;
}
