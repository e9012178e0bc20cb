import { afterEach, expect, it } from 'vitest';
import { limits } from '../../src/accounts/limits.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { eachDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import {
  askForLink,
  type Browser,
  fillIn,
  hiddenFields,
  newestLink,
  signIn,
  someEmail,
  useLink,
} from './people.js';

const cookieName = 'podnet-zname';

afterEach(() => setClock());

eachDatabase('A browser in which an address was proved', (database) => {
  const at = accountsApplication(database);

  /** Somebody who has signed in here before, and out again. */
  const proved = async (name: string) => {
    const [email, browser] = [someEmail(), at.browser()];
    const answer = await signIn(at, browser, email, name);
    const cookie = [answer.headers['set-cookie']].flat().find((one) => one?.startsWith(cookieName)) ?? '';
    await fillIn(browser, '/muj-ucet/nastaveni', '/odhlaseni', {});
    return { email, browser, cookie, mark: /=([^;]*)/.exec(cookie)?.[1] ?? '' };
  };

  /** Strangers ask until they are refused. */
  const useUp = async (email: string) => {
    for (let asked = 0; asked <= limits.mailPerAddress.max; asked += 1) {
      const { status } = await askForLink(at.browser(), email);
      if (status === 429) return;
    }
    throw new Error('Strangers were never refused');
  };

  const askWith = async (marks: string, email: string) => {
    const browser = at.browser();
    const form = hiddenFields(await browser.get('/prihlaseni'), '/prihlaseni');
    return browser
      .post('/prihlaseni')
      .type('form')
      .set('cookie', `${cookieName}=${marks}`)
      .send({ ...form, email, next: '' });
  };

  it('signs in by mail, however often strangers asked for a link to that address', async () => {
    const { email, browser } = await proved('Znovu Tady');
    await useUp(email);
    expect((await askForLink(browser, email)).status).toBe(303);
    expect((await useLink(browser, await newestLink(at, email))).status).toBe(303);
    expect((await browser.get('/muj-ucet/nastaveni')).text).toContain('Znovu Tady');
  });

  it('keeps its link when strangers ask for theirs, and theirs end with its newer one', async () => {
    const { email, browser } = await proved('Dva Odkazy');
    await askForLink(browser, email);
    const own = await newestLink(at, email);
    await askForLink(at.browser(), email);
    const strange = await newestLink(at, email);
    expect((await browser.get(own)).status).toBe(200);
    expect((await at.browser().get(strange)).status).toBe(200);
    await askForLink(browser, email);
    expect((await at.browser().get(strange)).status).toBe(404);
    expect((await browser.get(own)).status).toBe(404);
  });

  it('ends all links of the address with the one it uses', async () => {
    const { email, browser } = await proved('Jeden Stačí');
    await askForLink(browser, email);
    const own = await newestLink(at, email);
    await askForLink(at.browser(), email);
    const strange = await newestLink(at, email);
    expect((await useLink(browser, own)).status).toBe(303);
    expect((await at.browser().get(strange)).status).toBe(404);
  });

  it('is recognised under the new address once it was confirmed there', async () => {
    const [email, newEmail, browser] = [someEmail(), someEmail(), at.browser()];
    await signIn(at, browser, email, 'Stěhuje Se');
    const path = '/muj-ucet/zabezpeceni/adresa';
    expect((await fillIn(browser, path, path, { email: newEmail })).status).toBe(303);
    const mail = await at.database.read.findOneByOrFail(OutboxMail, { recipient: newEmail });
    const link = /\/prihlaseni\/adresa\/[\w-]{43}/.exec(mail.body)?.[0] ?? '';
    expect((await fillIn(browser, link, link, {})).status).toBe(303);
    await fillIn(browser, '/muj-ucet/nastaveni', '/odhlaseni', {});
    await useUp(newEmail);
    expect((await askForLink(browser, newEmail)).status).toBe(303);
  });

  it('has a limit of its own', async () => {
    const { email, browser } = await proved('Netrpělivá');
    for (let asked = 0; asked < limits.mailPerAddress.max; asked += 1)
      expect((await askForLink(browser, email)).status).toBe(303);
    expect((await askForLink(browser, email)).status).toBe(429);
  });

  it('may type codes, however many strangers typed wrong', async () => {
    const { email, browser } = await proved('Opisovač');
    const sent = '/prihlaseni/odeslano';
    const wrong = (from: Browser) => fillIn(from, sent, '/prihlaseni/kod', { code: '000000' });
    const spread = 20 * 60_000;
    for (let typed = 0; typed < limits.codesPerAddress.max; ) {
      const moment = new Date(Date.now() + typed * spread);
      setClock(() => moment);
      const stranger = at.browser();
      await askForLink(stranger, email);
      for (let tries = 0; tries < 5; tries += 1, typed += 1) await wrong(stranger);
    }
    await askForLink(browser, email);
    expect((await wrong(browser)).text).toContain('Tento kód nesedí');
  });

  it('is told by a cookie that signs nobody in and holds no address', async () => {
    const { email, cookie, mark } = await proved('Beze Stopy');
    for (const word of ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Max-Age=15552000'])
      expect(cookie).toContain(word);
    expect(mark).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
    for (const part of mark.split('.'))
      expect(Buffer.from(part, 'base64url').toString('utf8')).not.toContain(email.slice(0, 6));
    const page = await at.browser().get('/muj-ucet/nastaveni').set('cookie', `${cookieName}=${mark}`);
    expect(page.status).toBe(303);
  });

  it('is not recognised by the mark of another address, a forged one, or an array of rubbish', async () => {
    const { email, mark } = await proved('Pravá');
    const { mark: foreign } = await proved('Cizí Značka');
    await useUp(email);
    const forged = `${mark.slice(0, -1)}${mark.endsWith('A') ? 'B' : 'A'}`;
    for (const marks of [foreign, forged, '~~~~', 'a.b', `${foreign}~${forged}`, `${'x'.repeat(5000)}`])
      expect((await askWith(marks, email)).status).toBe(429);
    expect((await askWith(`${foreign}~${mark}`, email)).status).toBe(303);
  });

  it('is recognised for everybody of a family who signs in there', async () => {
    const browser = at.browser();
    const family = [];
    for (const name of ['Máma', 'Táta', 'Bára']) {
      const email = someEmail();
      await signIn(at, browser, email, name);
      await fillIn(browser, '/muj-ucet/nastaveni', '/odhlaseni', {});
      family.push(email);
    }
    for (const email of family) {
      await useUp(email);
      expect((await askForLink(browser, email)).status).toBe(303);
    }
  });
});
