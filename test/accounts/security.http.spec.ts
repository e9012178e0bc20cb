import { expect, it } from 'vitest';
import { Identity } from '../../src/accounts/providers/identity.entity.js';
import { Session } from '../../src/accounts/session.entity.js';
import { newId } from '../../src/database/id.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { holder, press } from './passkeys/world.js';

const security = '/muj-ucet/zabezpeceni';

eachDatabase('The page about security', (database) => {
  // As somebody tries it out at home: no name, nothing encrypted.
  const at = testApplication(database, { BASE_URL: 'http://127.0.0.1:3000' });

  it('says that passkeys cannot be had at a numeric address, and signing in does not offer them', async () => {
    const { browser } = await holder(at, 'Zkouší Doma');
    const page = (await browser.get(security)).text;
    expect(page).toContain('Na této adrese přístupové klíče nefungují');
    expect(page).not.toContain('<passkey-form');
    expect((await at.browser().get('/prihlaseni')).text).not.toContain('<passkey-form');
  });

  it('is marked in the navigation there and on the pages that lead on from it', async () => {
    const { browser } = await holder(at, 'Bloudí Účtem');
    const marked = async (path: string) => {
      const { text } = await browser.get(path);
      const nav = /<nav class="account-nav".*?<\/nav>/s.exec(text)?.[0] ?? '';
      return [...nav.matchAll(/href="([^"]+)" aria-current="(\w+)"/g)].map(([, href, how]) => [href, how]);
    };
    expect(await marked(security)).toEqual([[security, 'page']]);
    expect(await marked(`${security}/adresa`)).toEqual([[security, 'true']]);
    expect(await marked(`/en${security}/adresa`)).toEqual([[`/en${security}`, 'true']]);
    expect(await marked('/muj-ucet')).toEqual([['/muj-ucet', 'page']]);
    expect(await marked('/muj-ucet/udaje/vymazani')).toEqual([['/muj-ucet/udaje', 'true']]);
  });

  it('lists this device first, and folds away what is more than a few', async () => {
    const { browser, accountId } = await holder(at, 'Všude Přihlášená');
    const { id: _, ...here } = await at.database.read.findOneByOrFail(Session, { accountId });
    const later = new Date(Date.now() + 1000).toISOString();
    await at.database.write(async (manager) => {
      for (let count = 0; count < 9; count += 1)
        await manager.insert(Session, {
          ...here,
          id: newId(),
          tokenHash: `jiná ${newId()}`,
          userAgent: 'iPhone Safari/6',
          lastUsedAt: later,
        });
    });
    const { text } = await browser.get(security);
    const devices = text.slice(text.indexOf('id="nadpis-zarizeni"'));
    expect(devices.indexOf('toto zařízení')).toBeLessThan(devices.indexOf('Safari, iPhone'));
    expect(devices).toContain('Ještě 4 zařízení');
    expect(devices.split('<details')[1]?.split('Safari, iPhone</strong>')).toHaveLength(5);
    expect(devices.match(/Safari, iPhone<\/strong>/g)).toHaveLength(9);
  });

  it('says of a linked service that the site offers it no more, and lets go of it', async () => {
    const { browser, accountId } = await holder(at, 'Dřív Propojená');
    const link = {
      id: newId(),
      accountId,
      issuer: 'https://zrusena.example',
      subject: 'x',
      provider: 'zrusena',
    };
    const used = new Date().toISOString();
    await at.database.write((manager) =>
      manager.insert(Identity, { ...link, createdAt: used, lastUsedAt: used }),
    );
    const page = await browser.get(security);
    expect(page.text).toContain('Tento web ji už nenabízí');
    expect((await press(browser, `${security}/poskytovatele/${link.id}/odpojeni`)).status).toBe(303);
    expect((await browser.get(security)).text).not.toContain('zrusena');
  });

  it('and the form for another address say which one waits to be confirmed', async () => {
    const { browser } = await holder(at, 'Čeká Na Poštu');
    const form = `${security}/adresa`;
    expect((await browser.get(form)).text).not.toContain('už čeká adresa');
    await press(browser, form, { email: 'ceka@example.org' });
    for (const path of [security, form]) expect((await browser.get(path)).text).toContain('ceka@example.org');
    expect((await browser.get(form)).text).toContain('už čeká adresa');
  });

  it('is where one comes back to after proving once more who one is', async () => {
    const { browser, accountId } = await holder(at, 'Dlouho Tu');
    await at.database.write((manager) =>
      manager.update(Session, { accountId }, { createdAt: new Date(Date.now() - 3_600_000).toISOString() }),
    );
    for (const [action, back] of [
      [`${security}/poskytovatele/x/odpojeni`, security],
      [`${security}/adresa`, `${security}/adresa`],
      [`/en${security}/klice`, `/en${security}`],
    ] as const) {
      const { status, headers } = await press(browser, action);
      const page = action.startsWith('/en') ? '/en/prihlaseni/znovu' : '/prihlaseni/znovu';
      expect([status, headers.location]).toEqual([303, `${page}?next=${encodeURIComponent(back)}`]);
    }
  });
});
