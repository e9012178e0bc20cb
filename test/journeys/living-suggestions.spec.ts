import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { newPerson, type Person } from './person.js';
import { changeText, followMail, point, rewrite, suggest } from './text-acts.js';

const chromium = await findChromium();
const jana = 'jana.dvorakova@example.org';
const backups: [string, string] = [
  'Všechna data musí být v bezpečí uložena.',
  'Všechna data musí být v bezpečí uložena na dvou místech a obnova ze zálohy se jednou za půl roku vyzkouší.',
];

describe.skipIf(!chromium).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('suggestions live on %s', (_, javaScriptEnabled) => {
  let site: Site;
  let browser: Browser;
  let citizen: Person;
  let neighbour: Person;
  let garant: Person;
  let own: string;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
    [citizen, neighbour, garant] = await Promise.all([
      signedIn('obcan'),
      signedIn('jiny-garant'),
      signedIn('garant'),
    ]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function signedIn(name: string): Promise<Person> {
    const person = await newPerson(browser, site, javaScriptEnabled);
    await person.become(name);
    return person;
  }

  it('shows whoever wants nearly the same that it is there, and lets them support it instead', async () => {
    const { page } = citizen;
    await page.goto(`${point}/sekce/4/navrh`);
    await rewrite(citizen, backups, { reason: 'Zálohy je potřeba zkoušet.' });
    await page.locator('[role=alert]', { hasText: 'Podobný návrh už tu je' }).waitFor();
    await page
      .locator('#podobne li', { hasText: 'velmi podobný' })
      .getByRole('button', { name: 'Podpořit místo toho' })
      .click();
    await page.locator('h1', { hasText: 'Návrh č. 14' }).waitFor();
    expect(
      await page
        .locator('#podpora-14 button[aria-pressed=true], .support button[aria-pressed=true]')
        .innerText(),
    ).toMatch(/Podporujete/);
    await page.goto(`${point}/sekce/4/navrh`);
    expect(await citizen.text()).not.toContain('Obnovili jsme');
    expect(await page.locator('textarea[name=reason]').inputValue()).toBe('');
  });

  it('lets them send it anyway', async () => {
    const { page } = neighbour;
    await page.goto(`${point}/sekce/4/navrh`);
    await rewrite(neighbour, backups, { reason: 'Čtvrt roku je pro malou obec moc často.' });
    await neighbour.button('Přesto odeslat můj návrh');
    await page.locator('h1', { hasText: /^Návrh č\. / }).waitFor();
    expect(await page.locator('main ins').first().innerText()).toContain('na dvou místech');
  });

  it('lets people weigh a suggestion and talk about it', async () => {
    const { page } = citizen;
    await page.goto('/navrhy/16');
    await citizen.button(/^Jsem proti/);
    await page.locator('.support button[aria-pressed=true]', { hasText: 'Jste proti' }).waitFor();
    await citizen.button(/^Podpořit/);
    await page.locator('.support button[aria-pressed=true]', { hasText: 'Podporujete' }).waitFor();
    const composer = page.locator('form.composer').last();
    await composer.locator('textarea').fill('Servery v Česku ano, ale kdo to bude platit?');
    await composer.locator('button[type=submit]').click();
    await page.locator('.comment-body', { hasText: 'kdo to bude platit' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/navrhy\/16/);
  });

  it('asks the author whether it is still theirs when the text around it changes', async () => {
    own = await suggest(citizen, 5, ['tzv. open data o dopravě', 'otevřená data o dopravě']);
    await changeText(garant, 5, ['Občanům tak neuteče', 'Nikomu tak neuteče']);
    const mail = await followMail(citizen, jana, /Text se změnil/, own);
    expect(mail).toContain('do nového textu vešly samy');
    expect(await citizen.text()).toContain('Nikomu tak neuteče');
    await citizen.button('Ano, je to stále můj návrh');
    await citizen.page.locator('main:not(:has-text("Je to stále váš návrh?"))').waitFor();
    expect(await citizen.text()).toContain('Autor potvrdil');
  });

  it('lets the author adapt it in one step when the text changes the same words', async () => {
    await changeText(garant, 5, ['tzv. open data o dopravě', 'takzvaná open data o dopravě']);
    const mail = await followMail(citizen, jana, /ve střetu/, own);
    expect(mail).toContain('jedním krokem');
    expect(await citizen.text()).toContain('Střet s textem');
    await citizen.page.getByRole('link', { name: 'Přizpůsobit návrh' }).click();
    const field = citizen.page.locator('textarea[name=body]');
    expect(await field.inputValue()).toContain('otevřená data o dopravě');
    expect(await field.inputValue()).toContain('Nikomu tak neuteče');
    await citizen.button('Uložit návrh');
    await citizen.page.locator('h1', { hasText: /^Návrh č\. / }).waitFor();
    expect(await citizen.text()).not.toContain('Střet s textem');
    expect(await citizen.page.locator('main del').first().innerText()).toContain('takzvaná open');
  });

  it('tells the author that it is considered, and what the garant made of it', async () => {
    const { page } = garant;
    await page.goto(`/garant${own}`);
    await garant.button('Označit, že zvažujete');
    await page.goto(`/garant${own}`);
    expect(await garant.text()).toContain('Zvažuje se');
    await page.locator('#akce-edit summary').click();
    const field = page.locator('#akce-edit textarea[name=body]');
    await field.fill((await field.inputValue()).replace('otevřená data', 'otevřená a úplná data'));
    await page.locator('#akce-edit textarea[name=statement]').fill('Beru, jen ať jsou ta data i úplná.');
    await page.locator('#akce-edit button:not([name])').click();
    await page.locator('.queue-undo').waitFor();

    await followMail(citizen, jana, /Vaším návrhem/, own);
    await followMail(citizen, jana, /přijat s úpravou/, own);
    expect(await citizen.page.locator('main ins', { hasText: 'a úplná' }).count()).toBeGreaterThan(0);
  });

  it('shows that the author keeps their distance beside the credit', async () => {
    await citizen.button('Neztotožňuji se');
    await citizen.page.locator('button[aria-pressed=true]', { hasText: 'Neztotožňuji se' }).waitFor();
    await neighbour.page.goto(own);
    expect(await neighbour.text()).toContain('s výsledkem se neztotožňuji');
    await neighbour.page
      .getByRole('link', { name: /^verze \d+ textu/ })
      .first()
      .click();
    const credit = neighbour.page.locator('main', { hasText: 'Jana Dvořáková' });
    expect(await credit.innerText()).toContain('autor se neztotožňuje');
  });

  it('lets the garant settle a clash with one click for each place, and with words of their own', async () => {
    const path = await suggest(citizen, 3, [
      'fotovoltaické panely na střechách budov',
      'solární panely na střechách škol',
    ]);
    await changeText(garant, 3, ['na střechách budov v majetku kraje', 'na všech budovách v majetku kraje']);
    const { page } = garant;
    await page.goto(`/garant${path}`);
    await page.getByRole('link', { name: 'Spojit s textem' }).click();
    const places = page.locator('.clash-place');
    expect(await places.count()).toBe(1);
    const body = page.locator('textarea[name=body]');
    await places
      .first()
      .getByRole('button', { name: /^Nechat dnešní/ })
      .click();
    await page.locator('.clash-decided').waitFor();
    expect(await body.inputValue()).toContain('solární panely na všech budovách');
    await places
      .first()
      .getByRole('button', { name: /^Vzít z návrhu/ })
      .click();
    await page.locator('.clash-place button[aria-pressed=true]', { hasText: 'Vzít z návrhu' }).waitFor();
    expect(await body.inputValue()).toContain('solární panely na střechách škol');
    await body.fill((await body.inputValue()).replace('na střechách škol', 'na školách i dalších budovách'));
    if (javaScriptEnabled) {
      await kept(page, 'na školách i dalších budovách');
      await page.reload();
      expect(await body.inputValue()).toContain('na školách i dalších budovách');
    }
    await page.locator('textarea[name=statement]').fill('Školy ano, ale nejen školy.');
    await garant.button('Přijmout výsledek');
    await page.locator('.queue-undo').waitFor();
    await page.goto(`${point}/sekce/3`);
    expect(await page.locator('article .prose').first().innerText()).toContain(
      'solární panely na školách i dalších budovách',
    );
    expect(await garant.text()).toContain('Jana Dvořáková');
  });

  it('lets the garant publish three at once as seen before, and take all back', async () => {
    await suggest(citizen, 1, ['zbytečnou byrokracii', 'zbytečné papírování']);
    await suggest(neighbour, 1, ['mobilní aplikace', 'aplikace do mobilu']);
    const { page } = garant;
    await fromPointToBoard(garant, 1);
    await page.getByRole('link', { name: 'Přijmout víc návrhů společně' }).click();
    for (const pick of await page.locator('.pick input[type=checkbox]').all()) await pick.check();
    if (javaScriptEnabled) {
      await expect.poll(() => page.evaluate('Object.keys(localStorage).join()')).toContain('/slouceni/');
      await page.reload();
      expect(await garant.text()).toContain('Obnovili jsme');
      expect(await page.locator('.pick input:checked').count()).toBe(3);
    }
    if (!javaScriptEnabled) await garant.button('Ukázat, co vznikne');
    const result = page.locator('#slouceni-nahled');
    await result.locator('ins', { hasText: 'papírování' }).waitFor();
    expect(await result.innerText()).toContain('Vybrány 3 návrhy');
    await page.locator('textarea[name=statement]').fill('Všechno to text zlepší, děkujeme.');
    await garant.button('Přijmout společně');
    await page.locator('.queue-undo').waitFor();
    await neighbour.page.goto(`${point}/verze`);
    expect(await neighbour.text()).toMatch(/Přijato: Miluše Hájková, .*Jana Dvořáková, .*Markéta Vondrová/);
    await neighbour.page.goto(point);
    expect(await neighbour.text()).toContain('zbytečné papírování');

    await page.locator('.queue-undo').getByRole('button', { name: 'Vzít zpět' }).click();
    await neighbour.page.goto(point);
    expect(await neighbour.text()).not.toContain('zbytečné papírování');
    await neighbour.page.goto(`${point}/sekce/1/navrhy`);
    expect(await neighbour.page.locator('.suggestion-card').count()).toBe(3);
  });

  it('leads from the point to what excludes what, to whose words they are, and to what came of it all', async () => {
    await fromPointToBoard(neighbour, 4);
    expect(await neighbour.text()).toContain('Vylučují se: č.');
    const { page } = neighbour;
    await page.goto(point);
    await page.getByRole('link', { name: 'čí slova to jsou' }).first().click();
    expect(await neighbour.text()).toContain('solární');
    expect(await neighbour.text()).toContain('Jana Dvořáková');
    await page.goto(point);
    await page.getByRole('link', { name: 'vypořádání' }).first().click();
    expect(await neighbour.text()).toContain('Školy ano, ale nejen školy.');
  });

  if (javaScriptEnabled)
    it('keeps what was being written through a reload', async () => {
      const { page } = neighbour;
      await page.goto(`${point}/sekce/2/navrh`);
      const body = page.locator('textarea[name=body]');
      await body.fill(`${await body.inputValue()} A nabíječky budou i na nádražích.`);
      await page.locator('#nahled ins').first().waitFor();
      await kept(page, 'nabíječky budou');
      await page.reload();
      expect(await body.inputValue()).toContain('nabíječky budou i na nádražích');
      await page.locator('#nahled ins', { hasText: 'nabíječky' }).waitFor();
      await neighbour.button('Zahodit');
      expect(await body.inputValue()).not.toContain('nabíječky');
    });

  if (javaScriptEnabled)
    it("undoes nobody's changes by a draft that was written before them", async () => {
      const { page } = neighbour;
      const body = page.locator('textarea[name=body]');
      const ours = 'tabulemi a lavičkami, které odjezdy';
      await page.goto(`${point}/sekce/2/navrh`);
      await body.fill((await body.inputValue()).replace('tabulemi, které odjezdy', ours));
      await kept(page, ours);
      await changeText(garant, 2, ['bezplatně k wifi síti', 'zdarma k wifi síti']);
      await page.goto(`${point}/sekce/2/navrh`);
      expect(await body.inputValue()).toContain(ours);
      const preview = page.locator('#nahled .diff-text').first();
      await preview.locator('ins', { hasText: 'lavičkami' }).waitFor();
      expect(await preview.locator('del', { hasText: 'zdarma' }).count()).toBe(0);
      await page.locator('textarea[name=reason]').fill('Starší lidé si potřebují sednout.');
      await neighbour.button('Odeslat návrh');
      await page.locator('[role=alert]', { hasText: 'Text se mezitím změnil' }).waitFor();
      expect(await body.inputValue()).toContain(ours);
      expect(await body.inputValue()).toContain('zdarma k wifi síti');
      await neighbour.button('Odeslat návrh');
      await page.locator('h1', { hasText: /^Návrh č\. / }).waitFor();
      expect(await page.locator('main del', { hasText: 'zdarma' }).count()).toBe(0);
      await page.goto(`${point}/sekce/2/navrh`);
      expect(await body.inputValue()).not.toContain(ours);
    });

  it('never asked another host for anything and met no error in a script', () => {
    for (const { misdeeds } of [citizen, neighbour, garant])
      expect(misdeeds).toEqual({ foreignRequests: [], errors: [] });
  });
});

/** By links alone: the point, the section's suggestions, which of them exclude each other. */
async function fromPointToBoard({ page }: Person, section: number): Promise<void> {
  await page.goto(point);
  await page.locator(`a[href$="/sekce/${section}#navrhy"]`).first().click();
  await page
    .getByRole('link', { name: /^Všechny návrhy/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Které návrhy se navzájem vylučují' }).click();
  await page.locator('h1', { hasText: 'Které návrhy se vylučují' }).waitFor();
}

/** Waits until the words are kept on the device. */
function kept(page: Page, words: string): Promise<void> {
  const stored = () => page.evaluate('JSON.stringify({ ...localStorage })');
  return expect.poll(stored, { timeout: 10_000, interval: 25 }).toContain(words);
}
