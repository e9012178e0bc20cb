import { Like } from 'typeorm';
import { expect, it } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Ceremony } from '../../../src/accounts/ceremony.entity.js';
import { RateCount } from '../../../src/accounts/rate-count.entity.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { Activity } from '../../../src/activity/activity.entity.js';
import { testApplication } from '../../support/application.js';
import { Authenticator } from '../../support/authenticator.js';
import { eachDatabase } from '../../support/databases.js';
import { mailsTo, whoIsIn } from '../providers/world.js';
import { addKey, holder, keeping, keyHolder, keysOf, optionsOf, origin, press, signInWith } from './world.js';

const hour = 3_600_000;
const security = '/muj-ucet/zabezpeceni';

/** What stands in the field with that id. */
function fieldValue(page: string, id: string): string | undefined {
  return new RegExp(`<input[^>]* id="${id}"[^>]* value="([^"]*)"`).exec(page)?.[1];
}

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
    expect((await browser.get(security)).text).toContain('Modrý telefon');
  });

  it('keep their name when another is refused, and what was typed stays beside the reason', async () => {
    const { browser, accountId } = await keyHolder(at, 'Překlepnutá');
    const [key] = await keysOf(at, accountId);
    for (const name of ['', 'Dlouhý '.repeat(9), '\u200b']) {
      const refused = await press(browser, `${keeping}/${key?.id}/jmeno`, { name });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('<details class="disclosure" open>');
      expect(refused.text).toContain(`href="#klic-${key?.id}"`);
      expect(refused.text).toMatch(new RegExp(`id="klic-${key?.id}-chyba"`));
      expect(fieldValue(refused.text, `klic-${key?.id}`)).toBe(name);
      expect(fieldValue(refused.text, 'klic-novy')).not.toBe(name);
      expect(refused.text).toContain(name === '' ? 'Dejte klíči prosím nějaký název' : 'field-error');
    }
    expect((await keysOf(at, accountId))[0]?.name).toBe('Můj klíč');
  });

  it('are refused a bad name before a browser makes one, on the page that takes another', async () => {
    const { browser, accountId } = await holder(at, 'Bezejmenná');
    const name = 'Dlouhý '.repeat(9);
    const asked = await press(browser, `${keeping}/moznosti`, { name });
    expect(asked.status).toBe(422);
    expect(asked.body).toEqual({ trouble: expect.stringContaining('60') });
    const refused = await press(browser, keeping, { name });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#klic-novy"');
    expect(refused.text).toContain('id="klic-novy-chyba"');
    expect(fieldValue(refused.text, 'klic-novy')).toBe(name);
    expect(await keysOf(at, accountId)).toEqual([]);
  });

  it('are suggested names by which they can be told apart', async () => {
    const { browser } = await holder(at, 'Má Více Zařízení');
    const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1';
    const suggested = async () =>
      fieldValue((await browser.get(security).set('user-agent', agent)).text, 'klic-novy');
    const names = [];
    for (const _ of [1, 2, 3]) {
      const name = (await suggested()) ?? '';
      names.push(name);
      await addKey(browser, new Authenticator(origin), { name });
    }
    expect(names).toEqual(['Safari, iPhone', 'Safari, iPhone 2', 'Safari, iPhone 3']);
  });

  it('that seem to be copied are told of by mail, once a day, and marked until they are removed', async () => {
    const { browser, email, accountId, authenticator } = await keyHolder(at, 'Má Dvojníka');
    const other = await addKey(browser, new Authenticator(origin), { name: 'V pořádku' });
    expect(other.status).toBe(303);
    await signInWith(at.browser(), authenticator, { counter: 50 });
    const entries = await at.database.read.count(Activity);
    const warning = 'někdo používá jeho kopii';
    expect((await browser.get(security)).text).not.toContain(warning);
    for (const counter of [50, 2, 1])
      expect((await signInWith(at.browser(), authenticator, { counter })).status).toBe(403);

    const told = (await mailsTo(at, email)).filter((kind) => kind === 'accounts.passkey-copied');
    expect(told).toHaveLength(1);
    expect(await at.database.read.count(Activity)).toBe(entries + 1);
    const [key] = await keysOf(at, accountId);
    expect(await at.database.read.findOneByOrFail(Activity, { verb: 'passkey.copied' })).toMatchObject({
      actorId: null,
      subjectId: key?.id,
    });
    const page = (await browser.get(security)).text;
    expect(page.split(warning)).toHaveLength(2);
    expect(page.indexOf(warning)).toBeLessThan(page.indexOf('V pořádku'));

    await at.database.write((manager) => manager.delete(RateCount, { key: Like('passkey-copied:%') }));
    await signInWith(at.browser(), authenticator, { counter: 1 });
    expect((await mailsTo(at, email)).filter((kind) => kind === 'accounts.passkey-copied')).toHaveLength(2);
    await press(browser, `${keeping}/${key?.id}/odebrani`);
    expect((await browser.get(security)).text).not.toContain(warning);
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
    const asked = await press(browser, `${keeping}/moznosti`, { name: 'Jedenáctý' });
    expect(asked.status).toBe(409);
    expect(asked.body).toEqual({ trouble: expect.stringContaining('nejvýš 10 klíčů') });
    expect((await press(browser, keeping, { name: '' })).status).toBe(409);
    const response = new Authenticator(origin).make(options);
    expect([404, 409]).toContain((await press(browser, keeping, { response, name: 'Jedenáctý' })).status);
    expect(await keysOf(at, accountId)).toHaveLength(10);
    const page = (await browser.get(security)).text;
    expect(page).not.toContain('data-new');
    expect(page).toContain('tolik jich máte');
  });

  it('are added and removed only by somebody who proved lately who they are', async () => {
    const { browser, accountId } = await keyHolder(at, 'Dávno Přišlá');
    const [key] = await keysOf(at, accountId);
    await ageSessions(accountId);
    for (const action of [`${keeping}/moznosti`, keeping, `${keeping}/${key?.id}/odebrani`]) {
      const answer = await press(browser, action);
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe(`/prihlaseni/znovu?next=${encodeURIComponent(security)}`);
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
