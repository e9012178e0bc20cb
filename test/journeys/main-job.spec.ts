import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { newPerson, type Person } from './person.js';

const chromium = await findChromium();
if (!chromium) process.stderr.write('SKIPPED: the journeys in a browser, because no Chromium can be had.\n');

const point = '/program/kraj2020/digitalizace';
const visitor = { name: 'Zuzana z Tovačova', email: 'zuzana@example.org' };
const words = {
  rude: 'Tenhle komentář je čirá reklama na levné střechy, volejte ještě dnes.',
  wish: 'Bezplatná wifi by měla být i na nádražích.',
  answer: 'Děkujeme, nádraží do seznamu doplníme.',
  added: 'Systém bude mít otevřený zdrojový kód.',
  why: 'Obce si ho pak mohou upravit samy a nezaplatí dvakrát.',
  facts: 'Komentář nabízí zboží a s programem nesouvisí.',
  thanks: 'Souhlasím, je to rozumné doplnění.',
};

describe.skipIf(!chromium).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('the main job %s', (_, javaScriptEnabled) => {
  let site: Site;
  let browser: Browser;
  const people: Person[] = [];
  let citizen: Person;
  let garant: Person;
  let suggestionPath: string;
  let hiddenItemPath: string;

  async function somebody(): Promise<Person> {
    const person = await newPerson(browser, site, javaScriptEnabled);
    people.push(person);
    return person;
  }

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    citizen = await somebody();
    garant = await somebody();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('lets a visitor vote first and prove an address later', async () => {
    const { page } = citizen;
    await page.goto('/');
    await page.getByRole('link', { name: 'Program pro kraj' }).first().click();
    await page.getByRole('link', { name: 'Digitalizace', exact: true }).first().click();
    expect(await page.title()).toContain('Digitalizace');
    await page
      .locator('form.vote-box')
      .nth(3)
      .getByRole('button', { name: /^Souhlasím/ })
      .click();

    await page.getByLabel(/e-mail/i).fill(visitor.email);
    await page
      .getByLabel(/jmén|přezdívk/i)
      .first()
      .fill(visitor.name);
    for (const tick of await page.locator('main input[type=checkbox]').all()) await tick.check();
    expect(await citizen.context.cookies()).toEqual([]);
    await page.locator('main form button[type=submit]').click();
    expect(await page.locator('h1').innerText()).toMatch(/pošt|e-mail/i);
    expect((await citizen.context.cookies()).map(({ name }) => name)).toEqual(['podnet-prohlizec']);

    await page.goto(`/demo/posta?komu=${encodeURIComponent(visitor.email)}`);
    await page.locator('.mail-body a[href*="/prihlaseni/overeni/"]').first().click();
    expect(await citizen.text()).toContain(visitor.email);
    await page.locator('main form button[type=submit]').click();

    await page.goto(`${point}/sekce/4`);
    const pressed = page.locator('form.vote-box button[aria-pressed=true]');
    expect(await pressed.innerText()).toMatch(/Souhlasím/);
    expect(await page.locator('header.site-header').innerText()).toContain(visitor.name);
  });

  it('lets them change and withdraw the vote in place', async () => {
    const { page } = citizen;
    const box = page.locator('form.vote-box');
    await box.getByRole('button', { name: /^Váhám/ }).click();
    await page.locator('form.vote-box button[aria-pressed=true]', { hasText: 'Váhám' }).waitFor();
    await box.getByRole('button', { name: /^Váhám/ }).click();
    await page.locator('form.vote-box:not(:has(button[aria-pressed=true]))').waitFor();
    expect(new URL(page.url()).pathname).toBe(`${point}/sekce/4`);
  });

  it('lets them comment, and says at once what is wrong with an empty one', async () => {
    const { page } = citizen;
    await page.goto(`${point}/sekce/4`);
    const write = async (text: string) => {
      await page.locator('form.composer textarea').last().fill(text);
      await page.locator('form.composer button[type=submit]').last().click();
    };
    await write(words.rude);
    await page.locator('.comment-body', { hasText: words.rude }).waitFor();
    await page.goto(`${point}/sekce/4`);
    await write(words.wish);
    await page.locator('.comment-body', { hasText: words.wish }).waitFor();
    await page.goto(`${point}/sekce/4`);
    await write('   ');
    await page.locator('.field-error').first().waitFor();
  });

  it('shows them the difference before they send a suggestion', async () => {
    const { page } = citizen;
    await page.goto(`${point}/sekce/4/navrh`);
    const body = page.getByLabel('Navrhované znění');
    await body.fill(`${(await body.inputValue()).trimEnd()} ${words.added}`);
    if (!javaScriptEnabled) await page.locator('button[name=intent][value=preview]').click();
    await page.locator('#nahled ins', { hasText: 'otevřený' }).first().waitFor();
    await page.getByLabel('Proč').fill(words.why);
    await citizen.button('Odeslat návrh');
    await page.waitForURL(/\/navrhy\/\d+|sekce\/4(?!\/navrh)/);
    const link = page.locator('a[href*="/navrhy/"]').last();
    suggestionPath = /\/navrhy\/\d+/.exec(page.url())?.[0] ?? (await link.getAttribute('href')) ?? '';
    await page.goto(suggestionPath);
    expect(await page.locator('main ins').first().innerText()).toContain('otevřený zdrojový kód');
    expect(await citizen.text()).toContain(words.why);
  });

  it('brings all of it to the garant, who answers one comment', async () => {
    const { page } = garant;
    await garant.become('garant');
    await page.goto('/garant/fronta');
    await openInQueue(garant, words.wish.slice(0, 30));
    await page.locator('#akce-answer summary').click();
    await page.locator('#answer-body').fill(words.answer);
    await page.locator('#akce-answer button[type=submit]').click();
    await page.goto(`${point}/sekce/4`);
    const answer = page.locator('.comment-official', { hasText: words.answer });
    expect(await answer.innerText()).toContain('Garant');
  });

  it('refuses to hide a comment without a reason, and hides it with one', async () => {
    const { page } = garant;
    await page.goto('/garant/fronta');
    await openInQueue(garant, words.rude.slice(0, 30));
    hiddenItemPath = new URL(page.url()).pathname;
    await page.locator('#akce-hide summary').click();
    await page.locator('#akce-hide button[type=submit]').click();
    await page.locator('.field-error').first().waitFor();
    expect(new URL(page.url()).pathname).toContain('/garant/komentare/');
    const details = page.locator('#akce-hide');
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
    await page.locator('#hide-ground').selectOption('spam');
    await page.locator('#hide-facts').fill(words.facts);
    await page.locator('#akce-hide button[type=submit]').click();
    await page.goto(`${point}/sekce/4`);
    expect(await garant.text()).not.toContain(words.rude);
    expect(await garant.text()).toContain(words.facts);
  });

  it('makes an accepted suggestion the next version of the text, with its author named', async () => {
    const { page } = garant;
    await page.goto(`/garant${suggestionPath}`);
    await page.locator('#akce-accept summary').click();
    await page.locator('#accept-statement').fill(words.thanks);
    await page.locator('#akce-accept button[type=submit]').click();
    await page.goto(`${point}/sekce/4`);
    expect(await page.locator('article .prose').first().innerText()).toContain(words.added);
    await page.goto(point);
    expect(await garant.text()).toContain(visitor.name);
  });

  it('lets another garant do none of this', async () => {
    const other = await somebody();
    await other.become('jiny-garant');
    for (const path of [hiddenItemPath, `/garant${suggestionPath}`]) {
      const answer = await other.page.goto(path);
      expect(answer?.status()).toBe(404);
    }
    await other.page.goto('/garant/fronta');
    expect(await other.text()).not.toContain('Digitalizace');
  });

  it('tells the author of each decision, with its reason', async () => {
    const { page } = citizen;
    await page.goto(`/demo/posta?komu=${encodeURIComponent(visitor.email)}`);
    const mail = await citizen.text();
    expect(mail).toContain(words.facts);
    expect(mail).toContain(words.thanks);
    expect(mail).toContain(words.answer);
    await page.goto('/muj-ucet/prispevky');
    expect(await citizen.text()).toContain(words.wish);
  });

  it('gives staff the numbers, and everything that was said as a table', async () => {
    const staff = await somebody();
    const { page } = staff;
    await staff.become('sprava');
    await page.goto('/sprava');
    await page.locator('a[href="/sprava/prehled/kraj2020"]').first().click();
    expect(await staff.text()).toContain('Digitalizace');
    await page.goto('/sprava/vystupy');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('a[href*="kraj2020.csv"]').first().click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(csv).toContain(words.wish);
    expect(csv).toContain(words.added);
    expect(csv).toContain(words.facts);
    expect(csv).not.toContain(words.rude);
    expect(csv).not.toContain(visitor.email);
  });

  it('lets the citizen sign out for good', async () => {
    const { page } = citizen;
    await page.goto('/');
    await page.locator('header form button[type=submit]').click();
    await page.goto('/muj-ucet');
    expect(new URL(page.url()).pathname).toBe('/prihlaseni');
  });

  it('never asked another host for anything and met no error in a script', () => {
    for (const { misdeeds } of people) expect(misdeeds).toEqual({ foreignRequests: [], errors: [] });
  });
});

/** Opens the queue's item that shows the text, on whichever page of the queue it is. */
async function openInQueue(garant: Person, text: string): Promise<void> {
  const item = garant.page.locator('[data-queue-item]', { hasText: text }).first();
  for (let pages = 0; pages < 10 && (await item.count()) === 0; pages += 1) {
    await garant.page.locator('a[rel=next]').first().click();
  }
  await item.click();
  await garant.page.locator('#rozhodnuti-nadpis').waitFor();
}
