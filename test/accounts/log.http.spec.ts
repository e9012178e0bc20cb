import type { Response } from 'supertest';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Comment } from '../../src/feedback/comment.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { KeptLog } from '../support/logs.js';
import { type LyingProvider, lyingClient, startLyingProvider } from '../support/lying-provider.js';
import { garantOfPoint, offices } from './office-world.js';
import { keyHolder, optionsOf, origin, press, signInWith } from './passkeys/world.js';
import {
  askForLink,
  type Browser,
  fillIn,
  hiddenFields,
  newestLink,
  post,
  signIn,
  useLink,
} from './people.js';
import { complete, leaveFor, providersFile } from './providers/world.js';

/** Stands in every name, address and text of these tests. */
const word = /utajen/i;
const signing = '/prihlaseni/prispevek';
const otherAddress = '/muj-ucet/zabezpeceni/adresa';

eachDatabase('The log of every way in', (database) => {
  const environment: NodeJS.ProcessEnv = { BASE_URL: origin, LOG_LEVEL: 'trace' };
  let provider: LyingProvider;
  beforeAll(async () => {
    provider = await startLyingProvider();
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'mesto', issuer: provider.issuer, ...lyingClient, trustsEmail: true },
      { key: 'nikde', issuer: 'http://localhost:9/', ...lyingClient },
    ]);
  });
  afterAll(() => provider.close());
  const log = new KeptLog();
  const here = world(database, environment, log);
  const office = offices(here);
  const at = {
    get database() {
      return here.app.database;
    },
  };
  const browsers: Browser[] = [];
  const told = new Set<string>();
  let people = 0;
  const someEmail = () => `utajena.osoba${++people}@example.org`;
  const someName = () => `Utajená Osoba ${++people}`;
  const browser = () => {
    const one = here.app.browser();
    browsers.push(one);
    return one;
  };

  beforeEach(() => {
    log.lines.length = 0;
  });

  /** Cookies of all browsers now; those that are replaced in between have to be noted before. */
  const noteCookies = () => {
    const site = { domain: '127.0.0.1', path: '/', secure: false, script: false };
    const cookies = browsers.flatMap(({ jar }) => jar.getCookies(site));
    expect(cookies.length).toBeGreaterThan(0);
    for (const { value } of cookies) told.add(value);
  };

  /** Tokens and codes of all mail, in both spellings. */
  const noteMail = async () => {
    for (const { body } of await at.database.read.find(OutboxMail)) {
      for (const [token] of body.matchAll(/[\w-]{43}/g)) told.add(token);
      for (const [code] of body.matchAll(/\b\d{3} \d{3}\b/g)) told.add(code).add(code.replace(' ', ''));
    }
  };

  /** Fails where the log gives anything away, or where it does not know the routes at all. */
  const expectDiscretion = async (...routes: string[]) => {
    noteCookies();
    await noteMail();
    const written = log.lines.join('');
    for (const route of routes) expect(written).toContain(`"route":"${route}"`);
    expect(log.lines.filter((line) => word.test(line))).toEqual([]);
    expect([...told].filter((secret) => secret.length > 5 && written.includes(secret))).toEqual([]);
  };

  const codeTo = async (recipient: string) => {
    const { body } = await at.database.read.findOneOrFail(OutboxMail, {
      where: { recipient },
      order: { id: 'DESC' },
    });
    return /\b\d{3} \d{3}\b/.exec(body)?.[0] ?? '';
  };
  const typeCode = (from: Browser, code: string) =>
    fillIn(from, '/prihlaseni/odeslano', '/prihlaseni/kod', { code });

  it('a link: asked for, mistyped, filled in by a machine, opened, used, used again, and made up', async () => {
    const [one, email] = [browser(), someEmail()];
    expect((await askForLink(one, email, '/program?hledat=utajene')).status).toBe(303);
    expect((await askForLink(one, 'utajená adresa bez zavináče')).status).toBe(422);
    await fillIn(one, '/prihlaseni', '/prihlaseni', {
      email: someEmail(),
      website: 'https://utajeno.example',
    });
    const link = await newestLink(at, email);
    expect((await useLink(one, link, { publicName: 'Utajená\u202e' })).status).toBe(422);
    noteCookies();
    expect((await useLink(one, link, { publicName: someName() })).status).toBe(303);
    const madeUp = `/prihlaseni/overeni/utajeny${'x'.repeat(36)}`;
    for (const path of [link, madeUp, '/prihlaseni/overeni/utajeny'])
      expect((await browser().get(path)).status).toBe(404);
    await expectDiscretion('/prihlaseni', '/prihlaseni/overeni/:token');
  });

  it('a code: wrong, in another browser, no code at all, and right', async () => {
    const [one, email] = [browser(), someEmail()];
    await askForLink(one, email);
    const code = await codeTo(email);
    expect(code).not.toBe('');
    told.add('987654');
    const answers = [
      await typeCode(one, '987654'),
      await typeCode(browser(), code),
      await typeCode(one, 'utajený'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    const asked = await typeCode(one, code);
    const link = String(asked.headers.location);
    told.add(link.slice(-43));
    expect((await useLink(one, link, { publicName: someName() })).status).toBe(303);
    await expectDiscretion('/prihlaseni/kod', '/prihlaseni/overeni/:token');
  });

  it('a passkey: added, used, copied, and nonsense in its place', async () => {
    const { browser: owner, authenticator } = await keyHolder(here.app, 'Utajená Klíčnice');
    browsers.push(owner);
    told.add(authenticator.id);
    const one = browser();
    expect((await signInWith(one, authenticator, { counter: 50 })).status).toBe(303);
    expect((await signInWith(browser(), authenticator, { counter: 2 })).status).toBe(403);
    const { challenge } = await optionsOf(one, '/prihlaseni/klic');
    told.add(challenge);
    for (const response of [
      '{"utajené',
      'utajené',
      '{"id":"utajene","type":"public-key"}',
      authenticator.use({ challenge: 'utajene' }),
    ])
      expect((await press(one, '/prihlaseni/klic', { response })).status).toBeGreaterThanOrEqual(400);
    const named = await press(owner, '/muj-ucet/zabezpeceni/klice/moznosti', {
      name: 'Utajený telefon\u0000',
    });
    expect(named.status).toBe(422);
    await expectDiscretion('/prihlaseni/klic', '/muj-ucet/zabezpeceni/klice/moznosti');
    expect(log.lines.join('')).toContain('the counter of a passkey went back');
  });

  /** Comes back from the provider with a code, or with what else is given. */
  const comeBack = async (one: Browser, claims: Record<string, unknown>, parameters = 'code=utajeny-kod') => {
    const { state = '', nonce = '' } = Object.fromEntries((await leaveFor(one, 'mesto')).searchParams);
    for (const secret of [state, nonce]) told.add(secret);
    provider.expect({ nonce, ...claims });
    const iss = encodeURIComponent(provider.issuer);
    return one.get(`/prihlaseni/poskytovatel/mesto/zpet?${parameters}&state=${state}&iss=${iss}`);
  };

  it('a provider: somebody new, somebody known, errors that name people, and one that is not to be had', async () => {
    const one = browser();
    const person = { sub: 'utajeny-subjekt', email: someEmail(), email_verified: true, name: 'Utajená Nová' };
    expect((await comeBack(one, person)).headers.location).toContain('/dokonceni');
    expect((await complete(one, 'mesto', { publicName: 'Utajená\u202e' })).status).toBe(422);
    expect((await complete(one, 'mesto', { publicName: someName() })).status).toBe(303);
    expect((await comeBack(browser(), person)).status).toBe(303);
    const bad = [
      await comeBack(browser(), {}, 'error=server_error&error_description=utajena.osoba%40example.org'),
      await comeBack(browser(), {}, 'error=utajena_osoba'),
      await comeBack(browser(), {}, 'error=access_denied&error_description=utajena'),
      await comeBack(browser(), { sub: 'utajeny', aud: 'utajeny-jiny' }),
      await comeBack(browser(), { sub: 'utajeny', nonce: 'utajeny' }),
      await browser().get('/prihlaseni/poskytovatel/mesto/zpet?code=utajeny&state=utajeny'),
    ];
    for (const body of [
      '{"error":"utajena","error_description":"utajena@example.org"}',
      '{"utajena": utajena"}',
    ]) {
      provider.instead = ({ url }, response) => {
        if (url !== '/token') return false;
        response.writeHead(body.includes('error') ? 400 : 200, { 'content-type': 'application/json' });
        response.end(body);
        return true;
      };
      bad.push(await comeBack(browser(), { sub: 'utajeny' }));
    }
    provider.instead = () => false;
    bad.push(await press(browser(), '/prihlaseni/poskytovatel/nikde', { next: '/program?hledat=utajene' }));
    for (const { status } of bad) expect(status).toBeGreaterThanOrEqual(400);
    expect(log.lines.join('')).toContain('a sign-in through a provider failed');
    expect(log.lines.join('')).toContain('an identity provider cannot be asked');
    await expectDiscretion(
      '/prihlaseni/poskytovatel/:provider/zpet',
      '/prihlaseni/poskytovatel/:provider/dokonceni',
    );
  });

  it('an invitation: to an address, to what is none, and accepted', async () => {
    const staff = await office.officer(someName(), 'staff');
    const [one, email] = [browser(), someEmail()];
    expect((await office.invite(staff, email, garantOfPoint)).status).toBe(303);
    expect((await office.invite(staff, 'utajená adresa', garantOfPoint)).status).toBe(422);
    await signIn(at, one, email, someName());
    noteCookies();
    const { id } = await office.invitationTo(email);
    const accept = `/muj-ucet/pozvanky/${id}/prijeti`;
    expect((await fillIn(one, '/muj-ucet/pozvanky', accept, {})).status).toBe(303);
    expect((await press(one, '/muj-ucet/pozvanky/utajena/prijeti')).status).toBe(404);
    await expectDiscretion('/sprava/lide/pozvanky', '/muj-ucet/pozvanky/:id/prijeti');
  });

  it('a change of address: to a free one, a taken one and none, confirmed and taken back', async () => {
    const [one, taken, oldEmail, newEmail] = [browser(), someEmail(), someEmail(), someEmail()];
    await signIn(at, browser(), taken, someName());
    await signIn(at, one, oldEmail, someName());
    const ask = (email: string) => fillIn(one, otherAddress, otherAddress, { email });
    expect((await ask('utajená adresa')).status).toBe(422);
    expect((await ask(oldEmail)).status).toBe(422);
    expect((await ask(taken)).status).toBe(303);
    expect((await ask(newEmail)).status).toBe(303);
    noteCookies();
    const linkTo = async (recipient: string) => {
      const [mail] = await at.database.read.find(OutboxMail, { where: { recipient }, order: { id: 'DESC' } });
      return /\/prihlaseni\/adresa\/\S+/.exec(mail?.body ?? '')?.[0] ?? '';
    };
    const [toNew, madeUp] = [await linkTo(newEmail), '/prihlaseni/adresa/utajeny'];
    expect((await fillIn(one, toNew, toNew, {})).status).toBe(303);
    const toOld = await linkTo(oldEmail);
    for (const path of [madeUp, toNew]) expect((await one.get(path)).status).toBe(404);
    expect((await fillIn(browser(), toOld, toOld, {})).status).toBe(303);
    await expectDiscretion(
      '/muj-ucet/zabezpeceni/adresa',
      '/prihlaseni/adresa/:token',
      '/prihlaseni/adresa/zpet/:token',
    );
  });

  const comments = '/program/zkusebni/urad/sekce/2/komentare';
  const write = (from: Browser, body: string): Promise<Response> =>
    fillIn(from, comments, comments, { body });
  const sign = (from: Browser, asked: Response, email: string) =>
    post(from, signing, {
      ...hiddenFields(asked, signing),
      email,
      publicName: someName(),
      consent: 'yes',
      terms: 'yes',
    });

  it('what is written first: refused, signed, forged, confirmed, and lost to a fault of ours', async () => {
    const [one, email] = [browser(), someEmail()];
    const asked = await write(one, 'Utajená slova.');
    expect((await sign(one, asked, 'utajená adresa')).status).toBe(422);
    expect((await press(one, signing, { contribution: 'utajene.utajene' })).status).toBe(409);
    expect((await sign(one, asked, email)).status).toBe(303);
    expect((await one.get('/prihlaseni/ceka')).text).toContain('Utajená slova.');
    const link = await newestLink(at, email);
    expect((await useLink(one, link)).status).toBe(303);
    expect(await at.database.read.countBy(Comment, { body: 'Utajená slova.' })).toBe(1);

    const rename = (from: string, to: string) =>
      at.database.write((manager) => manager.query(`ALTER TABLE ${from} RENAME TO ${to}`));
    const another = await write(browser(), 'Utajená slova, která nejdou uložit.');
    await rename('pending_contribution', 'elsewhere');
    try {
      expect((await sign(browser(), another, someEmail())).status).toBe(500);
    } finally {
      await rename('elsewhere', 'pending_contribution');
    }
    expect(log.lines.join('')).toContain('request failed');
    await expectDiscretion(signing, '/prihlaseni/overeni/:token', '/prihlaseni/ceka');
  });
});
