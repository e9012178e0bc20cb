import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Passkey } from '../../src/accounts/passkeys/passkey.entity.js';
import { Session } from '../../src/accounts/session.entity.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { findChromium, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { type Device, deviceOf } from './device.js';
import { axe, violationsOn } from './in-page.js';
import { arrive, current, focused, tabTo } from './keys.js';
import { newPerson, type Person } from './person.js';

const chromium = await findChromium();
const security = '/muj-ucet/zabezpeceni';
const email = 'jana.dvorakova@example.org';

describe.skipIf(!chromium)('somebody with a passkey', () => {
  let site: Site;
  let browser: Browser;
  let database: Database;
  let person: Person;
  let device: Device;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    database = site.application.get(Database);
  }, 60_000);

  beforeEach(async () => {
    await database.write((manager) => manager.deleteAll(Passkey));
    person = await newPerson(browser, site, true);
    await person.context.addInitScript(axe);
    device = await deviceOf(person);
    await person.become('obcan');
    await person.page.goto(security);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const own = (path: string) => (url: URL) => url.pathname === path;
  const accountId = async () => (await database.read.findOneByOrFail(Account, { email })).id;
  const letTimePass = async () => {
    const id = await accountId();
    const createdAt = new Date(Date.now() - 3_600_000).toISOString();
    await database.write((manager) => manager.update(Session, { accountId: id }, { createdAt }));
  };
  const added = () => person.page.getByText('Přístupový klíč je přidaný').first().waitFor();
  const isAccessible = async () => expect(await violationsOn(person.page, 'everything')).toEqual([]);

  it('is told beside the field what is wrong with a name, and the device makes no key for nothing', async () => {
    const { page } = person;
    const name = 'Telefon s hodně dlouhým jménem, které se nikam nevejde ani na dva řádky';
    await page.getByLabel('Název klíče').fill(name);
    await person.button('Přidat přístupový klíč');
    await page.locator('#klic-novy-chyba').waitFor();
    expect(await page.getByLabel('Název klíče').inputValue()).toBe(name);
    expect(await page.evaluate('document.activeElement.className')).toBe('error-summary');
    expect(await device.keys()).toEqual([]);
    await isAccessible();

    await page.getByLabel('Název klíče').fill('Telefon');
    await person.button('Přidat přístupový klíč');
    await added();
    expect(await device.keys()).toHaveLength(1);

    await page.getByText('Přejmenovat').click();
    await page.getByLabel('Název klíče').first().fill(name);
    await person.button('Uložit název');
    await page.locator('details .field-error').waitFor();
    expect(await page.getByLabel('Název klíče').first().inputValue()).toBe(name);
    await isAccessible();
    await page.getByLabel('Název klíče').first().fill('Můj telefon');
    await person.button('Uložit název');
    await page.getByText('Klíč má nový název').first().waitFor();
    expect(await person.text()).toContain('Můj telefon');
  });

  it('proves once more who they are before removing it, and comes back to do so', async () => {
    const { page } = person;
    await person.button('Přidat přístupový klíč');
    await added();
    await letTimePass();
    await person.button(/^Odebrat/);
    await page.waitForURL(own('/prihlaseni/znovu'));
    await device.owner(false);
    await person.button('Ověřit se přístupovým klíčem');
    await page.getByText('nechte poslat odkaz do pošty').waitFor();
    expect(await focused(page, 'passkey-form button')).toBe(true);
    await isAccessible();
    await device.owner(true);
    await person.button('Ověřit se přístupovým klíčem');
    await page.waitForURL(own(security));
    await person.button(/^Odebrat/);
    await page.getByText('Klíč je odebraný').first().waitFor();
    expect(await database.read.count(Passkey)).toBe(0);
  });

  it('is asked to prove anew when adding one, and comes back in their language', async () => {
    const { page } = person;
    await page.goto(`/en${security}`);
    await letTimePass();
    await person.button('Add a passkey');
    await page.waitForURL(
      (url) => url.pathname === '/en/prihlaseni/znovu' && url.searchParams.get('next') === `/en${security}`,
    );
    expect(await device.keys()).toEqual([]);
  });

  it('learns that there are ten before the device makes one more', async () => {
    const { page } = person;
    const id = await accountId();
    // In another window, meanwhile.
    await database.write(async (manager) => {
      for (let count = 0; count < 10; count += 1)
        await manager.insert(Passkey, {
          id: newId(),
          accountId: id,
          credentialId: `klic-${count}`,
          publicKey: 'x',
          counter: 0,
          transports: '',
          backedUp: false,
          name: `Klíč ${count}`,
          createdAt: now(),
          lastUsedAt: null,
        });
    });
    await person.button('Přidat přístupový klíč');
    await page.getByText('nejvýš 10 klíčů').waitFor();
    expect(await device.keys()).toEqual([]);
    await page.reload();
    expect(await page.getByRole('button', { name: 'Přidat přístupový klíč' }).count()).toBe(0);
    expect(await person.text()).toContain('tolik jich máte');
  });

  it('does it all by keyboard', async () => {
    const { page } = person;
    const press = async (selector: string) => {
      await tabTo(page, selector);
      await arrive(page, 'Enter');
    };
    await tabTo(page, '#klic-novy');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Klávesový');
    await arrive(page, 'Enter');
    expect(await person.text()).toContain('Klávesový');

    await tabTo(page, 'main details summary');
    await page.keyboard.press('Enter');
    await tabTo(page, 'main details input');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Jinak');
    await arrive(page, 'Enter');
    expect(await person.text()).toContain('Jinak');

    // In the field for the address it would be offered by itself; here the button is tried.
    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false;');
    await page.goto('/');
    await press('header form[action="/odhlaseni"] button');
    await page.goto(`/prihlaseni?next=${security}`);
    await press('passkey-form button');
    expect(await current(page)).toBe(security);
    await press('main form[action$="/odebrani"] button');
    expect(await person.text()).not.toContain('Jinak');
  });

  it('reads what to do where the key is not known any more', async () => {
    const { page } = person;
    await person.button('Přidat přístupový klíč');
    await added();
    await database.write((manager) => manager.deleteAll(Passkey));
    await page.getByRole('button', { name: 'Odhlásit' }).first().click();
    await page.waitForURL(own('/'));
    await page.goto(`/prihlaseni?next=${security}`);
    await person.button('Přihlásit se přístupovým klíčem');
    await page.getByRole('heading', { name: 'Tento klíč tu neplatí' }).waitFor();
    await isAccessible();
    await page.getByRole('link', { name: 'Zpět k přihlášení' }).click();
    await page.waitForURL((url) => url.searchParams.get('next') === security);
  });
});

it.skipIf(!chromium)('a browser that knows no passkeys says so where one would be added', async () => {
  const [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
  try {
    const person = await newPerson(browser, site, true);
    await person.context.addInitScript('delete window.PublicKeyCredential;');
    await person.become('obcan');
    await person.page.goto(security);
    expect(await person.text()).toContain('Tento prohlížeč nebo zařízení tu přístupový klíč použít neumí.');
    expect(await person.page.getByRole('button', { name: 'Přidat přístupový klíč' }).count()).toBe(0);
    await person.context.clearCookies();
    await person.page.goto('/prihlaseni');
    expect(await person.text()).not.toContain('klíčem');
  } finally {
    await browser.close();
    await site.close();
  }
});
