import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providersFile } from '../accounts/providers/world.js';
import { findChromium, startBrowser } from '../support/browser.js';
import {
  clientId,
  clientSecret,
  type IdentityProviderHere,
  startIdentityProvider,
} from '../support/identity-provider.js';
import { type Site, startSite } from '../support/site.js';
import { axe, violationsOn } from './in-page.js';
import { newPerson, type Person } from './person.js';

const chromium = await findChromium();

describe.skipIf(!chromium).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('signing in through a provider %s', (_, javaScriptEnabled) => {
  let there: IdentityProviderHere;
  let site: Site;
  let browser: Browser;
  let person: Person;

  beforeAll(async () => {
    there = await startIdentityProvider();
    there.people.set('jana', {
      sub: 'jana',
      name: 'Jana Skutečná',
      email: 'jana.skutecna@example.org',
      email_verified: true,
    });
    there.people.set('karel', { sub: 'karel', name: 'Karel' });
    there.people.set('petr', { sub: 'petr' });
    const { issuer } = there;
    const file = providersFile([{ key: 'mesto', issuer, clientId, clientSecret, trustsEmail: true }]);
    [site, browser] = await Promise.all([startSite({ OIDC_PROVIDERS: file }), startBrowser(chromium ?? '')]);
    person = await newPerson(browser, site, javaScriptEnabled);
    if (javaScriptEnabled) await person.context.addInitScript(axe);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await there?.close();
  });

  const own = (path: string) => (url: URL) => url.origin === site.baseUrl && url.pathname === path;
  const goThere = async (next: string) => {
    await person.page.goto(`/prihlaseni?next=${next}`);
    await isAccessible();
    await person.button('Přihlásit se přes službu Účet mesto');
    await person.page.waitForURL((url) => url.origin === there.issuer);
  };
  const chooseThere = (name: string) => person.page.getByRole('button', { name, exact: true }).click();
  const isAccessible = async () => {
    if (javaScriptEnabled) expect(await violationsOn(person.page, 'everything')).toEqual([]);
  };

  it('makes an account under a name that is asked for', async () => {
    const { page } = person;
    await goThere('/podminky');
    await chooseThere('jana');
    await page.waitForURL(own('/prihlaseni/poskytovatel/mesto/dokonceni'));
    await isAccessible();
    expect(await page.getByLabel(/jmén|přezdívk/i).inputValue()).toBe('Jana Skutečná');
    await page.getByLabel(/jmén|přezdívk/i).fill('x');
    await person.button('Založit účet');
    expect(await page.locator('#publicName-chyba').isVisible()).toBe(true);
    await page.getByLabel(/jmén|přezdívk/i).fill('Janička');
    await person.button('Založit účet');
    await page.waitForURL(own('/podminky'));
    expect(await page.locator('header').first().innerText()).toContain('Janička');
  });

  it('offers to sign out there too, and comes back from it', async () => {
    const { page } = person;
    await page.getByRole('button', { name: 'Odhlásit' }).first().click();
    await page.waitForURL(own('/prihlaseni/poskytovatel/mesto/odhlaseno'));
    await isAccessible();
    await page.getByRole('link', { name: /Odhlásit se i/ }).click();
    await page.waitForURL((url) => url.origin === there.issuer);
    await page.getByRole('button').first().click();
    await page.waitForURL(own('/'));
    expect(await page.getByRole('link', { name: 'Přihlásit se' }).isVisible()).toBe(true);
  });

  it('knows the way back in, to where one wanted to go', async () => {
    await goThere('/soukromi');
    await chooseThere('jana');
    await person.page.waitForURL(own('/soukromi'));
    expect(await person.page.locator('header').first().innerText()).toContain('Janička');
    await person.context.clearCookies();
  });

  it('explains what to do after having cancelled', async () => {
    const { page } = person;
    await goThere('/podminky');
    await chooseThere('cancel');
    await page.waitForURL(own('/prihlaseni/poskytovatel/mesto/zpet'));
    await isAccessible();
    expect(await person.text()).toContain('nedokončili');
    await page.locator('main').getByRole('link', { name: 'Přihlásit se' }).click();
    await page.waitForURL(
      (url) => url.pathname === '/prihlaseni' && url.searchParams.get('next') === '/podminky',
    );
  });

  it('lets somebody without an address prove one by our mail, and links the two', async () => {
    const { page } = person;
    const email = `karel-${javaScriptEnabled}@example.org`;
    await goThere('/podminky');
    await chooseThere('karel');
    await page.waitForURL(own('/prihlaseni/poskytovatel/mesto/dokonceni'));
    await isAccessible();
    await page.getByLabel(/e-mail/i).fill(email);
    await page.locator('main form button[type=submit]').click();
    await page.goto(`/demo/posta?komu=${encodeURIComponent(email)}`);
    await page.locator('.mail-body a[href*="/prihlaseni/overeni/"]').first().click();
    await page.getByLabel(/jmén|přezdívk/i).fill('Karlík');
    await page.locator('main form button[type=submit]').click();
    await page.waitForURL(own('/prihlaseni/poskytovatel/mesto/dokonceni'));
    await isAccessible();
    await person.button('Propojit');
    await page.waitForURL(own('/podminky'));
    expect(await page.locator('main').innerText()).toContain('propojené');
  });

  it('is added to an account on its page about security, and taken away there', async () => {
    const { page } = person;
    await person.context.clearCookies();
    await person.become('obcan');
    await page.goto('/muj-ucet/zabezpeceni');
    await isAccessible();
    await person.button('Propojit se službou Účet mesto');
    await page.waitForURL((url) => url.origin === there.issuer);
    await chooseThere('petr');
    await page.waitForURL(own('/muj-ucet/zabezpeceni'));
    await isAccessible();
    expect(await person.text()).toContain('Propojeno');
    await page.goto('/prihlaseni/znovu?next=/muj-ucet/zabezpeceni');
    await isAccessible();
    await person.button('Ověřit se přes službu Účet mesto');
    await page.waitForURL((url) => url.origin === there.issuer);
    await chooseThere('petr');
    await page.waitForURL(own('/muj-ucet/zabezpeceni'));
    await person.button(/^Zrušit propojení/);
    await page.waitForURL(own('/muj-ucet/zabezpeceni'));
    expect(await person.text()).not.toContain('Propojeno');
  });
});
