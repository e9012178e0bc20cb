import { createHash } from 'node:crypto';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { OutboxWorker } from '../../src/mail/outbox-worker.service.js';
import { routesOf } from '../conventions/routes.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import {
  clientId,
  clientSecret,
  type IdentityProviderHere,
  startIdentityProvider,
} from '../support/identity-provider.js';
import { askForLink, type Browser, fillIn, newestLink, signIn, someEmail, useLink } from './people.js';
import { complete, leaveFor, providersFile, walkThrough } from './providers/world.js';

const otherAddress = '/muj-ucet/zabezpeceni/adresa';

eachDatabase('Asking for the head only', (database) => {
  const environment: NodeJS.ProcessEnv = {};
  let there: IdentityProviderHere;
  beforeAll(async () => {
    there = await startIdentityProvider();
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'mesto', issuer: there.issuer, clientId, clientSecret, trustsEmail: true },
    ]);
  });
  afterAll(() => there.close());
  const at = testApplication(database, environment);
  beforeAll(() => {
    // What is sent meanwhile changes the database as well.
    at.application.get(OutboxWorker).leaveToOthers();
  });

  /** A fingerprint of each table. */
  const stored = async (): Promise<Record<string, string>> => {
    const source = at.application.get<DataSource>(getDataSourceToken());
    const tables = source.entityMetadatas.map(({ tableName }) => tableName).sort();
    const prints: [string, string][] = [];
    for (const table of tables) {
      const rows: unknown[] = await source.query(`SELECT * FROM "${table}"`);
      const lines = rows.map((row) => JSON.stringify(row)).sort();
      prints.push([table, createHash('sha256').update(lines.join('\n')).digest('hex')]);
    }
    return Object.fromEntries(prints);
  };

  const linkIn = async (recipient: string, path: string) => {
    const [mail] = await at.database.read.find(OutboxMail, { where: { recipient }, order: { id: 'DESC' } });
    return new RegExp(`${path}/[\\w-]{43}`).exec(mail?.body ?? '')?.[0] ?? '';
  };

  /** Somebody in the middle of a sign-in, or of a change: an address that is alive, and what using it leads to. */
  interface Step {
    browser: Browser;
    path: string;
    use(): Promise<{ status: number }>;
  }

  const steps: Record<string, () => Promise<Step>> = {
    '/prihlaseni/overeni/:token': async () => {
      const [browser, email] = [at.browser(), someEmail()];
      await askForLink(browser, email);
      const path = await newestLink(at, email);
      return { browser, path, use: () => useLink(browser, path, { publicName: 'Hlavička' }) };
    },
    '/prihlaseni/odeslano': async () => {
      const [browser, email] = [at.browser(), someEmail()];
      await askForLink(browser, email);
      const { body } = await at.database.read.findOneByOrFail(OutboxMail, { recipient: email });
      const code = /\b\d{3} \d{3}\b/.exec(body)?.[0] ?? '';
      const path = '/prihlaseni/odeslano';
      return { browser, path, use: () => fillIn(browser, path, '/prihlaseni/kod', { code }) };
    },
    '/prihlaseni/adresa/:token': async () => {
      const [browser, email, newEmail] = [at.browser(), someEmail(), someEmail()];
      await signIn(at, browser, email, 'Stěhovavá');
      await fillIn(browser, otherAddress, otherAddress, { email: newEmail });
      const path = await linkIn(newEmail, '/prihlaseni/adresa');
      return { browser, path, use: () => fillIn(browser, path, path, {}) };
    },
    '/prihlaseni/adresa/zpet/:token': async () => {
      const [browser, email, newEmail] = [at.browser(), someEmail(), someEmail()];
      await signIn(at, browser, email, 'Vracející');
      await fillIn(browser, otherAddress, otherAddress, { email: newEmail });
      const confirm = await linkIn(newEmail, '/prihlaseni/adresa');
      await fillIn(browser, confirm, confirm, {});
      const path = await linkIn(email, '/prihlaseni/adresa/zpet');
      return { browser, path, use: () => fillIn(browser, path, path, {}) };
    },
    '/prihlaseni/poskytovatel/:provider/zpet': async () => {
      there.next = { sub: someEmail(), name: 'Nová', email: someEmail(), email_verified: true };
      const browser = at.browser();
      const path = await walkThrough(await leaveFor(browser, 'mesto'));
      return { browser, path, use: async () => browser.get(path) };
    },
    '/prihlaseni/poskytovatel/:provider/dokonceni': async () => {
      there.next = { sub: someEmail(), name: 'Nová', email: someEmail(), email_verified: true };
      const browser = at.browser();
      await browser.get(await walkThrough(await leaveFor(browser, 'mesto')));
      const path = '/prihlaseni/poskytovatel/mesto/dokonceni';
      return { browser, path, use: () => complete(browser, 'mesto', { publicName: 'Bez Těla' }) };
    },
  };

  it.each(Object.keys(steps))('of %s changes nothing, sets no cookie and uses nothing up', async (route) => {
    const step = await steps[route]?.();
    if (!step) throw new Error(`There is no step ${route}`);
    const before = await stored();
    for (const _ of [1, 2]) {
      const { status, headers, text } = await step.browser.head(step.path);
      expect(status).toBe(200);
      expect(headers['set-cookie']).toBeUndefined();
      expect(text ?? '').toBe('');
    }
    expect(await stored()).toEqual(before);
    expect((await step.use()).status).toBe(303);
    expect(await stored()).not.toEqual(before);
  });

  it('of every page of signing in changes nothing, whoever asks', async () => {
    const pages = routesOf(at.application).filter(
      ({ method, path }) => method === 'GET' && path.startsWith('/prihlaseni'),
    );
    expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(steps)));
    const signedIn = at.browser();
    await signIn(at, signedIn, someEmail(), 'Přihlášená');
    const before = await stored();
    for (const { path } of pages)
      for (const browser of [at.browser(), signedIn]) {
        const address = path.replace(':provider', 'mesto').replace(/:\w+/g, 'x'.repeat(43));
        const { headers, status } = await browser.head(address);
        expect(`${path} ${status < 500}`).toBe(`${path} true`);
        expect(`${path} ${headers['set-cookie']}`).toBe(`${path} undefined`);
      }
    expect(await stored()).toEqual(before);
  });
});
