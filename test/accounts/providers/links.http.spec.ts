import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Offers } from '../../../src/accounts/people/own-offers.service.js';
import { Identity } from '../../../src/accounts/providers/identity.entity.js';
import { ProviderSignIns } from '../../../src/accounts/providers/provider-sign-ins.service.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { now } from '../../../src/database/time.js';
import type { Viewer } from '../../../src/web/viewer.js';
import { testApplication } from '../../support/application.js';
import { eachDatabase } from '../../support/databases.js';
import { type LyingProvider, lyingClient, startLyingProvider } from '../../support/lying-provider.js';
import { type Browser, post, signIn, someEmail } from '../people.js';
import { accountWith, identitiesOf, leaveFor, mailsTo, providersFile, urlOf, whoIsIn } from './world.js';

const hour = 3_600_000;

eachDatabase('Providers of an account', (database) => {
  const environment: NodeJS.ProcessEnv = {};
  let provider: LyingProvider;
  beforeAll(async () => {
    provider = await startLyingProvider();
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'mesto', issuer: provider.issuer, ...lyingClient, trustsEmail: true },
    ]);
  });
  afterAll(() => provider.close());
  beforeEach(() => {
    provider.lie = (honest) => honest;
  });
  const at = testApplication(database, environment);

  let people = 0;
  const newSubject = () => {
    people += 1;
    return `subject-${people}`;
  };

  /** Presses a button of somebody who is signed in; the provider sends back whoever it says. */
  const goAndComeBack = async (browser: Browser, action: string, claims: Record<string, unknown>) => {
    const there = urlOf(await press(browser, action));
    return comeBack(browser, there, claims);
  };
  const comeBack = (browser: Browser, there: URL, claims: Record<string, unknown>) => {
    const { state = '', nonce } = Object.fromEntries(there.searchParams);
    provider.expect({ nonce, ...claims });
    const query = new URLSearchParams({ code: 'c', state, iss: provider.issuer });
    return browser.get(`/prihlaseni/poskytovatel/mesto/zpet?${query}`);
  };
  const press = async (browser: Browser, action: string) => {
    const page = await browser.get('/muj-ucet/nastaveni');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    return post(browser, action, { _csrf: token });
  };
  const link = '/muj-ucet/zabezpeceni/poskytovatele/mesto/propojeni';
  const again = '/prihlaseni/poskytovatel/mesto/znovu';

  const person = async (publicName: string) => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, publicName);
    const account = await accountWith(at, email);
    return { email, browser, accountId: account?.id ?? '' };
  };
  const ageSessions = (accountId: string, by: number) =>
    at.database.write((manager) =>
      manager.update(Session, { accountId }, { createdAt: new Date(Date.now() - by).toISOString() }),
    );

  it('are added by whoever is signed in, whatever address they have there, and its owner is told', async () => {
    const { email, browser, accountId } = await person('Přidávající');
    const sub = newSubject();
    const answer = await goAndComeBack(browser, link, {
      sub,
      email: 'else@example.org',
      email_verified: true,
    });
    expect(answer.headers.location).toMatch(/^\/muj-ucet\/zabezpeceni/);
    expect(await identitiesOf(at, accountId)).toMatchObject([{ subject: sub }]);
    expect(await mailsTo(at, email)).toContain('accounts.identity-linked');
    const elsewhere = at.browser();
    await comeBack(elsewhere, await leaveFor(elsewhere, 'mesto'), { sub });
    expect(await whoIsIn(elsewhere)).toBe('Přidávající');
  });

  it('ask there to sign in anew when one is added', async () => {
    const { browser } = await person('Znovu Tam');
    const { searchParams } = urlOf(await press(browser, link));
    expect(searchParams.get('prompt')).toBe('login');
    expect(searchParams.get('max_age')).toBe('0');
  });

  it('are not added without a fresh proof here', async () => {
    const { browser, accountId } = await person('Dávná');
    await ageSessions(accountId, hour);
    const answer = await press(browser, link);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/prihlaseni\/znovu/);
  });

  it('are not taken from another account', async () => {
    const sub = newSubject();
    const one = await person('První Majitelka');
    await goAndComeBack(one.browser, link, { sub });
    const two = await person('Druhá Zájemkyně');
    expect((await goAndComeBack(two.browser, link, { sub })).status).toBe(409);
    expect(await identitiesOf(at, one.accountId)).toHaveLength(1);
    expect(await identitiesOf(at, two.accountId)).toHaveLength(0);
  });

  it('are not added to the account of somebody who signed in meanwhile', async () => {
    const { browser, accountId } = await person('Odešlá');
    const there = urlOf(await press(browser, link));
    await press(browser, '/odhlaseni');
    const email = someEmail();
    await signIn(at, browser, email, 'Vystřídala');
    const answer = await comeBack(browser, there, { sub: newSubject() });
    expect(answer.status).toBe(404);
    expect(await at.database.read.countBy(Identity, { accountId })).toBe(0);
    expect(await identitiesOf(at, (await accountWith(at, email))?.id ?? '')).toEqual([]);
  });

  it('are not added to an account that was closed since the request came', async () => {
    const { browser, accountId } = await person('Mezitím Zavřená');
    const session = await at.database.read.findOneByOrFail(Session, { accountId });
    const viewer: Viewer = {
      accountId,
      sessionId: session.id,
      publicName: '',
      locale: 'cs',
      provedAt: now(),
      leavingAt: null,
      isStaff: false,
      isAdmin: false,
      garantOf: { pointIds: [], personUids: [] },
    };
    await at.database.write((manager) => manager.update(Account, { id: accountId }, { bannedAt: now() }));
    const journey = { provider: 'mesto', purpose: 'link', next: null, locale: 'cs', accountId } as const;
    const kept = { state: '', nonce: '', verifier: '', beganAt: now() };
    const claims = { issuer: provider.issuer, subject: newSubject(), email: null, isEmailProved: false };
    const arrival = { browserHash: '', userAgent: '', viewer };
    await expect(
      at.application
        .get(ProviderSignIns)
        .arrive({ ...journey, ...kept }, { ...claims, name: null, authTime: null, roles: [] }, arrival),
    ).rejects.toMatchObject({ status: 403 });
    await expect(at.application.get(Offers).claim(viewer, 'jana')).rejects.toMatchObject({ status: 403 });
    expect(await identitiesOf(at, accountId)).toEqual([]);
    expect((await browser.get('/muj-ucet')).status).toBe(303);
  });

  it('are taken away by their owner only, who is told; the mail stays as a way in', async () => {
    const { email, browser, accountId } = await person('Odpojující');
    await goAndComeBack(browser, link, { sub: newSubject() });
    const [identity] = await identitiesOf(at, accountId);
    const unlink = `/muj-ucet/zabezpeceni/poskytovatele/${identity?.id}/odpojeni`;
    const stranger = await person('Cizí');
    expect((await press(stranger.browser, unlink)).status).toBe(404);
    await ageSessions(accountId, hour);
    expect((await press(browser, unlink)).headers.location).toMatch(/^\/prihlaseni\/znovu/);
    await ageSessions(accountId, 0);
    expect((await press(browser, unlink)).status).toBe(303);
    expect(await identitiesOf(at, accountId)).toEqual([]);
    expect(await mailsTo(at, email)).toContain('accounts.identity-unlinked');
    expect((await signIn(at, at.browser(), email)).status).toBe(303);
  });

  it('give a fresh proof to the same person, who signed in there just now', async () => {
    const { browser, accountId } = await person('Obnovená');
    const sub = newSubject();
    await goAndComeBack(browser, link, { sub });
    await ageSessions(accountId, hour);
    const answer = await goAndComeBack(browser, again, { sub });
    expect(answer.status).toBe(303);
    const [session] = await at.database.read.findBy(Session, { accountId, method: 'provider' });
    expect(Date.now() - Date.parse(session?.createdAt ?? '')).toBeLessThan(60_000);
  });

  it.each([
    ['recognised them from before', { auth_time: Math.floor(Date.now() / 1000) - 600 }, 403],
    ['does not say when', { auth_time: undefined }, 403],
    ['sends somebody else', { sub: 'nobody-we-know' }, 403],
  ])('give no fresh proof where the provider %s', async (_what, claims, status) => {
    const { browser, accountId } = await person('Neobnovená');
    const sub = newSubject();
    await goAndComeBack(browser, link, { sub });
    await ageSessions(accountId, hour);
    expect((await goAndComeBack(browser, again, { sub, ...claims })).status).toBe(status);
    expect((await press(browser, link)).headers.location).toMatch(/^\/prihlaseni\/znovu/);
  });

  it.each([
    ['two hours ago', { auth_time: Math.floor(Date.now() / 1000) - 7200 }, 2],
    ['nobody knows when', { auth_time: undefined }, 24],
    ['longer ago than a session lasts', { auth_time: 1 }, 24],
  ])('sign in without a fresh proof where it was given %s', async (_what, claims, hours) => {
    const { browser, accountId } = await person('Rozpoznaná');
    const sub = newSubject();
    await goAndComeBack(browser, link, { sub });
    const elsewhere = at.browser();
    await comeBack(elsewhere, await leaveFor(elsewhere, 'mesto'), { sub, ...claims });
    const [session] = await at.database.read.findBy(Session, { accountId, method: 'provider' });
    const age = Date.now() - Date.parse(session?.createdAt ?? '');
    expect(Math.round(age / hour)).toBe(hours);
    expect(await whoIsIn(elsewhere)).toBe('Rozpoznaná');
  });

  it('are not adopted by somebody who signed in here long ago', async () => {
    const { browser, accountId } = await person('Nehlídaná');
    await ageSessions(accountId, hour);
    await comeBack(browser, await signInJourney(browser), { sub: newSubject() });
    const page = await browser.get('/prihlaseni/poskytovatel/mesto/dokonceni');
    expect(page.headers.location).toMatch(/^\/prihlaseni\/znovu\?next=/);
    const answer = await press(browser, '/prihlaseni/poskytovatel/mesto/dokonceni');
    expect(answer.headers.location).toMatch(/^\/prihlaseni\/znovu/);
    expect(await identitiesOf(at, accountId)).toEqual([]);
  });

  /** As from the sign-in page, by somebody who is signed in all the same. */
  const signInJourney = async (browser: Browser) =>
    urlOf(await press(browser, '/prihlaseni/poskytovatel/mesto'));
});
