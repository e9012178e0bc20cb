import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, openWindow, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { arrive, current, focused, says, tabTo, target } from './keys.js';
import { ownSuggestion } from './own-suggestion.js';
import { point } from './text-acts.js';

const chromium = await findChromium();

describe.skipIf(!chromium)('with suggestions, by keyboard alone,', () => {
  let site: Site;
  let browser: Browser;
  let citizen: Page;
  let garant: Page;
  let clashing: number;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    [citizen, garant] = await Promise.all([signedIn('obcan'), signedIn('garant')]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function signedIn(name: string): Promise<Page> {
    const { page } = await openWindow(browser, site.baseUrl, { viewport: { width: 1280, height: 800 } });
    await page.goto(`/demo/prihlaseni/${name}`);
    await page.locator('main form button').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/demo'));
    return page;
  }

  it('one hears that nearly the same is there already, and supports it instead', async () => {
    await citizen.goto(`${point}/sekce/4/navrh`);
    await tabTo(citizen, 'textarea[name=body]');
    await citizen.keyboard.press('Control+Home');
    for (let word = 'Všechna data musí být v bezpečí uložena'.split(' ').length; word > 0; word -= 1)
      await citizen.keyboard.press('Control+ArrowRight');
    await citizen.keyboard.type(' na dvou místech a obnova ze zálohy se jednou za rok vyzkouší');
    await tabTo(citizen, 'textarea[name=reason]');
    await citizen.keyboard.type('Zálohy je potřeba zkoušet.');
    await tabTo(citizen, 'button[name=intent][value=send]');
    await arrive(citizen, 'Enter');
    expect(await focused(citizen, '[role=alert]')).toBe(true);
    await citizen.keyboard.press('Tab');
    await citizen.keyboard.press('Enter');
    await citizen.keyboard.press('Tab');
    expect(await focused(citizen, '#podobne a')).toBe(true);
    await citizen.keyboard.press('Tab');
    expect(await focused(citizen, '#podobne button')).toBe(true);
    await arrive(citizen, 'Enter');
    await says(citizen, /hlas k návrhu je započítaný/i);
    expect(await current(citizen)).toBe('/navrhy/14');
  });

  it('a suggestion is supported and talked about where it is read', async () => {
    await citizen.goto('/navrhy/16');
    await tabTo(citizen, 'form.support button[value=oppose]');
    await citizen.evaluate('window.sameDocument = true');
    await citizen.keyboard.press('Enter');
    await citizen.waitForSelector('form.support button[aria-pressed=true]');
    await says(citizen, /proti \d/);
    expect(await focused(citizen, 'form.support button[aria-pressed=true]')).toBe(true);
    await tabTo(citizen, 'section.thread > form.composer textarea');
    await citizen.keyboard.type('A kdo ty servery zaplatí?');
    await citizen.keyboard.press('Tab');
    await citizen.keyboard.press('Enter');
    await citizen.locator('.comment-body', { hasText: 'kdo ty servery zaplatí' }).waitFor();
    await says(citizen, /komentář/i);
    expect(await citizen.locator(await target(citizen)).innerText()).toContain('A kdo ty servery zaplatí?');
  });

  it('its author confirms what the text carried along', async () => {
    const merged = await ownSuggestion(site, 2, 'V rámci celospolečenské digitalizace nabídneme');
    await citizen.goto(`/navrhy/${merged}`);
    await tabTo(citizen, 'form[action$="/potvrzeni"] button');
    await arrive(citizen, 'Enter');
    await says(citizen, /Děkujeme/);
    expect(await citizen.locator('form[action$="/potvrzeni"]').count()).toBe(0);
  });

  it('its author adapts what clashes in one step', async () => {
    const number = await ownSuggestion(site, 6, 'Víme, že začátky jsou velmi krušné.');
    await citizen.goto(`/navrhy/${number}`);
    await tabTo(citizen, 'a[href$="/prizpusobeni"]');
    await arrive(citizen, 'Enter');
    await tabTo(citizen, 'button[name=intent][value=send]');
    await arrive(citizen, 'Enter');
    await says(citizen, /přizpůsobený/);
    expect(await citizen.locator('.tag', { hasText: 'Střet' }).count()).toBe(0);
  });

  it('a garant settles a clash place by place and goes on in their own words', async () => {
    clashing = await ownSuggestion(
      site,
      3,
      'Finančně podpoříme výstavbu chytrých veřejných osvětlení v obcích.',
    );
    await garant.goto(`/garant/navrhy/${clashing}`);
    await tabTo(garant, `a[href*="/navrhy/${clashing}/slouceni"]`);
    await arrive(garant, 'Enter');
    await tabTo(garant, '.clash-place button');
    await garant.evaluate('window.sameDocument = true');
    await garant.keyboard.press('Tab');
    await garant.keyboard.press('Enter');
    await garant.waitForSelector('.clash-place button[aria-pressed=true]');
    expect(await focused(garant, '.clash-place button[aria-pressed=true]')).toBe(true);
    expect(await garant.evaluate('window.sameDocument')).toBe(true);
    await tabTo(garant, 'textarea[name=body]');
    await garant.keyboard.press('Control+End');
    await garant.keyboard.type(' Začneme u škol.');
    await garant.locator('#stret-nahled ins', { hasText: 'Začneme u škol' }).waitFor();
    expect(await focused(garant, 'textarea[name=body]')).toBe(true);
    await tabTo(garant, 'button[name=intent][value=send]');
    await arrive(garant, 'Enter');
    await says(garant, /přijat/i);
  });

  it('its author keeps their distance from what came of it', async () => {
    await citizen.goto(`/navrhy/${clashing}`);
    await tabTo(citizen, 'button[name=postoj][value=distances]');
    await arrive(citizen, 'Enter');
    await says(citizen, /postoj/);
    expect(await citizen.locator('button[value=distances]').getAttribute('aria-pressed')).toBe('true');
  });

  it('a garant picks suggestions, hears what comes of them, publishes them together and takes it back', async () => {
    await ownSuggestion(site, 1, 'Slibujeme');
    await garant.goto('/garant/slouceni/kraj2020/digitalizace/1');
    await tabTo(garant, '.pick input');
    await garant.keyboard.press('Space');
    await says(garant, /Vybrán 1 návrh/);
    expect(await focused(garant, '.pick input:checked')).toBe(true);
    await tabTo(garant, '.pick input:not(:checked)');
    await garant.keyboard.press('Space');
    await says(garant, /Vybrány 2 návrhy/);
    await tabTo(garant, 'textarea[name=statement]');
    await garant.keyboard.type('Obojí text zlepší.');
    await tabTo(garant, 'button[name=intent][value=send]');
    await arrive(garant, 'Enter');
    await says(garant, /Návrhy jsou přijaté/);
    await tabTo(garant, '.queue-undo button');
    await arrive(garant, 'Enter');
    await says(garant, /zpět/);
  });
});
