import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { mayManagePoint, mayModeratePoint, maySeeReports } from '../../src/accounts/accounts.rules.js';
import { Accounts } from '../../src/accounts/accounts.service.js';
import { after, day } from '../../src/accounts/periods.js';
import { type Role, RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { type RoleScope, Roles } from '../../src/accounts/roles.service.js';
import { Session } from '../../src/accounts/session.entity.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { Activity } from '../../src/activity/activity.entity.js';
import type { Viewer } from '../../src/web/viewer.js';
import { eachDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import { someEmail } from './people.js';

const viewer = (given: Partial<Viewer>): Viewer => ({
  accountId: 'a',
  sessionId: 's',
  publicName: 'Jana',
  locale: 'cs',
  provedAt: '2026-11-22T10:00:00.000Z',
  leavingAt: null,
  isStaff: false,
  isAdmin: false,
  garantOf: { pointIds: [], personUids: [] },
  ...given,
});
const point = { id: 'p1', garantUids: ['jiri.jaros', 'alena.sikorova'] };

describe('The rules', () => {
  const garantOf = (pointIds: string[], personUids: string[]) =>
    viewer({ garantOf: { pointIds, personUids } });

  it('let a garant decide on points that name them or that were given to them', () => {
    expect(mayManagePoint(garantOf([], ['alena.sikorova']), point)).toBe(true);
    expect(mayManagePoint(garantOf(['p1'], []), point)).toBe(true);
  });

  it('let nobody else decide, staff and admin neither', () => {
    expect(mayManagePoint(garantOf(['p2'], ['marketa.vondrova']), point)).toBe(false);
    for (const other of [null, undefined, viewer({}), viewer({ isStaff: true }), viewer({ isAdmin: true })]) {
      expect(mayManagePoint(other, point)).toBe(false);
    }
  });

  it('let staff moderate everywhere and other garants nowhere', () => {
    expect(mayModeratePoint(viewer({ isStaff: true }), point)).toBe(true);
    expect(mayModeratePoint(viewer({ isAdmin: true }), point)).toBe(true);
    expect(mayModeratePoint(garantOf(['p1'], []), point)).toBe(true);
    expect(mayModeratePoint(garantOf(['p2'], []), point)).toBe(false);
    expect(mayModeratePoint(null, point)).toBe(false);
  });

  it('show reports to staff only', () => {
    expect(maySeeReports(viewer({ isStaff: true }))).toBe(true);
    expect(maySeeReports(garantOf(['p1'], []))).toBe(false);
    expect(maySeeReports(null)).toBe(false);
  });

  it('never let a citizen decide or moderate, whatever the point', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (id, garantUids) => {
        expect(mayModeratePoint(viewer({}), { id, garantUids })).toBe(false);
      }),
    );
  });
});

