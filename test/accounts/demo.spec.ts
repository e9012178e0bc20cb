import { describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Session } from '../../src/accounts/session.entity.js';
import { eachDatabase, sqliteDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import { fillIn, hiddenFields, post } from './people.js';

eachDatabase('The demo', (database) => {
  const at = accountsApplication(database);

  it('has one login per role, by one click', async () => {
    const page = await at.browser().get('/demo');
    for (const person of demoPeople) {
      expect(page.text).toContain(person.publicName);
      const browser = at.browser();
      const action = `/demo/prihlaseni/${person.name}`;
      expect((await fillIn(browser, '/demo', action, {})).status).toBe(303);
      expect((await browser.get('/muj-ucet/zabezpeceni')).text).toContain(person.email);
    }
  });

  it('ends the session of whoever was somebody else before, in that browser', async () => {
    const browser = at.browser();
    await fillIn(browser, '/demo', '/demo/prihlaseni/admin', {});
    const ids = await at.application.get(Demo).ensure();
    const before = await at.database.read.countBy(Session, { accountId: ids.admin });
    await fillIn(browser, '/demo', '/demo/prihlaseni/obcan', {});
    expect(await at.database.read.countBy(Session, { accountId: ids.admin })).toBe(before - 1);
    expect((await browser.get('/muj-ucet/zabezpeceni')).text).toContain('jana.dvorakova@example.org');
  });

  it('has an address for each of them, which only asks', async () => {
    const before = await at.database.read.count(Account);
    const page = await at.browser().get('/demo/prihlaseni/garant');
    expect(page.text).toContain('Jiří Jaroš');
    expect(page.text).not.toContain('Jana Dvořáková');
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(await at.database.read.count(Account)).toBe(before);
  });

  it('makes its people once, however often it is asked', async () => {
    await at.application.get(Demo).ensure();
    const ids = await at.application.get(Demo).ensure();
    expect(Object.keys(ids)).toEqual(demoPeople.map(({ name }) => name));
    expect(await at.database.read.countBy(RoleGrant, { accountId: ids.garant })).toBe(1);
    for (const { email } of demoPeople) expect(await at.database.read.countBy(Account, { email })).toBe(1);
  });

  it('knows nobody else', async () => {
    expect((await at.browser().get('/demo/prihlaseni/nikdo')).status).toBe(404);
  });
});

describe('Without the demo', () => {
  const at = accountsApplication(sqliteDatabase(), { DEMO: 'false' });

  it('its addresses are not there', async () => {
    const browser = at.browser();
    const form = hiddenFields(await browser.get('/prihlaseni'), '/prihlaseni');
    for (const path of ['/demo', '/demo/prihlaseni/admin', '/demo/posta']) {
      expect((await browser.get(path)).status).toBe(404);
    }
    const answer = await post(browser, '/demo/prihlaseni/admin', { _csrf: form._csrf ?? '' });
    expect(answer.status).toBe(404);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await at.database.read.count(Account)).toBe(0);
  });
});
