import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RateCount } from '../../src/accounts/rate-count.entity.js';
import { Session } from '../../src/accounts/session.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { testApplication } from '../support/application.js';
import type { Authenticator } from '../support/authenticator.js';
import { eachDatabase } from '../support/databases.js';
import {
  clientId,
  clientSecret,
  type IdentityProviderHere,
  startIdentityProvider,
} from '../support/identity-provider.js';
import { keyHolder, optionsOf, origin, press, signInWith } from './passkeys/world.js';
import { askForLink, type Browser, fillIn, hiddenFields, newestLink, someEmail, useLink } from './people.js';
import { providersFile, signInThrough, urlOf, walkThrough } from './providers/world.js';

const elsewhere = [
  'https://jinde.example/',
  'https:jinde.example',
  '//jinde.example',
  '///jinde.example',
  '/\\jinde.example',
  '\\\\jinde.example',
  '/\t/jinde.example',
  '/\n/jinde.example',
  '\t//jinde.example',
  ' //jinde.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//',
  'data:text/html,jinde',
  '/a\r\nLocation: https://jinde.example',
  '/%0d%0aLocation:https://jinde.example',
  '%2f%2fjinde.example',
  '/%2f%2fjinde.example',
  '/%5cjinde.example',
  '/en//jinde.example',
  '/en/en//jinde.example',
  '/en/\\jinde.example',
  '/.//jinde.example',
  '/..//jinde.example',
  '/en/..//jinde.example',
  '@jinde.example',
  '.jinde.example',
  '/\u2028/jinde.example',
  '／／jinde.example',
  `//${'x'.repeat(400)}.example`,
];

/** Where a browser would go from a page of ours: null for a page of ours. */
function strangePlace(location: string | undefined): string | null {
  if (location === undefined) return 'nowhere';
  const isOurs = new URL(location, origin).origin === origin && location.startsWith('/');
  return isOurs && !/[\r\n\t\\]/.test(location) ? null : location;
}

