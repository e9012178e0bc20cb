import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'supertest';
import { expect, inject } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Identity } from '../../../src/accounts/providers/identity.entity.js';
import { OutboxMail } from '../../../src/mail/outbox-mail.entity.js';
import type { TestApplication } from '../../support/application.js';
import { type Browser, hiddenFields, post } from '../people.js';

/** One entry of the file of providers. */
export interface ProviderEntry {
  key: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  [setting: string]: unknown;
}

/** Writes a file for `OIDC_PROVIDERS`; JSON is YAML. */
export function providersFile(entries: ProviderEntry[]): string {
  const file = join(inject('databaseServers').folder, `providers-${randomUUID()}.yaml`);
  const named = entries.map((entry) => ({
    name: { cs: `Účet ${entry.key}`, en: `Account ${entry.key}` },
    allowPrivateAddress: true,
    ...entry,
  }));
  writeFileSync(file, JSON.stringify(named));
  return file;
}

/** Presses the button of a provider; gives where the browser is sent. */
export async function leaveFor(browser: Browser, key: string, next = ''): Promise<URL> {
  const page = await pressProvider(browser, key, next);
  expect(page.status).toBe(200);
  return urlOf(page);
}

export async function pressProvider(browser: Browser, key: string, next = ''): Promise<Response> {
  const action = `/prihlaseni/poskytovatel/${key}`;
  return post(browser, action, { ...hiddenFields(await browser.get('/prihlaseni'), action), next });
}

/** Where the page that leaves for a provider leads. */
export function urlOf(page: Response): URL {
  return new URL(String(page.headers.refresh).replace(/^0; url=/, ''));
}

/**
 * Walks through a provider that asks nobody anything, as a browser of its own there would, and gives the path with
 * which it sends people back to us.
 */
export async function walkThrough(start: URL, jar = new Map<string, string>()): Promise<string> {
  let url = start;
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`The provider stopped with ${answer.status}: ${await answer.text()}`);
    url = new URL(location, url);
    if (url.pathname.startsWith('/prihlaseni/')) return url.pathname + url.search;
  }
  throw new Error('The provider sends in circles');
}

/** Signs in through a provider that asks nobody anything; gives our answer. */
export async function signInThrough(browser: Browser, key: string, next = ''): Promise<Response> {
  return browser.get(await walkThrough(await leaveFor(browser, key, next)));
}

/** Answers the question for a name, or presses the button to link. */
export async function complete(
  browser: Browser,
  key: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  const action = `/prihlaseni/poskytovatel/${key}/dokonceni`;
  return post(browser, action, { ...hiddenFields(await browser.get(action), action), ...fields });
}

/** Public name of whoever is signed in in a browser; null for nobody. */
export async function whoIsIn(browser: Browser): Promise<string | null> {
  const page = await browser.get('/napoveda');
  return /href="\/muj-ucet"><bdi>([^<]*)</.exec(page.text)?.[1] ?? null;
}

export function accountWith(at: TestApplication, email: string): Promise<Account | null> {
  return at.database.read.findOneBy(Account, { email });
}

export function identitiesOf(at: TestApplication, accountId: string): Promise<Identity[]> {
  return at.database.read.findBy(Identity, { accountId });
}

/** Kinds of the mails to an address. */
export async function mailsTo(at: TestApplication, recipient: string): Promise<string[]> {
  const mails = await at.database.read.find(OutboxMail, { where: { recipient }, order: { id: 'ASC' } });
  return mails.map(({ kind }) => kind);
}