eachDatabase('Roles', (database) => {
  const at = accountsApplication(database);
  const someAccount = () =>
    at.database.write((manager) =>
      at.application.get(Accounts).create(manager, { email: someEmail(), publicName: 'Jana', locale: 'cs' }),
    );
  const signInAs = (accountId: string) =>
    at.database.write((manager) =>
      at.application.get(Sessions).start(manager, { accountId, userAgent: 'test', method: 'email' }),
    );
  const viewerOf = (token: string) => at.application.get(Sessions).ofToken(token);

  it.each<[Role, RoleScope, Partial<Viewer>]>([
    ['garant', { personUid: 'jiri.jaros' }, { garantOf: { pointIds: [], personUids: ['jiri.jaros'] } }],
    ['deputy', { personUid: 'jiri.jaros' }, { garantOf: { pointIds: [], personUids: ['jiri.jaros'] } }],
    ['staff', {}, { isStaff: true, isAdmin: false }],
    ['admin', {}, { isStaff: true, isAdmin: true }],
  ])('of %s with scope %j makes the viewer %j', async (role, scope, expected) => {
    const { id: accountId } = await someAccount();
    const what = { accountId, role, scope };
    expect(await at.application.get(Roles).grant(what, null)).toBe(true);
    expect(await viewerOf(await signInAs(accountId))).toMatchObject(expected);
    expect(await at.application.get(Roles).revoke(what, null)).toBe(true);
    expect(await viewerOf(await signInAs(accountId))).toMatchObject({
      isStaff: false,
      isAdmin: false,
      garantOf: { pointIds: [], personUids: [] },
    });
  });

  it('are given once and taken once', async () => {
    const { id: accountId } = await someAccount();
    const what = { accountId, role: 'staff' as const, scope: {} };
    const granting = Array.from({ length: 10 }, () => at.application.get(Roles).grant(what, null));
    expect((await Promise.all(granting)).filter(Boolean)).toHaveLength(1);
    const revoking = Array.from({ length: 10 }, () => at.application.get(Roles).revoke(what, null));
    expect((await Promise.all(revoking)).filter(Boolean)).toHaveLength(1);
    expect(await at.application.get(Roles).revoke(what, null)).toBe(false);
  });

  it('end the sessions of the account at once, and of nobody else', async () => {
    const { id: accountId } = await someAccount();
    const { id: neighbour } = await someAccount();
    const [token, other] = [await signInAs(accountId), await signInAs(neighbour)];
    expect(await viewerOf(token)).not.toBeNull();
    await at.application.get(Roles).grant({ accountId, role: 'staff', scope: {} }, null);
    expect(await viewerOf(token)).toBeNull();
    expect(await at.database.read.countBy(Session, { accountId })).toBe(0);
    expect(await viewerOf(other)).not.toBeNull();
  });

  it('are written into the log with who gave them', async () => {
    const { id: accountId } = await someAccount();
    const { id: adminId } = await someAccount();
    const what = { accountId, role: 'garant' as const, scope: { personUid: 'jiri.jaros' } };
    await at.application.get(Roles).grant(what, adminId);
    await at.application.get(Roles).revoke(what, null);
    const entries = await at.database.read.find(Activity, {
      where: { subjectId: accountId },
      order: { number: 'ASC' },
    });
    expect(entries.map(({ verb, actorId }) => [verb, actorId])).toEqual([
      ['account.created', accountId],
      ['role.granted', adminId],
      ['role.revoked', null],
    ]);
    expect(JSON.parse(entries[1]?.data ?? '')).toMatchObject({
      role: 'garant',
      personUid: 'jiri.jaros',
      source: 'granted',
    });
  });

  it('of a deputy take another window, which is logged as another role given', async () => {
    const { id: accountId } = await someAccount();
    const roles = at.application.get(Roles);
    const what = { accountId, role: 'deputy' as const, scope: { personUid: 'jiri.jaros' } };
    const window = { from: null, until: after(day) };
    expect(await roles.grant({ ...what, window }, null)).toBe(true);
    expect(await roles.grant({ ...what, window }, null)).toBe(false);
    expect(await roles.grant(what, null)).toBe(true);
    const held = await roles.heldBy(at.database.read, accountId);
    expect(held.map(({ validUntil }) => validUntil)).toEqual([null]);
    expect(await at.database.read.countBy(RoleGrant, { accountId })).toBe(2);
  });

  it('that people give take the place of what a provider told, never the other way round', async () => {
    const { id: accountId } = await someAccount();
    const roles = at.application.get(Roles);
    const what = { accountId, role: 'garant' as const, scope: { personUid: 'jiri.jaros' } };
    const told = () =>
      at.database.write((manager) =>
        roles.grantWithin(manager, what, { byId: null, source: 'provider', provider: 'mesto' }),
      );
    const source = async () => (await roles.heldBy(at.database.read, accountId)).map((held) => held.source);
    expect(await told()).toBe(true);
    expect(await told()).toBe(false);
    expect(await roles.grant(what, null)).toBe(true);
    expect(await source()).toEqual(['granted']);
    expect(await told()).toBe(false);
    expect(await source()).toEqual(['granted']);
  });

  it('taken on in a session leave that one to be rotated, and end the others', async () => {
    const { id: accountId } = await someAccount();
    const [here, elsewhere] = [await signInAs(accountId), await signInAs(accountId)];
    const before = await viewerOf(here);
    const what = { accountId, role: 'staff' as const, scope: {} };
    const token = await at.database.write(async (manager) => {
      const keepSessionId = before?.sessionId;
      const granting = { byId: null, source: 'invited' as const, keepSessionId };
      await at.application.get(Roles).grantWithin(manager, what, granting);
      return at.application.get(Sessions).rotate(manager, keepSessionId ?? '');
    });
    for (const old of [here, elsewhere]) expect(await viewerOf(old)).toBeNull();
    const now = await viewerOf(token ?? '');
    expect(now).toMatchObject({ isStaff: true, provedAt: before?.provedAt });
    expect(now?.sessionId).not.toBe(before?.sessionId);
  });

  it('of the last admin are not to be taken, whatever the others are', async () => {
    const roles = at.application.get(Roles);
    const [one, two] = [await someAccount(), await someAccount()];
    const admin = ({ id }: { id: string }) => ({ accountId: id, role: 'admin' as const, scope: {} });
    const isLast = ({ id }: { id: string }) =>
      roles.assertNotLastAdmin(at.database.read, id).then(
        () => false,
        () => true,
      );
    await roles.grant(admin(one), null);
    await roles.grant({ accountId: two.id, role: 'staff', scope: {} }, null);
    expect([await isLast(one), await isLast(two)]).toEqual([true, false]);
    await roles.grant(admin(two), null);
    expect([await isLast(one), await isLast(two)]).toEqual([false, false]);
    await at.database.write((manager) =>
      manager.update(Account, { id: two.id }, { bannedAt: '2026-11-22T10:00:00.000Z' }),
    );
    expect(await isLast(one)).toBe(true);
  });
});
