import { expect, it } from 'vitest';
import { Session } from '../../src/accounts/session.entity.js';
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
