import type { Response } from 'supertest';
import { Passkey } from '../../../src/accounts/passkeys/passkey.entity.js';
import type { TestApplication } from '../../support/application.js';
import { Authenticator, type Lies } from '../../support/authenticator.js';
import { accountOf, type Browser, post, signIn, someEmail } from '../people.js';

/** Where the application of tests believes to be. */
export const origin = 'http://localhost:3000';
export const keeping = '/muj-ucet/zabezpeceni/klice';

/** Somebody who is signed in. */
export interface Holder {
  email: string;
  accountId: string;
  browser: Browser;
}

export async function holder(at: TestApplication, publicName: string): Promise<Holder> {
  const email = someEmail();
  const browser = at.browser();
  await signIn(at, browser, email, publicName);
  const { id } = await accountOf(at, email);
  return { email, accountId: id, browser };
}

/** Sends a form as a page of ours would. */
export async function press(
  browser: Browser,
  action: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  const page = await browser.get('/prihlaseni').redirects(1);
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  return post(browser, action, { _csrf, ...fields });
}

/** What the browser is asked for what is sent to `action`. */
export async function optionsOf(
  browser: Browser,
  action: string,
): Promise<{ challenge: string; user: { id: string }; [more: string]: unknown }> {
  // The name is looked at before anything is asked.
  const answer = await press(browser, `${action}/moznosti`, action === keeping ? { name: 'Můj klíč' } : {});
  if (answer.status !== 200) throw new Error(`No options: ${answer.status} ${answer.text.slice(0, 2000)}`);
  return answer.body;
}

/** Makes a passkey and adds it. */
export async function addKey(
  browser: Browser,
  authenticator: Authenticator,
  { lies, name = 'Můj klíč' }: { lies?: Lies; name?: string } = {},
): Promise<Response> {
  const response = authenticator.make(await optionsOf(browser, keeping), lies);
  return press(browser, keeping, { response, name });
}

/** Uses a passkey to sign in. */
export async function signInWith(
  browser: Browser,
  authenticator: Authenticator,
  lies?: Lies,
  next = '',
): Promise<Response> {
  const response = authenticator.use(await optionsOf(browser, '/prihlaseni/klic'), lies);
  return press(browser, '/prihlaseni/klic', { response, next });
}

/** Somebody with a passkey. */
export async function keyHolder(
  at: TestApplication,
  publicName: string,
  isCounting = true,
): Promise<Holder & { authenticator: Authenticator }> {
  const person = await holder(at, publicName);
  const authenticator = new Authenticator(origin, isCounting);
  const added = await addKey(person.browser, authenticator);
  if (added.status !== 303) throw new Error(`Not added: ${added.status} ${added.text.slice(0, 2000)}`);
  return { ...person, authenticator };
}

export function keysOf(at: TestApplication, accountId: string): Promise<Passkey[]> {
  return at.database.read.find(Passkey, { where: { accountId }, order: { id: 'ASC' } });
}
