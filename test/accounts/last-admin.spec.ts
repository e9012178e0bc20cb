import { expect, it, vi } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Erasure } from '../../src/accounts/my-data/erasure.entity.js';
import { Erasures } from '../../src/accounts/my-data/erasures.service.js';
import { after } from '../../src/accounts/periods.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { LOG } from '../../src/ops/ops.module.js';
import type { Person } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { officeWorld } from './office-world.js';

eachDatabase('An admin who asked to be erased', (database) => {
  const { here, cookieFor, officer, rolesOf } = officeWorld(database);
  const erasures = () => here.app.application.get(Erasures);
  const roles = () => here.app.application.get(Roles);
  const none = async () => {
    for (const { id } of await here.app.database.read.findBy(RoleGrant, { role: 'admin' }))
      await here.write((manager) => roles().revokeWithin(manager, id, null));
  };
  const twoAdmins = async () => {
    await none();
    return [await officer('Alena Jediná', 'admin'), await officer('Boris Druhý', 'admin')] as const;
  };
  const ask = (person: Person) => here.post('/muj-ucet/udaje/vymazani', { choice: 'keep' }, person);
  const makeDue = ({ id: accountId }: Person) =>
    here.write((manager) => manager.update(Erasure, { accountId }, { dueAt: after(-1) }));

  it('is not one who stays: of two who ask at once, one is told why not', async () => {
    const admins = await twoAdmins();
    const answers = await Promise.all(admins.map(ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.text).toContain('Nezůstal by tu žádný správce');
    const pending = await Promise.all(admins.map(({ id }) => erasures().pendingOf(id)));
    expect(pending.filter(Boolean)).toHaveLength(1);
  });

  it('leaves the other one their role until coming back', async () => {
    const [leaving, stays] = await twoAdmins();
    expect((await ask(leaving)).status).toBe(303);
    const [grant] = await here.app.database.read.findBy(RoleGrant, { accountId: stays.id });
    const laying = `/sprava/lide/${stays.id}/role/${grant?.id}/odebrani`;
    expect((await here.post(laying, {}, stays)).status).toBe(409);
    expect((await ask(stays)).status).toBe(409);
    const back = await cookieFor(leaving);
    expect((await here.post('/muj-ucet/udaje/vymazani/zpet', {}, back)).status).toBe(303);
    expect((await here.post(laying, {}, stays)).status).toBe(303);
    expect(await rolesOf(stays)).toEqual([]);
  });

  it('is erased when due, also as the last one by then; the operator is told, and so are staff', async () => {
    const [leaving, other] = await twoAdmins();
    const staff = await officer('Cilka Zůstávající', 'staff');
    expect((await ask(leaving)).status).toBe(303);
    const list = async () => (await here.get('/sprava/lide', staff)).text;
    expect(await list()).not.toContain('Teď tu není nikdo, kdo by byl správcem');
    await here.write((manager) =>
      manager.update(Account, { id: other.id }, { bannedAt: '2026-11-22T10:00:00.000Z' }),
    );
    await makeDue(leaving);
    const log = here.app.application.get(LOG);
    const complained = vi.spyOn(log, 'error');
    await erasures().carryOutDue();
    await erasures().carryOutDue();
    expect(complained.mock.calls).toEqual([
      [{ accountId: leaving.id }, expect.stringContaining('accounts grant EMAIL admin')],
    ]);
    complained.mockRestore();
    expect(await here.app.database.read.findOneByOrFail(Account, { id: leaving.id })).toMatchObject({
      email: null,
      publicName: '',
    });
    expect(await rolesOf(leaving)).toEqual([]);
    expect(await list()).toContain('Teď tu není nikdo, kdo by byl správcem');
  });

  it('is not erased at once by the operator while there is no other, and nothing waits because of it', async () => {
    await none();
    const last = await officer('Dora Poslední', 'admin');
    await expect(erasures().eraseNow(last.id, 'keep')).rejects.toMatchObject({ status: 409 });
    expect(await erasures().pendingOf(last.id)).toBeNull();
    await officer('Evžen Další', 'admin');
    expect(await erasures().eraseNow(last.id, 'keep')).toBe(true);
    expect(await here.app.database.read.countBy(Erasure, { accountId: last.id })).toBe(1);
  });
});
