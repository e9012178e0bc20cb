import { afterAll, beforeAll, expect, it } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Ceremony } from '../../../src/accounts/ceremony.entity.js';
import { EmailChanges } from '../../../src/accounts/email-changes.service.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { OutboxMail } from '../../../src/mail/outbox-mail.entity.js';
import { testApplication } from '../../support/application.js';
import { eachDatabase } from '../../support/databases.js';
import {
  clientId,
  clientSecret,
  type IdentityProviderHere,
  startIdentityProvider,
} from '../../support/identity-provider.js';
import { signedIn } from '../../support/signed-in.js';
import { hiddenFields, post, signIn, someEmail } from '../people.js';
import {
  accountWith,
  complete,
  identitiesOf,
  leaveFor,
  mailsTo,
  providersFile,
  signInThrough,
  walkThrough,
  whoIsIn,
} from './world.js';

eachDatabase('Signing in through a provider', (database) => {
  const environment: NodeJS.ProcessEnv = {};
  let there: IdentityProviderHere;
  beforeAll(async () => {
    there = await startIdentityProvider();
    const { issuer } = there;
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'mesto', issuer, clientId, clientSecret, trustsEmail: true },
      { key: 'cizi', issuer: `${issuer}/`, clientId, clientSecret },
    ]);
  });
  afterAll(() => there.close());
  const at = testApplication(database, environment);

  let people = 0;
  const somebody = (claims: Record<string, unknown> = {}) => {
    people += 1;
    there.next = { sub: `person-${people}`, name: `Jana Nová ${people}`, ...claims };
    return there.next;
  };
  const somebodyProved = (email: string) => somebody({ email, email_verified: true });

  it('asks somebody new for a name, suggests one, and publishes none before', async () => {
    const email = someEmail();
    const { name } = somebodyProved(email);
    const browser = at.browser();
    const answer = await signInThrough(browser, 'mesto', '/podminky');
    expect(answer.headers.location).toBe('/prihlaseni/poskytovatel/mesto/dokonceni');
    expect(await accountWith(at, email)).toBeNull();
    const page = await browser.get('/prihlaseni/poskytovatel/mesto/dokonceni');
    expect(page.text).toContain(`value="${name}"`);
    const done = await complete(browser, 'mesto', { publicName: 'Přezdívka' });
    expect(done.headers.location).toMatch(/^\/podminky/);
    expect(await whoIsIn(browser)).toBe('Přezdívka');
    const account = await accountWith(at, email);
    expect(await identitiesOf(at, account?.id ?? '')).toMatchObject([
      { issuer: there.issuer, provider: 'mesto' },
    ]);
  });

  it('lets somebody known in at once, under the same account', async () => {
    const email = someEmail();
    somebodyProved(email);
    const first = at.browser();
    await signInThrough(first, 'mesto');
    await complete(first, 'mesto', { publicName: 'Stálá' });
    const second = at.browser();
    const answer = await signInThrough(second, 'mesto', '/soukromi');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/soukromi/);
    expect(await whoIsIn(second)).toBe('Stálá');
    expect(await at.database.read.countBy(Account, { email })).toBe(1);
  });

  it('knows somebody again whose address changed, since issuer and subject are the key', async () => {
    const email = someEmail();
    const person = somebodyProved(email);
    const first = at.browser();
    await signInThrough(first, 'mesto');
    await complete(first, 'mesto', { publicName: 'Změnilá' });
    there.next = { ...person, email: someEmail() };
    const second = at.browser();
    await signInThrough(second, 'mesto');
    expect(await whoIsIn(second)).toBe('Změnilá');
  });

  it('leads a proved address to its account where the provider is trusted, and tells its owner', async () => {
    const email = someEmail();
    await signIn(at, at.browser(), email, 'Domácí');
    somebodyProved(email);
    const browser = at.browser();
    const answer = await signInThrough(browser, 'mesto');
    expect(answer.headers.location).toContain('accounts.flash.providerLinked');
    expect(await whoIsIn(browser)).toBe('Domácí');
    expect(await mailsTo(at, email)).toContain('accounts.identity-linked');
  });

  it('makes no account with an address that another one has just left, and says what its owner can do', async () => {
    const email = someEmail();
    await signIn(at, at.browser(), email, 'Přestěhovaná');
    const account = await accountWith(at, email);
    const moved = someEmail();
    const changes = at.application.get(EmailChanges);
    await changes.request(await signedIn(at.application, account?.id ?? ''), moved);
    const mails = await at.database.read.findBy(OutboxMail, { recipient: moved });
    const token = /\/prihlaseni\/adresa\/(\S+)/.exec(mails[0]?.body ?? '')?.[1] ?? '';

    const browser = at.browser();
    somebodyProved(email);
    await changes.confirm(token, null);
    const answer = await signInThrough(browser, 'mesto');
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('si ho vezmete zpátky');
    expect(answer.text).not.toContain(moved);
    expect(answer.text).not.toContain('Přestěhovaná');
    expect((await browser.get('/prihlaseni/poskytovatel/mesto/dokonceni')).status).toBe(404);
    expect(await whoIsIn(browser)).toBeNull();
    expect(await accountWith(at, email)).toBeNull();
    expect(await identitiesOf(at, account?.id ?? '')).toEqual([]);
  });

  it.each([
    ['an address that is not verified', 'mesto', { email_verified: false }],
    ['an address said to be verified by a text', 'mesto', { email_verified: 'true' }],
    ['an address of a provider that is not trusted', 'cizi', { email_verified: true }],
  ])('never lets %s lead to an account', async (_what, key, claims) => {
    const email = someEmail();
    await signIn(at, at.browser(), email, 'Chráněná');
    const account = await accountWith(at, email);
    somebody({ email, ...claims });
    const browser = at.browser();
    const answer = await signInThrough(browser, key);
    expect(answer.headers.location).toBe(`/prihlaseni/poskytovatel/${key}/dokonceni`);
    expect(await whoIsIn(browser)).toBeNull();
    const tried = await complete(browser, key, { publicName: 'Útočnice' }).catch(() => null);
    expect(tried).toBeNull();
    expect(await identitiesOf(at, account?.id ?? '')).toEqual([]);
    expect(await whoIsIn(browser)).toBeNull();
  });

  it('links once the address is proved by our own mail in the same browser', async () => {
    const email = someEmail();
    await signIn(at, at.browser(), email, 'Dvojí');
    const account = await accountWith(at, email);
    somebody({ email, email_verified: false });
    const browser = at.browser();
    await signInThrough(browser, 'mesto', '/podminky');
    expect((await browser.get('/prihlaseni/poskytovatel/mesto/dokonceni')).text).toContain(
      `value="${email}"`,
    );
    await signIn(at, browser, email);
    const linked = await complete(browser, 'mesto');
    expect(linked.headers.location).toMatch(/^\/podminky/);
    expect(await identitiesOf(at, account?.id ?? '')).toHaveLength(1);
    const elsewhere = at.browser();
    await signInThrough(elsewhere, 'mesto');
    expect(await whoIsIn(elsewhere)).toBe('Dvojí');
  });

  it('asks for an address where the provider gives none', async () => {
    somebody();
    const browser = at.browser();
    await signInThrough(browser, 'mesto');
    const page = await browser.get('/prihlaseni/poskytovatel/mesto/dokonceni');
    expect(page.status).toBe(200);
    expect(page.text).toContain('name="email"');
    expect(page.text).not.toContain('name="publicName"');
  });

  it('does not let a second person of the provider into an account that one of theirs has', async () => {
    const email = someEmail();
    somebodyProved(email);
    const first = at.browser();
    await signInThrough(first, 'mesto');
    await complete(first, 'mesto', { publicName: 'První' });
    somebodyProved(email);
    const second = at.browser();
    const answer = await signInThrough(second, 'mesto');
    expect(answer.status).toBe(409);
    expect(await whoIsIn(second)).toBeNull();
  });

  it('refuses a closed account', async () => {
    const email = someEmail();
    somebodyProved(email);
    const browser = at.browser();
    await signInThrough(browser, 'mesto');
    await complete(browser, 'mesto', { publicName: 'Zavřená' });
    await at.database.write((manager) =>
      manager.update(Account, { email }, { bannedAt: new Date().toISOString() }),
    );
    const again = at.browser();
    expect((await signInThrough(again, 'mesto')).status).toBe(403);
    expect(await whoIsIn(again)).toBeNull();
  });

  it('refuses the name of an officer and asks again', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    await signInThrough(browser, 'mesto');
    expect((await complete(browser, 'mesto', { publicName: 'x' })).status).toBe(422);
    expect((await complete(browser, 'mesto', { publicName: 'Druhý Pokus' })).status).toBe(303);
  });

  it('takes an answer once', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    const back = await walkThrough(await leaveFor(browser, 'mesto'));
    expect((await browser.get(back)).status).toBe(303);
    expect((await browser.get(back)).status).toBe(404);
  });

  it('takes one of twenty equal answers that come at once', async () => {
    const email = someEmail();
    somebodyProved(email);
    const first = at.browser();
    await signInThrough(first, 'mesto');
    await complete(first, 'mesto', { publicName: 'Dvacetkrát' });
    const account = await accountWith(at, email);
    const before = await at.database.read.countBy(Session, { accountId: account?.id });
    const browser = at.browser();
    const back = await walkThrough(await leaveFor(browser, 'mesto'));
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.get(back)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await at.database.read.countBy(Session, { accountId: account?.id })).toBe(before + 1);
  });

  it('makes one account where the name is sent twenty times at once', async () => {
    const email = someEmail();
    somebodyProved(email);
    const browser = at.browser();
    await signInThrough(browser, 'mesto');
    const action = '/prihlaseni/poskytovatel/mesto/dokonceni';
    const fields = { ...hiddenFields(await browser.get(action), action), publicName: 'Jednou' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(browser, action, fields)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await at.database.read.countBy(Account, { email })).toBe(1);
    const account = await accountWith(at, email);
    expect(await at.database.read.countBy(Session, { accountId: account?.id })).toBe(1);
  });

  it('takes no answer in another browser, and none that was not asked for', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    const back = await walkThrough(await leaveFor(browser, 'mesto'));
    const foreign = at.browser();
    expect((await foreign.get(back)).status).toBe(404);
    await leaveFor(foreign, 'mesto');
    expect((await foreign.get(back)).status).toBe(404);
    expect((await browser.get(back.replace(/state=[^&]+/, 'state=foreign'))).status).toBe(404);
    expect((await browser.get(back)).status).toBe(303);
  });

  it('takes no answer at the address of another provider', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    const back = await walkThrough(await leaveFor(browser, 'mesto'));
    expect((await browser.get(back.replace('/mesto/', '/cizi/'))).status).toBe(404);
    expect(await whoIsIn(browser)).toBeNull();
  });

  it('takes no answer after ten minutes, and forgets it', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    const back = await walkThrough(await leaveFor(browser, 'mesto'));
    await at.database.write((manager) =>
      manager.update(Ceremony, { kind: 'provider' }, { expiresAt: new Date(Date.now() - 1).toISOString() }),
    );
    expect((await browser.get(back)).status).toBe(404);
  });

  it('does nothing when only the head of an answer is asked for', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    const back = await walkThrough(await leaveFor(browser, 'mesto'));
    await browser.head(back);
    expect((await browser.get(back)).status).toBe(303);
  });

  it('keeps what two tabs began apart', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    const [one, other] = [
      await leaveFor(browser, 'mesto', '/podminky'),
      await leaveFor(browser, 'mesto', '/soukromi'),
    ];
    await browser.get(await walkThrough(other));
    expect((await complete(browser, 'mesto', { publicName: 'Dvě Karty' })).headers.location).toMatch(
      /^\/soukromi/,
    );
    expect((await browser.get(await walkThrough(one))).headers.location).toMatch(/^\/podminky/);
  });

  it('says kindly that somebody cancelled', async () => {
    there.next = null;
    const answer = await signInThrough(at.browser(), 'mesto', '/podminky');
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(/\/prihlaseni\?next(=|&#x3D;)%2Fpodminky/);
    expect(answer.text).not.toContain('access_denied');
  });

  it('leads nowhere else afterwards', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    await signInThrough(browser, 'mesto', 'https://elsewhere.example/');
    const done = await complete(browser, 'mesto', { publicName: 'Bez Cesty' });
    expect(done.headers.location).toMatch(/^\/(\?|$)/);
  });

  it('stores neither code nor token, and none of what the provider told beside the subject', async () => {
    const email = someEmail();
    somebody({ email, email_verified: true, preferred_username: 'tajny-udaj-77' });
    const browser = at.browser();
    const back = await walkThrough(await leaveFor(browser, 'mesto'));
    await browser.get(back);
    await complete(browser, 'mesto', { publicName: 'Skromná' });
    const account = await accountWith(at, email);
    const stored = JSON.stringify([
      await identitiesOf(at, account?.id ?? ''),
      await at.database.read.find(Session),
    ]);
    expect(stored).not.toContain('tajny-udaj-77');
    expect(await at.database.read.countBy(Ceremony, { kind: 'provider-new' })).toBeLessThan(20);
    expect(stored).not.toContain(new URL(back, 'http://x').searchParams.get('code'));
  });

  it('offers to sign out there as well, after having signed out here', async () => {
    somebodyProved(someEmail());
    const browser = at.browser();
    await signInThrough(browser, 'mesto');
    await complete(browser, 'mesto', { publicName: 'Odcházející' });
    const settings = await browser.get('/muj-ucet/nastaveni');
    const token = /name="_csrf" value="([^"]+)"/.exec(settings.text)?.[1] ?? '';
    const out = await browser.post('/odhlaseni').type('form').send({ _csrf: token });
    expect(out.headers.location).toBe('/prihlaseni/poskytovatel/mesto/odhlaseno');
    expect(await whoIsIn(browser)).toBeNull();
    const page = await browser.get('/prihlaseni/poskytovatel/mesto/odhlaseno');
    expect(page.text).toContain(`href="${there.issuer}/session/end?`);
    expect(page.text).toMatch(/client_id(=|&#x3D;)podnet/);
  });
});
