import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { arrive, focusWithin, tabTo } from './keys.js';
import { newPerson, type Person } from './person.js';

const chromium = await findChromium();
const section = '/program/kraj2020/digitalizace/sekce/4';
const words = { comment: 'Slovo hosta, které počká.', added: 'A také večer.', why: 'Přes den jsme v práci.' };

describe.skipIf(!chromium).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('signing in by mail %s', (_, javaScriptEnabled) => {
  let site: Site;
  let browser: Browser;
  const people: Person[] = [];

  const somebody = async () => {
    const person = await newPerson(browser, site, javaScriptEnabled);
    people.push(person);
    return person;
  };

  /** Opens the newest mail of an address in a browser. */
  const readMail = async ({ page }: Person, email: string) => {
    await page.goto(`/demo/posta?komu=${encodeURIComponent(email)}`);
    const mail = page.locator('.mail-body').first();
    const link = await mail.locator('a[href*="/prihlaseni/overeni/"]').first().getAttribute('href');
    const code = /^\d{3} \d{3}$/m.exec(await mail.innerText())?.[0];
    if (!link || !code) throw new Error(`No link and code were mailed to ${email}`);
    return { link, code };
  };

  const sign = async ({ page }: Person, email: string, name: string) => {
    await page.getByLabel(/e-mail/i).fill(email);
    await page.getByLabel('Jméno nebo přezdívka').fill(name);
    for (const tick of await page.locator('main input[type=checkbox]').all()) await tick.check();
    await page.getByRole('button', { name: 'Poslat potvrzovací odkaz' }).click();
    await page.waitForURL('**/prihlaseni/odeslano*');
  };

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('takes the code of a mail that is read on another device', async () => {
    const email = `opisuje-${javaScriptEnabled}@example.org`;
    const [here, there] = [await somebody(), await somebody()];
    const { page } = here;
    await page.goto('/prihlaseni?next=/moderace');
    await page.getByLabel('E-mailová adresa').fill(email);
    await here.button('Poslat odkaz');
    await page.waitForURL('**/prihlaseni/odeslano*');
    expect(await here.text()).toContain(email);
    const { link, code } = await readMail(there, email);

    await there.page.goto(link);
    expect(await there.text()).toContain('jiném prohlížeči');

    const wrong = code === '123 456' ? '654 321' : '123 456';
    await page.getByLabel('Kód z mailu').fill(wrong);
    await here.button('Pokračovat');
    await page.locator('.field-error').waitFor();
    expect(await here.text()).toContain('Tento kód nesedí');
    await page.getByLabel('Kód z mailu').fill(code.replace(' ', '\u00a0'));
    await here.button('Pokračovat');
    await page.getByLabel('Jméno nebo přezdívka').fill(`Opisuje ${javaScriptEnabled}`);
    await here.button('Přihlásit se');
    await page.waitForURL('**/moderace*');
    expect(await page.locator('header.site-header').innerText()).toContain('Opisuje');

    await there.page.goto(link);
    expect(await there.text()).toContain('už neplatí');
  });

  it('shows what waits in that browser only, lets one thing go and publishes the rest together', async () => {
    const [email, name] = [`ceka-${javaScriptEnabled}@example.org`, `Čeká ${javaScriptEnabled}`];
    const [author, other] = [await somebody(), await somebody()];
    const { page } = author;
    await page.goto(section);
    await page.locator('form.composer textarea').last().fill(words.comment);
    await page.locator('form.composer button[type=submit]').last().click();
    await sign(author, email, name);
    await page.goto(section);
    await page
      .locator('form.vote-box')
      .getByRole('button', { name: /^Váhám/ })
      .click();
    await sign(author, email, name);
    await page.goto(`${section}/navrh`);
    const wording = page.getByLabel('Navrhované znění');
    await wording.fill(`${(await wording.inputValue()).trimEnd()} ${words.added}`);
    await page.getByLabel('Proč').fill(words.why);
    await author.button('Odeslat návrh');
    await sign(author, email, name);

    await page.goto(section);
    const notice = page.getByRole('complementary', { name: 'Čeká na vaše potvrzení' });
    expect(await notice.innerText()).toContain(words.comment);
    await other.page.goto(section);
    expect(await other.text()).not.toContain(words.comment);

    await page.goto('/prihlaseni/ceka');
    expect(
      await page
        .locator('main')
        .getByRole('button', { name: /^Zahodit/ })
        .count(),
    ).toBe(3);
    await page
      .locator('main li')
      .filter({ hasText: words.comment })
      .last()
      .getByRole('button', { name: /^Zahodit/ })
      .click();
    await page.goto('/prihlaseni/ceka');
    expect(await author.text()).not.toContain(words.comment);

    const { link } = await readMail(author, email);
    const before = Date.now();
    await page.goto(link);
    await author.button('Potvrdit a přihlásit se');
    await page.waitForURL('**/muj-ucet*');
    await page.goto('/muj-ucet/prispevky');
    const own = await author.text();
    expect(own).toContain('Váhám');
    expect(own).not.toContain(words.comment);
    await page.locator('main a[href*="/navrhy/"]').first().click();
    await page.waitForURL('**/navrhy/*');
    expect(await author.text()).toContain(words.why);
    const published = await page.locator('main time').first().getAttribute('datetime');
    expect(Date.parse(published ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('ends the other device, which is signed out at its next page', async () => {
    const [here, there] = [await somebody(), await somebody()];
    await here.become('obcan');
    await there.become('obcan');
    await there.page.goto('/muj-ucet');
    expect(new URL(there.page.url()).pathname).toBe('/muj-ucet');
    await here.page.goto('/muj-ucet/zabezpeceni');
    await here.button('Odhlásit všude jinde');
    await here.page.waitForLoadState();
    await there.page.goto('/muj-ucet');
    expect(new URL(there.page.url()).pathname).toBe('/prihlaseni');
    await here.page.goto('/muj-ucet');
    expect(new URL(here.page.url()).pathname).toBe('/muj-ucet');
  });

  it('never asked another host for anything and met no error in a script', () => {
    for (const { misdeeds } of people) expect(misdeeds).toEqual({ foreignRequests: [], errors: [] });
  });
});

describe.skipIf(!chromium)('signing in by mail', () => {
  let site: Site;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('goes by keyboard alone, in English, with the focus on what is wrong', async () => {
    const { page } = await newPerson(browser, site, true);
    const email = 'keys@example.org';
    await page.goto('/en/prihlaseni');
    await tabTo(page, 'main [name=email]');
    await page.keyboard.type('keys');
    await arrive(page, 'Enter');
    await focusWithin(page, '.error-summary');
    await tabTo(page, '.error-summary a');
    await page.keyboard.press('Enter');
    await focusWithin(page, '[name=email]');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(email);
    await arrive(page, 'Enter');
    expect(new URL(page.url()).pathname).toBe('/en/prihlaseni/odeslano');

    const mailbox = await newPerson(browser, site, true);
    await mailbox.page.goto(`/en/demo/posta?komu=${encodeURIComponent(email)}`);
    const code = /^\d{3} \d{3}$/m.exec(await mailbox.text())?.[0] ?? '';
    await tabTo(page, '[name=code]');
    await page.keyboard.type(code);
    await arrive(page, 'Enter');
    await tabTo(page, '[name=publicName]');
    await page.keyboard.type('Keyboard Only');
    await arrive(page, 'Enter');
    expect(await page.locator('header.site-header').innerText()).toContain('Keyboard Only');
  });
});
