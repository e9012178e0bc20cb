import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { deviceOf } from './device.js';
import { axe, violationsOn } from './in-page.js';
import { newPerson, type Person } from './person.js';

const chromium = await findChromium();
const security = '/muj-ucet/zabezpeceni';

describe.skipIf(!chromium)('a passkey', () => {
  let site: Site;
  let browser: Browser;
  let person: Person;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    person = await newPerson(browser, site, true);
    await person.context.addInitScript(axe);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const flash = () => person.page.locator('.flashes .notice').innerText();
  const own = (path: string) => (url: URL) => url.pathname === path;
  const name = () => person.page.locator('header').first().innerText();

  it('is added, signs in, proves anew who one is, and is removed', async () => {
    const { page } = person;
    const { keys, owner } = await deviceOf(person);
    await person.become('obcan');
    await page.goto(security);
    await page.getByLabel('Název klíče').fill('Zkušební telefon');
    expect(await violationsOn(page, 'everything')).toEqual([]);
    await person.button('Přidat přístupový klíč');
    await page.getByText('Přístupový klíč je přidaný').first().waitFor();
    expect(await flash()).toContain('Přístupový klíč je přidaný');
    expect(await person.text()).toContain('Zkušební telefon');
    expect(await violationsOn(page, 'everything')).toEqual([]);
    expect(await keys()).toHaveLength(1);

    await person.button('Přidat přístupový klíč');
    await page.getByText('Klíč v tomhle zařízení už k účtu patří').waitFor();

    const who = await name();
    await page.getByRole('button', { name: 'Odhlásit' }).first().click();
    await page.waitForURL(own('/'));
    // In the field for the address it would be offered by itself; here the button is tried.
    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false;');
    await owner(false);
    await page.goto(`/prihlaseni?next=${security}`);
    await person.button('Přihlásit se přístupovým klíčem');
    await page.getByText('nechte poslat odkaz do pošty').waitFor();
    expect(await violationsOn(page, 'everything')).toEqual([]);
    await owner(true);
    await person.button('Přihlásit se přístupovým klíčem');
    await page.waitForURL(own(security));
    expect(await name()).toBe(who);

    await page.goto(`/prihlaseni/znovu?next=${security}/adresa`);
    expect(await violationsOn(page, 'everything')).toEqual([]);
    await person.button('Ověřit se přístupovým klíčem');
    await page.waitForURL(own(`${security}/adresa`));

    await page.goto(security);
    await person.button('Odebrat Zkušební telefon');
    await page.getByText('Klíč je odebraný').first().waitFor();
    await page.getByRole('button', { name: 'Odhlásit' }).first().click();
    await page.goto('/prihlaseni');
    await person.button('Přihlásit se přístupovým klíčem');
    await page.getByRole('heading', { name: 'Tento klíč tu neplatí' }).waitFor();
    expect(person.misdeeds).toEqual({ foreignRequests: [], errors: [] });
  });

  it('is not to be seen without JavaScript, but its owner can still remove it', async () => {
    const plain = await newPerson(browser, site, false);
    await plain.page.goto('/prihlaseni');
    expect(await plain.text()).not.toContain('klíčem');
    await plain.become('jiny-garant');
    await plain.page.goto(security);
    expect(await plain.text()).toContain('má zapnutý JavaScript');
    expect(await plain.text()).not.toContain('Přidat přístupový klíč');
  });

  it('is offered in the field for the address where the browser can', async () => {
    person = await newPerson(browser, site, true);
    const { page } = person;
    await deviceOf(person);
    await person.become('garant');
    await page.goto(security);
    await person.button('Přidat přístupový klíč');
    await page.getByText('Přístupový klíč je přidaný').first().waitFor();
    const who = await name();
    await page.getByRole('button', { name: 'Odhlásit' }).first().click();
    // A device that needs nobody to agree takes the offer at once.
    await page.goto(`/prihlaseni?next=${security}`);
    await page.locator('#email').focus();
    await page.waitForURL(own(security));
    expect(await name()).toBe(who);
  });
});
