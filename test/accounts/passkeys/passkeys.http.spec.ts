import { expect, it } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Ceremony } from '../../../src/accounts/ceremony.entity.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { testApplication } from '../../support/application.js';
import { Authenticator } from '../../support/authenticator.js';
import { eachDatabase } from '../../support/databases.js';
import { mailsTo, whoIsIn } from '../providers/world.js';
import { addKey, holder, keeping, keyHolder, keysOf, optionsOf, origin, press, signInWith } from './world.js';

const hour = 3_600_000;

eachDatabase('Passkeys', (database) => {
  const at = testApplication(database, { BASE_URL: origin });

  const ageSessions = (accountId: string) =>
    at.database.write((manager) =>
      manager.update(Session, { accountId }, { createdAt: new Date(Date.now() - hour).toISOString() }),
    );

  it('sign in without an address, to where one wanted to go', async () => {
    const { authenticator, accountId } = await keyHolder(at, 'Klíčnice');
    const browser = at.browser();
    const answer = await signInWith(browser, authenticator, {}, '/podminky');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/podminky/);
    expect(await whoIsIn(browser)).toBe('Klíčnice');
    const methods = await at.database.read.findBy(Session, { accountId });
    expect(methods.map(({ method }) => method).sort()).toEqual(['email', 'passkey']);
    expect((await keysOf(at, accountId))[0]?.lastUsedAt).not.toBeNull();
  });

  it('lead nowhere but to us', async () => {
    const { authenticator } = await keyHolder(at, 'Jinam Nechce');
    const answer = await signInWith(at.browser(), authenticator, {}, '//zly.example');
    expect(answer.headers.location).toMatch(/^\/\?/);
  });

  it('work again and again, whether they count or not', async () => {
    for (const isCounting of [true, false]) {
      const { authenticator } = await keyHolder(at, `Počítá ${isCounting}`, isCounting);
      for (const _ of [1, 2, 3]) expect((await signInWith(at.browser(), authenticator)).status).toBe(303);
    }
  });

  it('are told of by mail when they come and when they go', async () => {
    const { email, accountId, browser, authenticator } = await keyHolder(at, 'Zpravená');
    expect(await mailsTo(at, email)).toContain('accounts.passkey-added');
    const [key] = await keysOf(at, accountId);
    expect((await press(browser, `${keeping}/${key?.id}/odebrani`)).status).toBe(303);
    expect(await mailsTo(at, email)).toContain('accounts.passkey-removed');
    expect(await keysOf(at, accountId)).toEqual([]);
    expect((await signInWith(at.browser(), authenticator)).status).toBe(403);
  });

  it('are asked for as discoverable, with their owner verified, and not twice in one device', async () => {
    const { browser, accountId, authenticator } = await keyHolder(at, 'Dotázaná');
    const options = await optionsOf(browser, keeping);
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: authenticator.id, transports: ['internal'] }],
    });
    expect(Buffer.from(options.user.id, 'base64url').toString()).toBe(accountId);
    expect(await optionsOf(at.browser(), '/prihlaseni/klic')).toMatchObject({
      rpId: 'localhost',
      userVerification: 'required',
      allowCredentials: [],
    });
  });

  it('are named by their owner', async () => {
    const { browser, accountId } = await keyHolder(at, 'Pojmenovaná');
    const [key] = await keysOf(at, accountId);
    const rename = (name: string) => press(browser, `${keeping}/${key?.id}/jmeno`, { name });
    expect((await rename('  Modrý   telefon ')).status).toBe(303);
    expect((await keysOf(at, accountId))[0]?.name).toBe('Modrý telefon');
    for (const name of ['', 'x'.repeat(61), '\u200b']) expect((await rename(name)).status).toBe(422);
    expect((await browser.get('/muj-ucet/zabezpeceni')).text).toContain('Modrý telefon');
  });

  it('belong to one account: others can neither rename nor remove them', async () => {
    const { accountId } = await keyHolder(at, 'Vlastnice');
    const [key] = await keysOf(at, accountId);
    const other = await holder(at, 'Cizí Zvědavec');
    expect((await press(other.browser, `${keeping}/${key?.id}/odebrani`)).status).toBe(404);
    expect((await press(other.browser, `${keeping}/${key?.id}/jmeno`, { name: 'x' })).status).toBe(404);
    expect(await keysOf(at, accountId)).toMatchObject([{ name: 'Můj klíč' }]);
  });

  it('are ten at most', async () => {
    const { browser, accountId } = await holder(at, 'Sběratelka');
    const options = await optionsOf(browser, keeping);
    for (let count = 0; count < 10; count += 1)
      expect((await addKey(browser, new Authenticator(origin))).status).toBe(303);
    expect((await press(browser, `${keeping}/moznosti`)).status).toBe(409);
    const response = new Authenticator(origin).make(options);
    expect([404, 409]).toContain((await press(browser, keeping, { response, name: 'Jedenáctý' })).status);
    expect(await keysOf(at, accountId)).toHaveLength(10);
    expect((await browser.get('/muj-ucet/zabezpeceni')).text).not.toContain('data-new');
  });

  it('are added and removed only by somebody who proved lately who they are', async () => {
    const { browser, accountId } = await keyHolder(at, 'Dávno Přišlá');
    const [key] = await keysOf(at, accountId);
    await ageSessions(accountId);
    for (const action of [`${keeping}/moznosti`, keeping, `${keeping}/${key?.id}/odebrani`]) {
      const answer = await press(browser, action);
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(/^\/prihlaseni\/znovu/);
    }
    expect(await keysOf(at, accountId)).toHaveLength(1);
  });

  it('are a fresh proof, of the one who is signed in only', async () => {
    const { browser, accountId, authenticator } = await keyHolder(at, 'Znovu Zeptaná');
    const other = await keyHolder(at, 'Někdo Jiný');
    await ageSessions(accountId);
    const again = '/prihlaseni/klic/znovu';
    expect((await browser.get('/prihlaseni/znovu')).text).toContain(`action="${again}"`);
    const options = await optionsOf(browser, again);
    expect(options.allowCredentials).toMatchObject([{ id: authenticator.id }]);
    const foreign = await press(browser, again, { response: other.authenticator.use(options) });
    expect(foreign.status).toBe(403);
    expect((await browser.get('/muj-ucet/zabezpeceni/adresa')).status).toBe(303);
    // Authenticators need not say whose a key is that they were asked for by name.
    const response = authenticator.use(await optionsOf(browser, again), { userHandle: null });
    const proved = await press(browser, again, { response, next: '/muj-ucet/zabezpeceni/adresa' });
    expect(proved.headers.location).toBe('/muj-ucet/zabezpeceni/adresa');
    expect((await browser.get('/muj-ucet/zabezpeceni/adresa')).status).toBe(200);
    expect(await at.database.read.countBy(Session, { accountId })).toBe(1);
  });

  it('offer no fresh proof to whoever has none', async () => {
    const { browser } = await holder(at, 'Bez Klíče');
    expect((await browser.get('/prihlaseni/znovu')).text).not.toContain('/prihlaseni/klic/znovu');
  });

  it('do not open a closed account', async () => {
    const { accountId, authenticator } = await keyHolder(at, 'Zavřená');
    await at.database.write((manager) =>
      manager.update(Account, { id: accountId }, { bannedAt: new Date().toISOString() }),
    );
    const browser = at.browser();
    expect((await signInWith(browser, authenticator)).status).toBe(403);
    expect(await whoIsIn(browser)).toBeNull();
  });

  it('leave no challenge behind that was answered, and eight at most that were not', async () => {
    const { authenticator } = await keyHolder(at, 'Uklizená');
    const browser = at.browser();
    const before = await at.database.read.count(Ceremony);
    for (let count = 0; count < 12; count += 1) await optionsOf(browser, '/prihlaseni/klic');
    expect(await at.database.read.count(Ceremony)).toBe(before + 8);
    await signInWith(browser, authenticator);
    expect(await at.database.read.count(Ceremony)).toBe(before + 7);
  });
});