/** All that a page would give as `next`, in its fields and links. */
function nextsOn({ text }: Response): string[] {
  const plain = text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
  const fields = [...plain.matchAll(/name="next" value="([^"]*)"/g)].map(([, value = '']) => value);
  const links = [...plain.matchAll(/href="[^"]*[?&]next=([^"&]*)/g)].map(([, value = '']) =>
    decodeURIComponent(value),
  );
  return [...fields, ...links];
}

eachDatabase('Where one goes after signing in', (database) => {
  const environment: NodeJS.ProcessEnv = { BASE_URL: origin };
  let there: IdentityProviderHere;
  beforeAll(async () => {
    there = await startIdentityProvider();
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'mesto', issuer: there.issuer, clientId, clientSecret, trustsEmail: true },
      { key: 'nikde', issuer: 'http://localhost:9/', clientId, clientSecret },
    ]);
  });
  afterAll(() => there.close());
  const at = testApplication(database, environment);

  let email = '';
  let signedIn: Browser;
  let authenticator: Authenticator;
  beforeAll(async () => {
    ({ email, browser: signedIn, authenticator } = await keyHolder(at, 'Cestující'));
    there.next = { sub: 'cestujici', email, email_verified: true, name: 'Cestující' };
    expect((await signInThrough(at.browser(), 'mesto')).status).toBe(303);
  });

  const provider = '/prihlaseni/poskytovatel/mesto';
  /** Where each way in leads in the end. */
  const ways: Record<string, (next: string) => Promise<Response>> = {
    'a link': async (next) => {
      const browser = at.browser();
      await askForLink(browser, email, next);
      return useLink(browser, await newestLink(at, email));
    },
    'a link, by a new person': async (next) => {
      const [browser, address] = [at.browser(), someEmail()];
      await askForLink(browser, address, next);
      return useLink(browser, await newestLink(at, address), { publicName: 'Nováček' });
    },
    'a code': async (next) => {
      const browser = at.browser();
      await askForLink(browser, email, next);
      return fillIn(browser, '/prihlaseni/odeslano', '/prihlaseni/kod', { code: await codeTo(email) });
    },
    'a link for a fresh proof': async (next) => {
      await press(signedIn, '/prihlaseni/znovu', { next });
      return useLink(signedIn, await newestLink(at, email));
    },
    'a passkey': (next) => signInWith(at.browser(), authenticator, {}, next),
    'a passkey for a fresh proof': async (next) => {
      const response = authenticator.use(await optionsOf(signedIn, '/prihlaseni/klic/znovu'));
      return press(signedIn, '/prihlaseni/klic/znovu', { response, next });
    },
    'a provider': (next) => signInThrough(at.browser(), 'mesto', next),
    'a provider for a fresh proof': async (next) => {
      const leaving = await press(signedIn, `${provider}/znovu`, { next });
      return signedIn.get(await walkThrough(urlOf(leaving)));
    },
    'being signed in already': async (next) => signedIn.get(`/prihlaseni?next=${encodeURIComponent(next)}`),
  };

  const codeTo = async (recipient: string) => {
    const { body } = await at.database.read.findOneOrFail(OutboxMail, {
      where: { recipient },
      order: { id: 'DESC' },
    });
    return /\b\d{3} \d{3}\b/.exec(body)?.[0] ?? '';
  };

  it.each(Object.keys(ways))('by %s: our own pages only', async (name) => {
    const way = ways[name];
    if (!way) throw new Error(`There is no way ${name}`);
    const home = await way('/podminky?strana=2');
    expect(home.status).toBe(303);
    expect(home.headers.location).toMatch(/^\/podminky\?strana=2(&zprava=|$)/);
    const strange = [];
    for (const next of elsewhere) {
      // Nobody asks this often, and how often somebody may is not what is looked at here.
      await at.database.write((manager) => manager.deleteAll(RateCount));
      const { status, headers } = await way(next);
      if (status !== 303 || strangePlace(headers.location)) strange.push([next, status, headers.location]);
    }
    expect(strange).toEqual([]);
  });

  /** Pages that carry what they were given on, in a field or in a link. */
  const pages: Record<string, (next: string) => Promise<Response>> = {
    'the sign-in page': async (next) => at.browser().get(`/prihlaseni?next=${encodeURIComponent(next)}`),
    'the sign-in page in English': async (next) =>
      at.browser().get(`/en/prihlaseni?next=${encodeURIComponent(next)}`),
    'the page for a fresh proof': async (next) =>
      signedIn.get(`/prihlaseni/znovu?next=${encodeURIComponent(next)}`),
    'the sign-in page after an error': (next) => press(at.browser(), '/prihlaseni', { email: 'nic', next }),
    'the page of a passkey that failed': (next) =>
      press(at.browser(), '/prihlaseni/klic', { response: '{}', next }),
    'the page of a failed passkey for a fresh proof': (next) =>
      press(signedIn, '/prihlaseni/klic/znovu', { response: '{}', next }),
    'the page of a provider that is down': (next) =>
      press(at.browser(), '/prihlaseni/poskytovatel/nikde', { next }),
  };

  it.each(Object.keys(pages))('%s carries nothing else on', async (name) => {
    const page = pages[name];
    if (!page) throw new Error(`There is no page ${name}`);
    expect(nextsOn(await page('/podminky?strana=2'))).toContain('/podminky?strana=2');
    const strange = [];
    for (const next of elsewhere) {
      await at.database.write((manager) => manager.deleteAll(RateCount));
      const answer = await page(next);
      for (const carried of nextsOn(answer))
        if (carried !== '' && strangePlace(carried)) strange.push([next, answer.status, carried]);
    }
    expect(strange).toEqual([]);
  });

  it.each(['//jinde.example', '/en//jinde.example', '/\\jinde.example/', '//jinde.example/%20'])(
    'an address like %s puts no other host into our page',
    async (url) => {
      const { body } = await at.application.inject({ method: 'GET', url });
      const links = [...body.matchAll(/ (?:href|action)="([^"]*)"/g)].map(([, link = '']) => link);
      expect(links.length).toBeGreaterThan(5);
      expect(links.filter((link) => /^[/\\]{2}|jinde\.example.*\/\/|^\w+:\/\/jinde/.test(link))).toEqual([]);
    },
  );

  const notTexts = ['next=/podminky&next=//jinde.example', 'next[]=/podminky', 'next[a]=/podminky'];

  it.each(notTexts)('%s in an address is no path at all', async (query) => {
    const page = await at.browser().get(`/prihlaseni?${query}`);
    expect(page.status).toBe(200);
    expect(nextsOn(page).filter((next) => next !== '')).toEqual([]);
    const { headers, status } = await signedIn.get(`/prihlaseni?${query}`);
    expect([status, headers.location]).toEqual([303, '/muj-ucet']);
    expect((await signedIn.get(`/prihlaseni/znovu?${query}`)).status).toBe(200);
  });

  it.each(notTexts)('%s in a form is refused with all of the form', async (fields) => {
    const sessions = await at.database.read.count(Session);
    const { _csrf = '' } = hiddenFields(await signedIn.get('/muj-ucet'), '/odhlaseni');
    const forms = {
      '/prihlaseni': 'email=a@example.org',
      '/prihlaseni/znovu': '',
      '/prihlaseni/klic': 'response={}',
      '/prihlaseni/klic/znovu': 'response={}',
      [provider]: '',
      [`${provider}/znovu`]: '',
    };
    for (const [form, rest] of Object.entries(forms)) {
      const answer = await signedIn.post(form).type('form').send(`_csrf=${_csrf}&${rest}&${fields}`);
      expect(`${form} ${answer.status}`).toBe(`${form} 400`);
    }
    expect(await at.database.read.count(Session)).toBe(sessions);
  });
});
