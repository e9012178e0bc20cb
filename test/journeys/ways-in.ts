import type { BrowserContext } from 'playwright-core';
import { Account } from '../../src/accounts/account.entity.js';
import { Accounts } from '../../src/accounts/accounts.service.js';
import { Browsers } from '../../src/accounts/browsers.service.js';
import { EmailChanges } from '../../src/accounts/email-changes.service.js';
import { EmailLinks } from '../../src/accounts/email-links.service.js';
import { Passkey } from '../../src/accounts/passkeys/passkey.entity.js';
import { Passkeys } from '../../src/accounts/passkeys/passkeys.service.js';
import { Journeys } from '../../src/accounts/providers/journeys.service.js';
import { hashToken, newToken } from '../../src/accounts/tokens.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { signedIn } from '../support/signed-in.js';
import type { Site } from '../support/site.js';

/** Tokens of links about changes of address that still work. */
export interface EmailChangeTokens {
  /** Confirms the new address. */
  confirm: string;
  /** Takes the change back. */
  revert: string;
  /** Signs in with the address of before, which is held for its account. */
  held: string;
}

/** Two people change their address: one has yet to confirm the new one, the other could still take it back. */
export async function changedAddresses(site: Site): Promise<EmailChangeTokens> {
  await askForAddress(site, 'stara@example.org', 'nova-adresa@example.org');
  await askForAddress(site, 'puvodni@example.org', 'zmenena@example.org');
  const changed = await tokenIn(site, 'zmenena@example.org', '/prihlaseni/adresa/');
  await site.application.get(EmailChanges).confirm(changed, null);
  return {
    confirm: await tokenIn(site, 'nova-adresa@example.org', '/prihlaseni/adresa/'),
    revert: await tokenIn(site, 'puvodni@example.org', '/prihlaseni/adresa/zpet/'),
    held: await signInToken(site, 'puvodni@example.org'),
  };
}

async function signInToken(site: Site, email: string): Promise<string> {
  const { application } = site;
  const from = { browserHash: hashToken(newToken()), userAgent: '', marks: [] };
  await application
    .get(Database)
    .write((manager) =>
      application
        .get(EmailLinks)
        .send(manager, { email, locale: 'cs', next: null, purpose: 'sign-in', from }),
    );
  return tokenIn(site, email, '/prihlaseni/overeni/');
}

async function askForAddress(site: Site, email: string, newEmail: string): Promise<void> {
  const { application } = site;
  const { id } = await application
    .get(Database)
    .write((manager) =>
      application.get(Accounts).create(manager, { email, publicName: `Mění ${email}`, locale: 'cs' }),
    );
  await application.get(EmailChanges).request(await signedIn(application, id), newEmail);
}

async function tokenIn(site: Site, recipient: string, path: string): Promise<string> {
  const mails = await site.application
    .get(Database)
    .read.find(OutboxMail, { where: { recipient }, order: { id: 'ASC' } });
  const found = mails.flatMap(({ body }) => new RegExp(`${path}([\\w-]{20,})`).exec(body)?.[1] ?? []);
  if (!found[0]) throw new Error(`no mail to ${recipient} has ${path}`);
  return found[0];
}

/** Gives somebody a passkey that seems to have been copied; gives its id. */
export async function copiedPasskey(site: Site, email: string): Promise<string> {
  const id = newId();
  await site.application.get(Database).write(async (manager) => {
    const { id: accountId } = await manager.findOneByOrFail(Account, { email });
    const key = { credentialId: id, publicKey: 'x', counter: 7, transports: '', backedUp: true };
    const made = { createdAt: now(), lastUsedAt: now() };
    await manager.insert(Passkey, { id, accountId, name: 'Firefox, Android', ...key, ...made });
    await site.application.get(Passkeys).noteCopy(manager, id);
  });
  return id;
}

/** Makes this the browser of somebody whom the provider `mesto` vouches for, and whom we do not know yet. */
export async function vouchFor(site: Site, context: BrowserContext, email: string): Promise<void> {
  const token = newToken();
  const { application } = site;
  await application.get(Database).write((manager) =>
    application.get(Journeys).welcome(manager, hashToken(token), {
      provider: 'mesto',
      issuer: 'http://localhost:1',
      subject: email,
      email,
      isEmailProved: true,
      name: 'Alžběta Nováčková',
      roles: [],
      next: null,
      provedAt: now(),
    }),
  );
  const { cookieName } = application.get(Browsers);
  await context.addCookies([{ name: cookieName, value: token, url: site.baseUrl }]);
}
