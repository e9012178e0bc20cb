import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, openWindow, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { arrive, current, focused, focusWithin, says, scrolled, tabTo, target } from './keys.js';

const chromium = await findChromium();
const point = '/program/kraj2020/digitalizace';

describe.skipIf(!chromium)('by keyboard alone', () => {
  let site: Site;
  let browser: Browser;
  let citizen: Page;
  let garant: Page;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    citizen = await signedIn('obcan');
    garant = await signedIn('garant');
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('one gets past the header in one step', async () => {
    await citizen.goto(point);
    await citizen.keyboard.press('Tab');
    expect(await focused(citizen, '.skip-link')).toBe(true);
    await citizen.keyboard.press('Enter');
    expect(await focused(citizen, 'main')).toBe(true);
  });

  it('a vote is cast, changed and withdrawn in place', async () => {
    await citizen.goto(point);
    await tabTo(citizen, '#hlas-3-agree');
    await citizen.evaluate('window.sameDocument = true');
    const before = await scrolled(citizen);
    expect(before).toBeGreaterThan(0);
    await citizen.keyboard.press('Enter');
    await citizen.waitForSelector('#hlas-3-agree[aria-pressed=true]');
    await says(citizen, /hlas/i);
    expect(await focused(citizen, '#hlas-3-agree')).toBe(true);
    await citizen.keyboard.press('Tab');
    expect(await focused(citizen, '#hlas-3-undecided')).toBe(true);
    await citizen.keyboard.press('Space');
    await citizen.waitForSelector('#hlas-3-undecided[aria-pressed=true]');
    await citizen.keyboard.press('Space');
    await citizen.waitForSelector('#hlas-3:not(:has([aria-pressed=true]))');
    await says(citizen, /stažený|stáhli|zrušen|už ne/i);
    expect(await focused(citizen, '#hlas-3-undecided')).toBe(true);
    expect(await citizen.evaluate('window.sameDocument')).toBe(true);
    expect(await scrolled(citizen)).toBe(before);
  });

  it('a vote by a pointer that gives no focus moves nothing either', async () => {
    await citizen.goto(point);
    await citizen.evaluate('window.scrollTo(0, 900)');
    const before = await scrolled(citizen);
    await citizen.evaluate(`{
      document.activeElement.blur();
      const button = document.getElementById('hlas-6-agree');
      button.form.requestSubmit(button);
    }`);
    await citizen.waitForSelector('#hlas-6-agree[aria-pressed=true]');
    expect(await scrolled(citizen)).toBe(before);
    expect(await focused(citizen, '#hlas-6-agree')).toBe(true);
  });

  it('a comment is written where one reads, and an empty one says what is missing', async () => {
    await citizen.goto(point);
    await tabTo(citizen, '#sekce-2 details summary, section:has(#hlas-2) details summary');
    await citizen.keyboard.press('Enter');
    await citizen.keyboard.press('Tab');
    expect(await focused(citizen, 'textarea[name=body]')).toBe(true);
    await citizen.keyboard.type('   ');
    await citizen.keyboard.press('Tab');
    await arrive(citizen, 'Enter');
    expect(await focused(citizen, '.error-summary')).toBe(true);
    await citizen.keyboard.press('Tab');
    await citizen.keyboard.press('Enter');
    expect(await focused(citizen, 'textarea[name=body][aria-invalid=true]')).toBe(true);
    await citizen.keyboard.type('Formuláře ať jdou vyplnit i z klávesnice.');
    await citizen.keyboard.press('Tab');
    await arrive(citizen, 'Enter');
    await says(citizen, /komentář/i);
    await citizen.keyboard.press('Tab');
    expect(await focused(citizen, `${await target(citizen)} *`)).toBe(true);
    expect(await citizen.locator(await target(citizen)).innerText()).toContain('i z klávesnice');
  });

  it('a comment is answered', async () => {
    await tabTo(citizen, `${await target(citizen)} summary`);
    await citizen.keyboard.press('Enter');
    await citizen.keyboard.press('Tab');
    await citizen.keyboard.type('A taky přečíst čtečkou.');
    await citizen.keyboard.press('Tab');
    await arrive(citizen, 'Enter');
    await says(citizen, /komentář/i);
    expect(await citizen.locator(await target(citizen)).innerText()).toContain('A taky přečíst čtečkou.');
  });

  it('another wording is suggested, with its changes seen in each of the three views', async () => {
    await citizen.goto(point);
    await tabTo(citizen, 'section:has(#hlas-4) a[href$="/navrh"]');
    await arrive(citizen, 'Enter');
    await tabTo(citizen, 'textarea[name=body]');
    await citizen.keyboard.press('Control+End');
    await citizen.keyboard.type(' A všechno to půjde ovládat z klávesnice.');
    await citizen.waitForSelector('#nahled ins');
    await says(citizen, /vlož/i);
    expect(await focused(citizen, 'textarea[name=body]')).toBe(true);
    await tabTo(citizen, 'textarea[name=reason]');
    await citizen.keyboard.type('Ne každý může držet myš v ruce.');
    await tabTo(citizen, '#nahled .diff-both');
    expect(await citizen.locator('#nahled del, #nahled ins').first().isVisible()).toBe(true);
    await citizen.keyboard.press('ArrowRight');
    await citizen.keyboard.press('ArrowRight');
    expect(await focused(citizen, '#nahled .diff-old:checked')).toBe(true);
    expect(await citizen.locator('#nahled ins').first().isVisible()).toBe(false);
    await tabTo(citizen, 'button[name=intent][value=send]', 'Shift+Tab');
    await arrive(citizen, 'Enter');
    await says(citizen, /návrh/i);
    await tabTo(citizen, 'main .diff-both');
    await citizen.keyboard.press('ArrowLeft');
    expect(await focused(citizen, 'main .diff-old:checked')).toBe(true);
  });

  it('whoever has gone on to the changes keeps their place when the last of them come in', async () => {
    await citizen.goto(point);
    await tabTo(citizen, 'section:has(#hlas-4) a[href$="/navrh"]');
    await arrive(citizen, 'Enter');
    await tabTo(citizen, 'textarea[name=body]');
    await citizen.keyboard.press('Control+End');
    await citizen.keyboard.type(' První věta.');
    await citizen.waitForSelector('#nahled .diff-both', { state: 'attached' });
    await citizen.route('**/navrh', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await citizen.keyboard.type(' Druhá věta.');
    await tabTo(citizen, '#nahled .diff-both');
    await citizen.locator('#nahled ins', { hasText: 'Druhá věta.' }).waitFor();
    expect(await focused(citizen, '#nahled .diff-both')).toBe(true);
    await citizen.unroute('**/navrh');
  });

  it('two versions are compared, a mistyped number is told of, and the switch turns them over', async () => {
    await citizen.goto(`${point}/verze`);
    await tabTo(citizen, '#porovnat-od');
    await citizen.keyboard.type('1');
    await citizen.keyboard.press('Tab');
    await citizen.keyboard.type('1');
    await citizen.locator('form.version-compare').evaluate('(form) => (form.noValidate = true)');
    await arrive(citizen, 'Enter');
    expect(await focused(citizen, '#porovnat-od[aria-invalid=true]')).toBe(true);
    await citizen.keyboard.press('Tab');
    await citizen.keyboard.type('3');
    await arrive(citizen, 'Enter');
    expect(await citizen.locator('h1').innerText()).toBe('Porovnání verzí 1 a 3');
    await tabTo(citizen, '#pohled-zmeny');
    await citizen.keyboard.press('ArrowRight');
    expect(await focused(citizen, '#pohled-nove:checked')).toBe(true);
    expect(await citizen.locator('.compare-text del').first().isVisible()).toBe(false);
  });

  it('a garant changes the text in place, once it is said why', async () => {
    await garant.goto(point);
    await tabTo(garant, 'section:has(#hlas-4) a[href$="/uprava"]');
    await arrive(garant, 'Enter');
    await tabTo(garant, 'textarea[name=body]');
    await garant.keyboard.press('Control+End');
    await garant.keyboard.type(' Ovládat půjde i z klávesnice.');
    await garant.waitForSelector('#nahled ins');
    expect(await focused(garant, 'textarea[name=body]')).toBe(true);
    await tabTo(garant, 'button[name=intent][value=send]');
    await arrive(garant, 'Enter');
    expect(await focused(garant, '.error-summary')).toBe(true);
    await garant.keyboard.press('Tab');
    await garant.keyboard.press('Enter');
    expect(await focused(garant, 'textarea[name=note][aria-invalid=true]')).toBe(true);
    await garant.keyboard.type('Ne každý může držet myš v ruce.');
    await tabTo(garant, 'button[name=intent][value=send]');
    await arrive(garant, 'Enter');
    await says(garant, /nová verze textu je uložená/i);
    expect(await garant.locator('main').innerText()).toContain('Ovládat půjde i z klávesnice.');
  });

  it('a garant turns the keys on, and they stay on', async () => {
    await garant.goto('/garant/fronta');
    await tabTo(garant, 'queue-keys button');
    await garant.keyboard.press('Space');
    expect(await garant.locator('queue-keys p').isVisible()).toBe(true);
    expect(await focused(garant, 'queue-keys button')).toBe(true);
    await garant.keyboard.press('?');
    await says(garant, /J další/);
  });

  it('J and K move through the queue, and what is opened has the focus', async () => {
    await arrive(garant, 'j');
    const first = await current(garant);
    expect(await focused(garant, '#polozka-nadpis')).toBe(true);
    await arrive(garant, 'j');
    expect(await current(garant)).not.toBe(first);
    await arrive(garant, 'k');
    expect(await current(garant)).toBe(first);
  });

  it('E, R and A open what they name, with the focus in its field, and are letters while one writes', async () => {
    await garant.goto('/garant/fronta?druh=navrhy');
    await arrive(garant, 'j');
    // What clashes with the text cannot be accepted as it is.
    while ((await garant.locator('#akce-accept').count()) === 0) await arrive(garant, 'j');
    const path = await current(garant);
    for (const [key, name] of [
      ['e', 'edit'],
      ['r', 'decline'],
      ['a', 'accept'],
    ] as const) {
      await garant.keyboard.press(key);
      await focusWithin(garant, `#akce-${name}`);
      expect(await garant.locator(`#akce-${name}`).getAttribute('open')).not.toBeNull();
      expect(await garant.locator(`#akce-${name} textarea`).last().inputValue()).not.toMatch(/^[era]$/);
      await garant.keyboard.press('Escape');
      expect(await focused(garant, `#akce-${name} summary`)).toBe(true);
    }
    expect(await current(garant)).toBe(path);
  });

  it('a refused decision says why, and a corrected one opens the next item and can be taken back', async () => {
    const path = await current(garant);
    await garant.keyboard.press('r');
    await focusWithin(garant, '#akce-decline');
    await garant.keyboard.type('jk');
    await tabTo(garant, '#akce-decline button');
    await arrive(garant, 'Enter');
    expect(await focused(garant, '.error-summary')).toBe(true);
    await garant.keyboard.press('Tab');
    await garant.keyboard.press('Enter');
    expect(await focused(garant, '#akce-decline [aria-invalid=true]')).toBe(true);
    await garant.keyboard.type(' Tohle už program říká o kus dál.');
    await tabTo(garant, '#akce-decline button');
    await arrive(garant, 'Enter');
    await says(garant, /návrh/i);
    expect(await current(garant)).not.toBe(path);
    await arrive(garant, 'u');
    expect(await current(garant)).toBe(path);
    await says(garant, /zpět/i);
    expect(await garant.locator('#akce-accept').count()).toBe(1);
  });

  it('the switch of a difference is no field that takes letters', async () => {
    await tabTo(garant, 'main .diff-both');
    await garant.keyboard.press('ArrowRight');
    await garant.keyboard.press('a');
    await focusWithin(garant, '#akce-accept');
  });

  it('the last decision can be taken back where no more waits', async () => {
    await garant.goto('/garant/fronta?druh=navrhy');
    for (let more = 20; more > 0 && (await garant.locator('[data-queue-item]').count()) > 0; more -= 1) {
      if (!new URL(garant.url()).pathname.startsWith('/garant/navrhy/')) await arrive(garant, 'j');
      await garant.keyboard.press('r');
      await focusWithin(garant, '#akce-decline');
      await garant.keyboard.type('Tohle už program říká o kus dál.');
      await tabTo(garant, '#akce-decline button');
      await arrive(garant, 'Enter');
    }
    expect(await current(garant)).toBe('/garant/fronta');
    await arrive(garant, 'u');
    expect(await current(garant)).toContain('/garant/navrhy/');
  }, 60_000);

  async function signedIn(name: string): Promise<Page> {
    const { page } = await openWindow(browser, site.baseUrl, { viewport: { width: 1280, height: 800 } });
    await page.goto(`/demo/prihlaseni/${name}`);
    await page.locator('main form button').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/demo'));
    return page;
  }
});
