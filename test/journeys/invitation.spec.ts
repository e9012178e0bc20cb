import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/database/database.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { findChromium, startBrowser } from '../support/browser.js';
import { type Site, startSite } from '../support/site.js';
import { newPerson } from './person.js';

const chromium = await findChromium();

describe.skipIf(!chromium)('An invitation', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), startBrowser(chromium ?? '')]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Path in the newest mail of a kind to an address. */
  const linkIn = async (recipient: string, kind: string, path: RegExp): Promise<string> => {
    const mails = site.application.get(Database).read.getRepository(OutboxMail);
    const mail = await mails.findOneOrFail({ where: { recipient, kind }, order: { id: 'DESC' } });
    return path.exec(mail.body)?.[0] ?? '';
  };

  it.each([
    ['with script', true],
    ['without', false],
  ])(
    'leads somebody new from the mail to the desk, %s',
    async (_, withScript) => {
      const email = `pozvana-${withScript}@example.org`;
      const staff = await newPerson(browser, site, withScript);
      await staff.become('sprava');
      await staff.page.goto('/sprava');
      await staff.page.getByRole('link', { name: 'Pozvánky' }).click();
      // Each role asks for what belongs to it.
      const asked = (label: string) => staff.page.getByLabel(label).isVisible();
      expect([await asked('Za co bude odpovídat'), await asked('Zástupce do')]).toEqual([true, false]);
      await staff.page.getByRole('radio', { name: 'Zástupce garanta' }).check();
      expect([await asked('Za co bude odpovídat'), await asked('Zástupce do')]).toEqual([true, true]);
      await staff.page.getByRole('radio', { name: /^Garant/ }).check();
      await staff.page.getByLabel('E-mailová adresa').fill(email);
      await staff.button('Poslat pozvánku');
      expect(await staff.text()).toContain('Vyberte prosím, za co bude odpovídat.');
      expect(await staff.page.getByLabel('E-mailová adresa').inputValue()).toBe(email);
      await staff.page.getByLabel('Za co bude odpovídat').selectOption({ label: 'Jen bod Doprava' });
      await staff.button('Poslat pozvánku');
      expect(await staff.text()).toMatch(new RegExp(`${email}[\\s\\S]*čeká`));

      const invited = await newPerson(browser, site, withScript);
      await invited.page.goto(await linkIn(email, 'accounts.invitation', /\/prihlaseni\?next=\S+/));
      await invited.page.getByLabel('E-mailová adresa').fill(email);
      await invited.button('Poslat odkaz');
      await invited.page.waitForURL(/odeslano/);
      await invited.page.goto(await linkIn(email, 'accounts.sign-in', /\/prihlaseni\/overeni\/[\w-]+/));
      await invited.page
        .getByLabel('Jméno nebo přezdívka')
        .fill(withScript ? 'Dana Nová' : 'Alena Nováčková');
      await invited.button('Přihlásit se');
      await invited.page.waitForURL(/\/muj-ucet\/pozvanky/);
      expect(await invited.text()).toContain('Garant: bod Doprava');
      await invited.button('Přijmout');
      await invited.page.getByText('Role je vaše.').last().waitFor();
      await invited.page.getByRole('link', { name: 'Stůl garanta' }).click();
      expect(await invited.text()).toContain('Doprava');

      await staff.page.reload();
      expect(await staff.text()).toMatch(new RegExp(`${email}[\\s\\S]*přijatá`));
      for (const { misdeeds } of [staff, invited])
        expect(misdeeds).toEqual({ foreignRequests: [], errors: [] });
    },
    60_000,
  );
});
