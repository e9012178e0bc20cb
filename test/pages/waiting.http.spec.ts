import { afterEach, expect, test } from 'vitest';
import { PendingContribution } from '../../src/accounts/pending-contribution.entity.js';
import { Database } from '../../src/database/database.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import type { Browser } from '../accounts/people.js';
import { hiddenFields, newestLink, post, useLink } from '../accounts/people.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { importContent } from './support.js';

const section = '/program/kraj2020/digitalizace/sekce/4';
const mark = 'Čeká na potvrzení e-mailem';
const list = '/prihlaseni/ceka';

afterEach(() => setClock());

eachDatabase('What waits to be confirmed', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  importContent(app);

  const at = {
    get database() {
      return app.application.get(Database);
    },
  };
  let people = 0;
  const someone = () => `ceka${++people}@example.org`;

  /** Votes without being signed in, and signs it. */
  const vote = async (browser: Browser, email: string) => {
    const page = await browser.get(section);
    const asked = await post(browser, `${section}/hlas`, {
      ...hiddenFields(page, `${section}/hlas`),
      volba: 'agree',
    });
    const signing = '/prihlaseni/prispevek';
    return post(browser, signing, {
      ...hiddenFields(asked, signing),
      email,
      publicName: 'Čekající Čtenář',
      consent: 'yes',
      terms: 'yes',
    });
  };
  const waiting = (email: string) =>
    app.application.get(Database).read.countBy(PendingContribution, { email });

  test('is seen at its place by its author in that browser, and by nobody else', async () => {
    const visitor = app.browser();
    const before = await visitor.get(section);
    const [author, email] = [app.browser(), someone()];
    expect((await vote(author, email)).headers.location).toBe('/prihlaseni/odeslano?co=prispevek');
    const seen = await author.get(section);
    expect(seen.text).toContain(mark);
    expect(seen.headers['cache-control']).toBe('private, no-store');
    expect(seen.headers.etag).toBeUndefined();
    const elsewhere = await author.get('/');
    expect(elsewhere.text).not.toContain(mark);
    expect(elsewhere.text).toContain('1 příspěvek na jiné stránce');
    const after = await visitor.get(section);
    expect(after.text).toBe(before.text);
    expect(after.headers.etag).toBe(before.headers.etag);
    const other = app.browser();
    await vote(other, someone());
    expect((await other.get('/')).text).toContain('1 příspěvek');
    const invented = await app
      .browser()
      .get(section)
      .set('cookie', `podnet-prohlizec=${'a'.repeat(43)}`);
    expect(invented.text).not.toContain(mark);
    const unchanged = await author.get(section).set('if-none-match', String(after.headers.etag));
    expect(unchanged.status).toBe(200);
    expect(unchanged.text).toContain(mark);
  });

  test('is published by the link, and waits no more', async () => {
    const [author, email] = [app.browser(), someone()];
    await vote(author, email);
    await useLink(author, await newestLink(at, email));
    expect(await waiting(email)).toBe(0);
    expect((await author.get(section)).text).not.toContain(mark);
    expect((await author.get(list)).text).toContain('Nic tu nečeká');
  });

  test('can be thrown away by its author only', async () => {
    const [author, email] = [app.browser(), someone()];
    await vote(author, email);
    const page = await author.get(list);
    const discard = /action="(\/prihlaseni\/ceka\/[\w-]+\/zahozeni)"/.exec(page.text)?.[1] ?? '';
    const stranger = app.browser();
    await vote(stranger, someone());
    const { _csrf = '' } = hiddenFields(await stranger.get(list), '/prihlaseni/ceka/posta');
    expect((await post(stranger, discard, { _csrf })).status).toBe(404);
    expect(await waiting(email)).toBe(1);
    expect((await post(author, discard, hiddenFields(page, discard))).status).toBe(303);
    expect(await waiting(email)).toBe(0);
  });

  test('can be reminded of by mail, within limits', async () => {
    const [author, email] = [app.browser(), someone()];
    await vote(author, email);
    const remind = '/prihlaseni/ceka/posta';
    const statuses = [];
    for (let time = 0; time < 5; time += 1)
      statuses.push((await post(author, remind, hiddenFields(await author.get(list), remind))).status);
    expect(statuses).toEqual([303, 303, 303, 303, 429]);
    expect(await app.application.get(Database).read.countBy(OutboxMail, { recipient: email })).toBe(5);
    expect((await useLink(author, await newestLink(at, email))).status).toBe(303);
  });

  test('is over after two days', async () => {
    const [author, email] = [app.browser(), someone()];
    await vote(author, email);
    setClock(() => new Date(Date.now() + 48 * 3_600_000 + 1000));
    expect((await author.get(section)).text).not.toContain(mark);
  });

  test('is published by one press of whoever is signed in with that address, if they have seen it', async () => {
    const [author, email] = [app.browser(), someone()];
    await vote(author, email);
    await useLink(author, await newestLink(at, email));
    // Somebody, it could be anybody, writes under the same address in another browser.
    await vote(app.browser(), email);
    const page = await author.get(list);
    const publish = '/prihlaseni/ceka/zverejneni';
    const { shown, ...form } = hiddenFields(page, publish);
    expect((await post(author, publish, { ...form, shown: '' })).status).toBe(303);
    expect(await waiting(email)).toBe(1);
    expect((await post(author, publish, { ...form, shown: shown ?? '' })).headers.location).toMatch(
      /^\/muj-ucet/,
    );
    expect(await waiting(email)).toBe(0);
  });
});
