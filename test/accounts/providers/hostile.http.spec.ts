import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Identity } from '../../../src/accounts/providers/identity.entity.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { testApplication } from '../../support/application.js';
import { eachDatabase } from '../../support/databases.js';
import {
  foreignKey,
  type LyingProvider,
  lyingClient,
  startLyingProvider,
  type TokenParts,
  tokenOf,
  unsigned,
} from '../../support/lying-provider.js';
import type { Browser } from '../people.js';
import { complete, leaveFor, providersFile, whoIsIn } from './world.js';

const changed = (claims: Record<string, unknown>) => (honest: TokenParts) => ({
  ...honest,
  claims: { ...honest.claims, ...claims },
});

eachDatabase('A provider that lies', (database) => {
  const environment: NodeJS.ProcessEnv = {};
  let liar: LyingProvider;
  let other: LyingProvider;
  beforeAll(async () => {
    liar = await startLyingProvider();
    other = await startLyingProvider();
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'lhar', issuer: liar.issuer, ...lyingClient, trustsEmail: true },
      { key: 'druhy', issuer: other.issuer, ...lyingClient, trustsEmail: true },
    ]);
  });
  afterAll(() => Promise.all([liar.close(), other.close()]));
  beforeEach(() => {
    liar.lie = (honest) => honest;
  });
  const at = testApplication(database, environment);

  /** Comes back with a code, as if from the provider, whose token will have these claims. */
  const comeBack = async (browser: Browser, claims: Record<string, unknown> = {}, more = '') => {
    const there = await leaveFor(browser, 'lhar');
    const { state, nonce } = Object.fromEntries(there.searchParams);
    liar.expect({ sub: 'somebody', nonce, email: 'somebody@example.org', email_verified: true, ...claims });
    const iss = encodeURIComponent(liar.issuer);
    return browser.get(`/prihlaseni/poskytovatel/lhar/zpet?code=c&state=${state}&iss=${iss}${more}`);
  };

  it('is believed while it tells the truth', async () => {
    const browser = at.browser();
    expect((await comeBack(browser)).status).toBe(303);
    expect((await complete(browser, 'lhar', { publicName: 'Pravdivá' })).status).toBe(303);
    expect(await whoIsIn(browser)).toBe('Pravdivá');
  });

  const now = Math.floor(Date.now() / 1000);
  const lies: [string, (honest: TokenParts) => TokenParts | string][] = [
    ['an unsigned token', unsigned],
    ['a token without its signature', (honest) => tokenOf(honest).replace(/[^.]+$/, '')],
    ['a token signed by another key', (honest) => ({ ...honest, key: foreignKey() })],
    ['a token said to be signed with a shared secret', (honest) => ({ ...honest, header: { alg: 'HS256' } })],
    ['a token of another issuer', changed({ iss: 'https://elsewhere.example' })],
    ['a token for another audience', changed({ aud: 'somebody-else' })],
    [
      'a token for several, of which we are not the one it is for',
      changed({ aud: ['podnet', 'x'], azp: 'x' }),
    ],
    ['a token that ran out', changed({ iat: now - 9000, exp: now - 8000 })],
    ['a token from the future', changed({ iat: now + 9000, nbf: now + 9000, exp: now + 9999 })],
    ['a token with another nonce', changed({ nonce: 'another' })],
    ['a token without a nonce', changed({ nonce: undefined })],
    ['a token without a subject', changed({ sub: undefined })],
    ['a subject that is no text', changed({ sub: { $ne: null } })],
    ['a subject of nothing', changed({ sub: '' })],
    ['a subject without end', changed({ sub: 'x'.repeat(256) })],
    [
      'a changed token',
      (honest) =>
        tokenOf(honest).replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"x"}').toString('base64url')}.`),
    ],
    ['no token at all', () => ''],
  ];
  it.each(lies)('is not believed: %s', async (_what, lie) => {
    const before = await counts();
    liar.lie = lie;
    const browser = at.browser();
    const answer = await comeBack(browser);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/OAUTH|JWT|jose|stack|nonce/);
    expect(await whoIsIn(browser)).toBeNull();
    expect(await counts()).toEqual(before);
  });

  const counts = async () => {
    const { read } = at.database;
    return [await read.count(Account), await read.count(Identity), await read.count(Session)];
  };

  it('is believed again after it changed its keys', async () => {
    liar.rotateKeys();
    const browser = at.browser();
    const first = await comeBack(browser);
    const answer = first.status === 400 ? await comeBack(browser) : first;
    expect(answer.status).toBe(303);
  });

  it('is not believed when the answer names another issuer than the one that was asked', async () => {
    const there = await leaveFor(at.browser(), 'lhar');
    expect(there.origin).toBe(liar.issuer);
    const browser = at.browser();
    const { state, nonce } = Object.fromEntries((await leaveFor(browser, 'lhar')).searchParams);
    liar.expect({ sub: 'somebody', nonce });
    const path = `/prihlaseni/poskytovatel/lhar/zpet?code=c&state=${state}`;
    const mixedUp = await browser.get(`${path}&iss=${encodeURIComponent(other.issuer)}`);
    expect(mixedUp.status).toBe(400);
    const { state: next } = Object.fromEntries((await leaveFor(browser, 'lhar')).searchParams);
    expect((await browser.get(`/prihlaseni/poskytovatel/lhar/zpet?code=c&state=${next}`)).status).toBe(400);
  });

  it('gets no code that was meant for another provider', async () => {
    const browser = at.browser();
    const { state } = Object.fromEntries((await leaveFor(browser, 'lhar')).searchParams);
    const iss = encodeURIComponent(other.issuer);
    const asked = other.asked.length;
    const answer = await browser.get(`/prihlaseni/poskytovatel/druhy/zpet?code=c&state=${state}&iss=${iss}`);
    expect(answer.status).toBe(404);
    expect(other.asked.slice(asked)).toEqual([]);
  });

  it('is answered alike for what is missing, doubled or too much', async () => {
    const browser = at.browser();
    const { state } = Object.fromEntries((await leaveFor(browser, 'lhar')).searchParams);
    const path = '/prihlaseni/poskytovatel/lhar/zpet';
    for (const query of [
      '',
      '?code=c',
      `?code=c&state=${state}&state=${state}`,
      '?state=%00',
      `?state=${'x'.repeat(3000)}`,
    ])
      expect((await browser.get(path + query)).status).toBe(404);
    expect((await browser.get('/prihlaseni/poskytovatel/neznamy/zpet?code=c&state=s')).status).toBe(404);
    expect((await browser.get(`${path}?code=c&code=d&state=${state}`)).status).toBeGreaterThanOrEqual(400);
    expect(await whoIsIn(browser)).toBeNull();
  });

  it('is not believed about another person than the one it vouches for', async () => {
    liar.instead = ({ url }, response) => {
      if (url !== '/userinfo') return false;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ sub: 'another', email: 'another@example.org', email_verified: true }));
      return true;
    };
    const browser = at.browser();
    const answer = await comeBack(browser, {
      sub: 'without-address',
      email: undefined,
      email_verified: undefined,
    });
    liar.instead = () => false;
    expect(answer.status).toBe(400);
    expect(await whoIsIn(browser)).toBeNull();
  });

  it('gets no form of ours filled with more than it asks', async () => {
    const browser = at.browser();
    const page = await browser.get('/prihlaseni');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const send = (body: string) =>
      browser.post('/prihlaseni/poskytovatel/lhar').type('form').send(`_csrf=${token}&${body}`);
    for (const body of [
      'next=/&provider=x',
      'next=/&next=/b',
      'next[a]=1',
      '__proto__=1',
      'next=/&constructor=1',
    ])
      expect((await send(body)).status).toBe(400);
    expect((await browser.post('/prihlaseni/poskytovatel/lhar').type('form').send('next=/')).status).toBe(
      403,
    );
  });

  it('cannot make its words part of our page', async () => {
    const browser = at.browser();
    const { state } = Object.fromEntries((await leaveFor(browser, 'lhar')).searchParams);
    const iss = encodeURIComponent(liar.issuer);
    const words = encodeURIComponent('<script>alert(1)</script> zavolejte na 123');
    const answer = await browser.get(
      `/prihlaseni/poskytovatel/lhar/zpet?error=${words}&error_description=${words}&state=${state}&iss=${iss}`,
    );
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('123');
  });

  it('cannot suggest a name that we would not take, nor an address that is none', async () => {
    const browser = at.browser();
    const name = '\u202eanaJ\u202c';
    await comeBack(browser, { sub: 'deceiver', name, preferred_username: 'a@b.cz', email: 'a@b.cz,c@d.cz' });
    const page = await browser.get('/prihlaseni/poskytovatel/lhar/dokonceni');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain(name);
    expect(page.text).not.toContain('a@b.cz');
  });
});
