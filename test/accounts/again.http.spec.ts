import { expect, it } from 'vitest';
import { Session } from '../../src/accounts/session.entity.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { accountOf, fillIn, newestLink, signIn, someEmail, useLink } from './people.js';

eachDatabase('Proving once more who one is', (database) => {
  const at = testApplication(database);

  it('sends a link to the own address, and what was asked for goes on afterwards', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Pamětnice');
    const { id: accountId } = await accountOf(at, email);
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    await at.database.write((manager) => manager.update(Session, { accountId }, { createdAt: hourAgo }));
    const sent = await fillIn(browser, '/prihlaseni/znovu?next=/muj-ucet/udaje', '/prihlaseni/znovu', {});
    expect(sent.headers.location).toBe('/prihlaseni/odeslano');
    const done = await useLink(browser, await newestLink(at, email));
    expect(done.headers.location).toMatch(/^\/muj-ucet\/udaje/);
    const sessions = await at.database.read.findBy(Session, { accountId });
    expect(sessions).toHaveLength(1);
    expect(Date.parse(sessions[0]?.createdAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('leads nowhere else, and is not for visitors', async () => {
    const browser = at.browser();
    expect((await browser.get('/prihlaseni/znovu')).headers.location).toMatch(/^\/prihlaseni\?next=/);
    await signIn(at, browser, someEmail(), 'Poutnice');
    const page = await browser.get('/prihlaseni/znovu?next=https://elsewhere.example/');
    expect(page.text).not.toContain('elsewhere');
    expect(page.text).toContain('name="next" value=""');
  });
});
