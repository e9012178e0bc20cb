import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/database/database.js';
import { now } from '../../src/database/time.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { zipOf } from '../imports/zips.js';
import { findChromium, type Misdeeds, openWindow, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';

const chromium = await findChromium();
const point = '/program/kraj2020/digitalizace';

describe.skipIf(!chromium).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('staff import a changed text %s', (_, javaScriptEnabled) => {
  let site: Site;
  let browser: Browser;
  let page: Page;
  let misdeeds: Misdeeds;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    ({ page, misdeeds } = await openWindow(browser, site.baseUrl, { javaScriptEnabled }));
    await page.goto('/demo/prihlaseni/sprava');
    await page.locator('main form button').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/demo'));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const words = () => page.locator('main').innerText();
  const press = (name: string) => page.locator('main').getByRole('button', { name }).first().click();

  it('sees what would happen before anything does', async () => {
    const changed = readFileSync('content/kraj2020/digitalizace.md', 'utf8')
      .replace('## Internetové připojení na celém území kraje', '## Síť pro všechny')
      .replace(/V rámci celospolečenské digitalizace.*\n/, 'Kraj postaví optickou síť do každé obce.\n');
    const buffer = await zipOf([{ name: 'kraj2020/digitalizace.md', content: changed }]);
    await page.goto('/sprava');
    await page.getByRole('link', { name: 'Import textů' }).click();
    await page
      .getByLabel('Soubory')
      .setInputFiles({ name: 'texty.zip', mimeType: 'application/zip', buffer });
    await press('Nahrát a zkusit nanečisto');
    await page.waitForURL(/\/sprava\/import\/\d+/);
    expect(await words()).toContain('Nanečisto: zatím se nic nezměnilo.');
    expect(await words()).toContain('1 nová, 1 archivovaná');
  });

  it('corrects by hand what was taken for another section', async () => {
    await page.getByRole('link', { name: 'Digitalizace' }).click();
    const section = page.locator('article', { hasText: 'Síť pro všechny' });
    await section.getByText('Je to jiná část?').click();
    await section
      .getByLabel('Tato část je…')
      .selectOption({ label: '2 Internetové připojení na celém území kraje' });
    await section.getByRole('button', { name: 'Zkusit znovu' }).click();
    await page.locator('.notice', { hasText: 'Opraveno.' }).waitFor();
    expect(await words()).toContain('určeno ručně');
    expect(await words()).not.toContain('archivovaná');
  });

  it('carries it out, and readers have the new text under the old address', async () => {
    await page.getByRole('link', { name: /^Import č\. \d+$/ }).click();
    await press('Provést');
    await page.getByText('Hotovo, import je provedený.').waitFor();
    await page.goto(`${point}/sekce/2`);
    expect(await words()).toContain('Kraj postaví optickou síť do každé obce.');
  });

  it('follows the progress, and is shown the outcome by itself', async () => {
    const database = site.application.get(Database);
    const job = await database.read.findOneByOrFail(ContentImport, { number: 2 });
    const change = (changes: Partial<ContentImport>) =>
      database.write((manager) => manager.update(ContentImport, { id: job.id }, changes));
    await change({ state: 'running', beatAt: now(), done: 10, total: 40 });
    await page.goto('/sprava/import/2');
    expect(await words()).toContain('10 / 40');
    await change({ beatAt: now(), done: 30 });
    await page.getByText('30 / 40').waitFor();
    await change({ state: 'done', done: 40 });
    await page.getByText('Hotovo, import je provedený.').waitFor();
  });

  it('meets no error in a script, and asks no other host for anything', () => {
    expect(misdeeds).toEqual({ foreignRequests: [], errors: [] });
  });
});
