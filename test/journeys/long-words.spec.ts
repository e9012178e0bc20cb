import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, openWindow, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';

const chromium = await findChromium();
const endless = 'Nejneobhospodařovávatelnější'.repeat(12);
const longName = 'Nejneobhospodařovávatelnějšíobčankakraje';
const point = '/program/kraj2020/digitalizace';
const section = `${point}/sekce/6`;
const edited = `${point}/sekce/4`;

describe.skipIf(!chromium)('Words without end', () => {
  let site: Site;
  let browser: Browser;
  let citizen: Page;
  let garant: Page;

  const narrowWindow = async (name: string) => {
    const { page } = await openWindow(browser, site.baseUrl, { viewport: { width: 320, height: 700 } });
    await page.goto(`/demo/prihlaseni/${name}`);
    await page.locator('main form button').click();
    return page;
  };
  const stretch = async (page: Page, path: string) => {
    await page.goto(path);
    return [path, await page.evaluate<number>('document.documentElement.scrollWidth')];
  };

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    [citizen, garant] = await Promise.all([narrowWindow('obcan'), narrowWindow('garant')]);
    await citizen.goto('/muj-ucet/nastaveni');
    await citizen.locator('main input[type=text]').fill(longName);
    await citizen.getByRole('button', { name: 'Změnit jméno' }).click();
    for (const words of [endless, `https://example.org/${'a'.repeat(180)}`]) {
      await citizen.goto(`${section}/komentare`);
      await citizen.locator('main textarea').fill(words);
      await citizen.getByRole('button', { name: 'Odeslat komentář' }).click();
      await citizen.waitForLoadState();
    }
    await citizen.goto(`${section}/navrh`);
    await citizen.getByLabel('Nadpis').fill(endless.slice(0, 110));
    await citizen.getByLabel('Navrhované znění').fill(endless);
    await citizen.getByLabel('Proč').fill(endless);
    await citizen.getByRole('button', { name: 'Odeslat návrh' }).click();
    await citizen.waitForURL('**/navrhy/*');
    await garant.waitForURL((url) => !url.pathname.startsWith('/demo'));
    await garant.goto(`${edited}/uprava`);
    await garant.getByLabel('Nadpis').fill(endless.slice(0, 110));
    await garant.locator('textarea[name=body]').fill(endless);
    await garant.getByLabel('Co a proč měníte').fill(endless);
    await garant.getByRole('button', { name: 'Uložit novou verzi' }).first().click();
    await garant.waitForURL((url) => !url.pathname.endsWith('/uprava'));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('stretch no page beyond the narrowest phone', async () => {
    const suggestion = new URL(citizen.url()).pathname;
    const widths = [
      await stretch(citizen, section),
      await stretch(citizen, `${section}/komentare`),
      await stretch(citizen, `${section}/navrh`),
      await stretch(citizen, suggestion),
      await stretch(citizen, '/muj-ucet'),
      await stretch(citizen, '/muj-ucet/prispevky'),
      await stretch(citizen, '/muj-ucet/nastaveni'),
      await stretch(garant, '/garant/fronta'),
      await stretch(garant, `/garant${suggestion}`),
      await stretch(garant, point),
      await stretch(garant, edited),
      await stretch(garant, `${edited}/uprava`),
      await stretch(garant, `${edited}/zneni`),
      await stretch(garant, `${edited}/zneni/1..2`),
      await stretch(garant, `${point}/verze`),
      await stretch(garant, (await garant.locator('.version-head a').first().getAttribute('href')) ?? ''),
      await stretch(garant, `${point}/verze/1..6`),
    ];
    expect(widths.filter(([, width]) => Number(width) > 320)).toEqual([]);
  }, 60_000);
});
