import type supertest from 'supertest';
import type { Response } from 'supertest';
import { Account } from '../../src/accounts/account.entity.js';
import type { Database } from '../../src/database/database.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';

/** Any application with a database. */
type Application = { readonly database: Database };

export type Browser = ReturnType<typeof supertest.agent>;

/** Values of the hidden fields of a page's form that goes to `action`. */
export function hiddenFields(page: Response, action: string): Record<string, string> {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`));
  if (!form) throw new Error(`No form to ${action} on the page: ${page.status} ${page.text.slice(0, 3000)}`);
  const inputs = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value]));
}

/** Names of the ticked checkboxes of a page. */
export function tickedBoxes(page: Response): string[] {
  const inputs = [
    ...page.text.matchAll(/<input type="checkbox" id="[^"]*" name="([^"]+)" value="yes" checked>/g),
  ];
  return inputs.map(([, name = '']) => name);
}

/** Opens a page and sends its form with some fields filled in. */
export async function fillIn(
  browser: Browser,
  path: string,
  action: string,
  fields: Record<string, string | string[]>,
): Promise<Response> {
  const page = await browser.get(path);
  return post(browser, action, { ...hiddenFields(page, action), ...fields });
}

/** Sends a form. */
export function post(
  browser: Browser,
  action: string,
  fields: Record<string, string | string[]>,
): Promise<Response> {
  return browser
    .post(action)
    .type('form')
    .send(fields)
    .then((response) => response);
}

/** Paths of the links mailed to an address, the newest first. */
export async function links(at: Application, email: string): Promise<string[]> {
  const mails = await at.database.read.find(OutboxMail, {
    where: { recipient: email },
    order: { id: 'DESC' },
  });
  return mails.flatMap(({ body }) => /\S*(\/prihlaseni\/overeni\/[\w-]{43})/.exec(body)?.[1] ?? []);
}

/** Path of the newest link to an address. */
export async function newestLink(at: Application, email: string): Promise<string> {
  const [link] = await links(at, email);
  if (!link) throw new Error('No link was mailed');
  return link;
}

/** Asks for a link, without opening it. */
export function askForLink(browser: Browser, email: string, next = ''): Promise<Response> {
  return fillIn(browser, '/prihlaseni', '/prihlaseni', { email, next });
}

/** Opens a link and presses its button, all boxes ticked. */
export async function useLink(
  browser: Browser,
  link: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  const page = await browser.get(link);
  const ticked = Object.fromEntries(tickedBoxes(page).map((name) => [name, 'yes']));
  return post(browser, link, { ...hiddenFields(page, link), ...ticked, ...fields });
}

/** Signs a browser in; a new address gets the given name. */
export async function signIn(
  at: Application,
  browser: Browser,
  email: string,
  publicName?: string,
): Promise<Response> {
  await askForLink(browser, email);
  return useLink(browser, await newestLink(at, email), publicName ? { publicName } : {});
}

export async function accountOf(at: Application, email: string): Promise<Account> {
  return at.database.read.findOneByOrFail(Account, { email });
}

let addresses = 0;

/** An address that no other test of this file uses. */
export function someEmail(): string {
  addresses += 1;
  return `person${addresses}@example.org`;
}
