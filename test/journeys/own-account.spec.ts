import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, openWindow, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';

const chromium = await findChromium();
const form = '/program/kraj2020/digitalizace/sekce/1/komentare';

describe.skipIf(!chromium)('The overview of my account', () => {
  let site: Site;
  let browser: Browser;

  const citizen = async (options: Parameters<typeof openWindow>[2] = {}) => {
    const window = await openWindow(browser, site.baseUrl, options);
    await window.page.goto('/demo/prihlaseni/obcan');
    await window.page.locator('main form button').click();
    await window.page.waitForURL((url) => !url.pathname.startsWith('/demo'));
    return window;
  };

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('lists what I am writing in this browser, leads to it and throws it away', async () => {
    const { page, misdeeds } = await citizen();
    await page.goto('/muj-ucet');
    expect(await page.locator('own-drafts').innerText()).toBe('Nic rozepsaného tu není.');
    await page.goto(form);
    await page.locator('main textarea').fill('Tohle ještě dopíšu <b>zítra</b>.');
    // A draft is kept once somebody pauses.
    await expect
      .poll(() => page.evaluate<string>('Object.keys(localStorage).join()'))
      .toContain('podnet.draft.');
    await page.goto('/muj-ucet');
    const draft = page.locator('own-drafts a');
    expect(await draft.innerText()).toBe('Tohle ještě dopíšu <b>zítra</b>.');
    await draft.click();
    await page.waitForURL(`**${form}`);
    expect(await page.locator('main textarea').inputValue()).toBe('Tohle ještě dopíšu <b>zítra</b>.');
    await page.goto('/muj-ucet');
    await page.locator('own-drafts button').click();
    expect(await page.locator('own-drafts').innerText()).toBe('Nic rozepsaného tu není.');
    await page.goto(form);
    expect(await page.locator('main textarea').inputValue()).toBe('');
    expect(misdeeds).toEqual({ foreignRequests: [], errors: [] });
  });

  it('says without a script where drafts are, and filters by a plain form', async () => {
    const { page } = await citizen({ javaScriptEnabled: false });
    await page.goto('/muj-ucet');
    expect(await page.locator('own-drafts').innerText()).toContain(
      'Rozepsaný text si pamatuje jen váš prohlížeč',
    );
    await page.goto('/muj-ucet/prispevky');
    await page.getByLabel('Zobrazit').selectOption('hlasy-starsi');
    await page.getByRole('button', { name: 'Vybrat' }).click();
    expect(new URL(page.url()).searchParams.get('co')).toBe('hlasy-starsi');
    expect(await page.getByRole('heading', { name: 'Moje hlasy' }).count()).toBe(1);
    expect(await page.getByRole('heading', { name: 'Moje komentáře' }).count()).toBe(0);
  });
});
