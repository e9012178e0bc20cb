import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, openWindow, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { overflow, unfold } from './in-page.js';
import { rehearsedImport } from './rehearsed-import.js';

const chromium = await findChromium();
const point = '/program/kraj2020/digitalizace';

/** Who works with letters twice as large as usual, and where; `links` leads on from there. */
const desks = [
  {
    who: 'garant',
    pages: ['/garant', '/garant/fronta', `${point}/vyporadani`, '/garant/slouceni/kraj2020/digitalizace/4'],
    links: ['a[href^="/garant/navrhy/"]', 'a[href^="/garant/komentare/"]'],
    from: '/garant/fronta',
  },
  {
    who: 'sprava',
    pages: ['/sprava', '/sprava/import', '/sprava/import/2', '/sprava/import/2/soubory/0', '/sprava/lide'],
    links: ['h2 a[href^="/sprava/lide/"]'],
    from: '/sprava/lide',
  },
];

describe.skipIf(!chromium)('Letters twice as large', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '', 32)]);
    expect(await rehearsedImport(site)).toBe(2);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it.each(desks)(
    'leave nothing to scroll sideways on the phone of a $who',
    async (desk) => {
      const { page } = await openWindow(browser, site.baseUrl, { viewport: { width: 360, height: 700 } });
      await page.goto(`/demo/prihlaseni/${desk.who}`);
      await page.locator('main form button').click();
      await page.waitForURL((url) => !url.pathname.startsWith('/demo'));
      expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe('32px');
      await page.goto(desk.from);
      const further = await Promise.all(
        desk.links.map((link) => page.locator(link).first().getAttribute('href')),
      );
      for (const path of [...desk.pages, ...further]) {
        await page.goto(path ?? '');
        await unfold(page);
        expect([path, await overflow(page)]).toEqual([path, 0]);
      }
    },
    60_000,
  );
});
