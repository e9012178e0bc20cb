import { describe, expect, it } from 'vitest';
import { deviceOf } from '../../src/accounts/device.js';
import { Session } from '../../src/accounts/session.entity.js';
import { Stamps } from '../../src/activity/stamps.service.js';
import { eachDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import {
  accountOf,
  askForLink,
  fillIn,
  hiddenFields,
  newestLink,
  post,
  signIn,
  someEmail,
  useLink,
} from './people.js';

const security = '/muj-ucet/zabezpeceni';
const settings = '/muj-ucet/nastaveni';

eachDatabase('The settings', (database) => {
  const at = accountsApplication(database);

  it('are for people who are signed in', async () => {
    const page = await at.browser().get(settings);
    expect(page.status).toBe(303);
    expect(page.headers.location).toBe('/prihlaseni?next=%2Fmuj-ucet%2Fnastaveni');
  });

  it('change the name, and tell cached pages of it', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Stará');
    const before = await at.application.get(Stamps).point('some-point', 'some-programme');
    const answer = await fillIn(browser, settings, `${settings}/jmeno`, { publicName: '  Nová   Jana ' });
    expect(answer.status).toBe(303);
    expect((await accountOf(at, email)).publicName).toBe('Nová Jana');
    expect(await at.application.get(Stamps).point('some-point', 'some-programme')).not.toBe(before);
  });

  it.each(['', 'a@b.cz', '\u202eevil', '12345', 'x'.repeat(61)])('refuse the name %j', async (publicName) => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Jana');
    const page = await fillIn(browser, settings, `${settings}/jmeno`, { publicName });
    expect(page.status).toBe(422);
    expect(page.text).toContain('href="#publicName"');
    expect((await accountOf(at, email)).publicName).toBe('Jana');
  });

  it('take a name whose look is longer than the name', async () => {
    const browser = at.browser();
    await signIn(at, browser, someEmail(), 'Jana');
    const name = 'ﷺ'.repeat(60);
    expect((await fillIn(browser, settings, `${settings}/jmeno`, { publicName: name })).status).toBe(303);
  });

  it('change the name five times a day at most', async () => {
    const browser = at.browser();
    await signIn(at, browser, someEmail(), 'Jana');
    const statuses = [];
    for (let time = 0; time < 6; time += 1) {
      const form = { publicName: `Jana ${'abcdef'[time]}` };
      statuses.push((await fillIn(browser, settings, `${settings}/jmeno`, form)).status);
    }
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  });

  it('change the language of mail', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Jana');
    expect((await fillIn(browser, settings, `${settings}/jazyk`, { locale: 'en' })).status).toBe(303);
    expect((await accountOf(at, email)).locale).toBe('en');
    expect((await fillIn(browser, settings, `${settings}/jazyk`, { locale: 'de' })).status).toBe(422);
  });

  it('end other devices, and never those of other people', async () => {
    const email = someEmail();
    const [phone, laptop] = [at.browser(), at.browser()];
    await signIn(at, phone, email, 'Jana');
    await askForLink(at.browser(), email);
    await useLink(laptop, await newestLink(at, email));
    const { id: accountId } = await accountOf(at, email);
    const [older] = await at.database.read.find(Session, { where: { accountId }, order: { id: 'ASC' } });
    const end = `${security}/zarizeni/${older?.id}/odhlaseni`;

    const stranger = at.browser();
    await signIn(at, stranger, someEmail(), 'Cizí');
    const form = hiddenFields(await stranger.get(settings), '/odhlaseni');
    expect((await post(stranger, end, form)).status).toBe(404);
    expect((await phone.get(settings)).status).toBe(200);

    expect((await fillIn(laptop, security, end, {})).status).toBe(303);
    expect((await phone.get(settings)).status).toBe(303);
    expect((await laptop.get(settings)).status).toBe(200);
  });

  it('give and take consent back', async () => {
    const browser = at.browser();
    await signIn(at, browser, someEmail(), 'Jana');
    expect((await fillIn(browser, settings, `${settings}/souhlas`, {})).status).toBe(422);
    expect(
      (await fillIn(browser, settings, `${settings}/souhlas`, { consent: 'yes', terms: 'yes' })).status,
    ).toBe(303);
    expect((await fillIn(browser, settings, `${settings}/souhlas/odvolani`, {})).status).toBe(303);
    expect((await browser.get(settings)).text).toContain(`action="${settings}/souhlas"`);
  });

  it('change nothing for a form of another site', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Jana');
    expect((await post(browser, `${settings}/jmeno`, { publicName: 'Podvržená' })).status).toBe(403);
    const form = hiddenFields(await browser.get(settings), `${settings}/jmeno`);
    const foreign = await browser
      .post(`${settings}/jmeno`)
      .set('origin', 'https://elsewhere.cz')
      .type('form')
      .send({ ...form, publicName: 'Podvržená' });
    expect(foreign.status).toBe(403);
    expect((await accountOf(at, email)).publicName).toBe('Jana');
  });
});

describe('A device', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0',
      'Edge, Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1',
      'Safari, iPhone',
    ],
    ['curl/8.5', null],
    ['', null],
  ])('that calls itself %j is shown as %j', (userAgent, shown) => {
    expect(deviceOf(userAgent)).toBe(shown);
  });
});
