import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { Database } from '../../src/database/database.js';
import { now } from '../../src/database/time.js';
import { Points } from '../../src/programme/points.service.js';
import { Readings } from '../../src/programme/readings.service.js';
import { findChromium, openWindow, startBrowser } from '../support/browser.js';
import { signedIn } from '../support/signed-in.js';
import { type Site, startSite } from '../support/site.js';

const chromium = await findChromium();
const path = '/program/kraj2020/digitalizace';

describe.skipIf(!chromium)('reading a text that changes', () => {
  let site: Site;
  let browser: Browser;
  let citizen: string;
  let pointId: string;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    citizen = (await site.application.get(Demo).ensure()).obcan;
    const context = await site.application.get(Points).find('kraj2020', 'digitalizace');
    pointId = context?.point.id ?? '';
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const reading = () => site.application.get(Readings).of(citizen, pointId);
  const knows = async (versionNumber: number) => {
    const viewer = await signedIn(site.application, citizen);
    const seen = { viewer, pointId, versionNumber, at: now(), read: true };
    await site.application
      .get(Database)
      .write((manager) => site.application.get(Readings).mark(manager, seen));
  };
  const open = async (javaScriptEnabled: boolean) => {
    const window = await openWindow(browser, site.baseUrl, { javaScriptEnabled });
    const person = demoPeople.find(({ name }) => name === 'obcan');
    if (!person) throw new Error('nobody to sign in');
    const value = await site.application.get(Demo).signIn(person, 'test');
    await window.context.addCookies([{ name: 'podnet', value, url: site.baseUrl }]);
    return window;
  };

  it('is remembered by itself after some seconds, and not before', async () => {
    await knows(1);
    const { page, context, misdeeds } = await open(true);
    await page.clock.install();
    await page.goto(path);
    expect(await page.locator('.since h2').textContent()).toContain('Od vaší poslední návštěvy');
    await page.clock.runFor(4000);
    expect((await reading())?.versionSeen).toBe(1);
    const told = page.waitForResponse((response) => response.url().endsWith('/precteno'));
    await page.clock.runFor(2000);
    expect((await told).status()).toBe(204);
    expect(await reading()).toMatchObject({ versionBefore: 1 });
    expect((await reading())?.versionSeen).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Označit jako přečtené' }).click();
    await page.locator('.since').waitFor({ state: 'detached' });
    expect((await reading())?.versionBefore).toBeGreaterThan(1);
    expect(misdeeds).toEqual({ foreignRequests: [], errors: [] });
    await context.close();
  });

  it('is remembered by a button where there is no script', async () => {
    await knows(1);
    const { page, context } = await open(false);
    await page.goto(path);
    await page.getByRole('button', { name: 'Označit jako přečtené' }).click();
    expect(await page.locator('.flashes').textContent()).toContain('Zapamatovali jsme si');
    expect(await page.locator('.since').count()).toBe(0);
    await page.getByRole('button', { name: 'Pamatovat si' }).click();
    expect((await reading())?.versionSeen).toBeGreaterThan(1);
    await context.close();
  });

  it('shows two versions as changes, as the new text and as the old one, without script', async () => {
    const { page, context } = await open(false);
    await page.goto(`${path}/verze/1..3`);
    const shown = () => page.locator('.compare-text').innerText();
    const inserted = page.locator('.compare-text ins').first();
    const deleted = page.locator('.compare-text del').first();
    expect([await inserted.isVisible(), await deleted.isVisible()]).toEqual([true, true]);
    const both = await shown();
    await page.getByText('Nové', { exact: true }).click();
    expect([await inserted.isVisible(), await deleted.isVisible()]).toEqual([true, false]);
    await page.getByText('Původní', { exact: true }).click();
    expect([await inserted.isVisible(), await deleted.isVisible()]).toEqual([false, true]);
    expect((await shown()).length).toBeLessThan(both.length);
    await context.close();
  });
});
