import { afterEach, describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { EmailLink } from '../../src/accounts/email-link.entity.js';
import { limits } from '../../src/accounts/limits.js';
import { Limits } from '../../src/accounts/limits.service.js';
import { RateCount } from '../../src/accounts/rate-count.entity.js';
import type { Role } from '../../src/accounts/role-grant.entity.js';
import { type RoleScope, Roles } from '../../src/accounts/roles.service.js';
import { Session } from '../../src/accounts/session.entity.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { eachDatabase, sqliteDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import {
  accountOf,
  askForLink,
  type Browser,
  fillIn,
  hiddenFields,
  links,
  newestLink,
  post,
  signIn,
  someEmail,
  useLink,
} from './people.js';

const passed = (seconds: number) => setClock(() => new Date(Date.now() + seconds * 1000));

afterEach(() => setClock());

eachDatabase('Signing in by a link', (database) => {
  const at = accountsApplication(database);

  it('makes an account for a new address under the name it asks for', async () => {
    const email = someEmail();
    const browser = at.browser();
    const answer = await signIn(at, browser, email, 'Jana z Brna');
    expect(answer.status).toBe(303);
    const account = await accountOf(at, email);
    expect(account.publicName).toBe('Jana z Brna');
    const page = await browser.get('/muj-ucet/nastaveni');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Jana z Brna');
  });

  it('asks for a name and keeps the link when none was given', async () => {
    const email = someEmail();
    const browser = at.browser();
    const refused = await signIn(at, browser, email);
    expect(refused.status).toBe(422);
    expect((await useLink(browser, await newestLink(at, email), { publicName: 'Eva' })).status).toBe(303);
  });

  it('does not use a link up when it is opened', async () => {
    const email = someEmail();
    await askForLink(at.browser(), email);
    const link = await newestLink(at, email);
    const browser = at.browser();
    for (let time = 0; time < 3; time += 1) expect((await browser.get(link)).status).toBe(200);
    expect(await at.database.read.countBy(Account, { email })).toBe(0);
    expect((await useLink(browser, link, { publicName: 'Petr' })).status).toBe(303);
  });

  it('takes a link once only', async () => {
    const email = someEmail();
    await signIn(at, at.browser(), email, 'Karel');
    const link = await newestLink(at, email);
    const other = at.browser();
    const page = await other.get(link);
    expect(page.status).toBe(404);
    const token = hiddenFields(await other.get('/prihlaseni'), '/prihlaseni');
    expect((await post(other, link, { _csrf: token._csrf ?? '' })).status).toBe(404);
    const { id } = await accountOf(at, email);
    expect(await at.database.read.countBy(Session, { accountId: id })).toBe(1);
  });

  it('takes only the newest link of an address', async () => {
    const email = someEmail();
    await askForLink(at.browser(), email);
    await askForLink(at.browser(), email);
    const [newer = '', older = ''] = await links(at, email);
    expect((await at.browser().get(older)).status).toBe(404);
    expect((await at.browser().get(newer)).status).toBe(200);
  });

  it('does not take a link after ten minutes', async () => {
    const email = someEmail();
    await askForLink(at.browser(), email);
    const link = await newestLink(at, email);
    passed(599);
    expect((await at.browser().get(link)).status).toBe(200);
    passed(601);
    expect((await at.browser().get(link)).status).toBe(404);
  });

  it('answers an unknown link like one that is over', async () => {
    const email = someEmail();
    await signIn(at, at.browser(), email, 'Lenka');
    const used = await at.browser().get(await newestLink(at, email));
    const invented = await at.browser().get(`/prihlaseni/overeni/${'A'.repeat(43)}`);
    expect(invented.status).toBe(used.status);
    expect(invented.text.replaceAll('A'.repeat(43), '')).toBe(
      used.text.replaceAll((await newestLink(at, email)).slice(-43), ''),
    );
  });

  it('makes one session of twenty confirmations at once', async () => {
    const email = someEmail();
    const browser = at.browser();
    await askForLink(browser, email);
    const link = await newestLink(at, email);
    const fields = { ...hiddenFields(await browser.get(link), link), publicName: 'Dvacet Kliků' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(at.browser(), link, fields)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(19);
    const { id } = await accountOf(at, email);
    expect(await at.database.read.countBy(Session, { accountId: id })).toBe(1);
  });

  it('lets somebody who pressed the button twice go on', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Dvojklik');
    const link = await newestLink(at, email);
    const token = hiddenFields(await browser.get('/muj-ucet/nastaveni'), '/odhlaseni');
    const again = await post(browser, link, { _csrf: token._csrf ?? '', publicName: 'Dvojklik' });
    expect(again.status).toBe(303);
    expect(again.headers.location).toMatch(/^\/muj-ucet/);
  });

  it('answers known and unknown addresses alike', async () => {
    const known = someEmail();
    await signIn(at, at.browser(), known, 'Známá');
    const unknown = someEmail();
    const answers = [await askForLink(at.browser(), known), await askForLink(at.browser(), unknown)];
    expect(answers[0]?.status).toBe(answers[1]?.status);
    expect(answers[0]?.headers.location).toBe(answers[1]?.headers.location);
    const [toKnown, toUnknown] = await Promise.all(
      [known, unknown].map((recipient) =>
        at.database.read.findOneOrFail(OutboxMail, { where: { recipient }, order: { id: 'DESC' } }),
      ),
    );
    const withoutToken = (body = '') => body.replace(/[\w-]{43}/, '').replace(/\d{3} \d{3}/, '');
    expect(withoutToken(toKnown?.body)).toBe(withoutToken(toUnknown?.body));
    expect(toKnown?.subject).toBe(toUnknown?.subject);
  });

  it('stores neither tokens nor addresses where they could be used', async () => {
    const email = someEmail();
    const browser = at.browser();
    const answer = await signIn(at, browser, email, 'Tajná');
    const link = (await newestLink(at, email)).slice(-43);
    const cookie = /podnet=([\w-]{43})/.exec(String(answer.headers['set-cookie']))?.[1] ?? '';
    expect(cookie).toHaveLength(43);
    const stored = JSON.stringify([
      await at.database.read.find(EmailLink),
      await at.database.read.find(Session),
      await at.database.read.find(Activity),
      await at.database.read.find(RateCount),
    ]);
    expect(stored).not.toContain(link);
    expect(stored).not.toContain(cookie);
    const elsewhere = JSON.stringify([
      await at.database.read.find(Activity),
      await at.database.read.find(RateCount),
    ]);
    expect(elsewhere).not.toContain(email);
    expect(elsewhere).not.toContain('Tajná');
  });

  it('leads to the page somebody came from', async () => {
    const email = someEmail();
    const browser = at.browser();
    await askForLink(browser, email, '/program/kraj2020?strana=2#sekce-3');
    const answer = await useLink(browser, await newestLink(at, email), { publicName: 'Marta' });
    expect(answer.headers.location).toMatch(/^\/program\/kraj2020\?strana=2&zprava=[^#]*#sekce-3$/);
  });

  it.each([
    'https://elsewhere.cz/',
    '//elsewhere.cz',
    '/\\elsewhere.cz',
    '/en//elsewhere.cz',
    '/en/\\elsewhere.cz',
    'javascript:alert(1)',
    '/a\r\nSet-Cookie: x=1',
    '/ěšč',
  ])('does not go to %j afterwards', async (next) => {
    const email = someEmail();
    const browser = at.browser();
    const page = await browser.get(`/prihlaseni?next=${encodeURIComponent(next)}`);
    expect(hiddenFields(page, '/prihlaseni').next).toBe('');
    await askForLink(browser, email, next);
    const answer = await useLink(browser, await newestLink(at, email), { publicName: 'Marta' });
    expect(answer.headers.location).toMatch(/^\/\?zprava=/);
  });

  it('ends the session at sign-out, for its cookie too', async () => {
    const email = someEmail();
    const browser = at.browser();
    const answer = await signIn(at, browser, email, 'Odhlášená');
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    const page = await browser.get('/muj-ucet/nastaveni');
    await post(browser, '/odhlaseni', hiddenFields(page, '/odhlaseni'));
    expect((await browser.get('/muj-ucet/nastaveni')).status).toBe(303);
    const thief = await at.browser().get('/muj-ucet/nastaveni').set('cookie', cookie);
    expect(thief.status).toBe(303);
  });

  it('gives a new session at every sign-in and ends the one before', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Znovu');
    const { id } = await accountOf(at, email);
    const before = await at.database.read.findOneByOrFail(Session, { accountId: id });
    // Signed in, the sign-in page sends one on; another browser asks, this one confirms.
    await askForLink(at.browser(), email);
    expect((await useLink(browser, await newestLink(at, email))).status).toBe(303);
    const after = await at.database.read.findBy(Session, { accountId: id });
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before.id);
  });

  it('keeps a session that is used, but thirty days at most', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Věrná');
    const { id } = await accountOf(at, email);
    const day = 24 * 3600;
    for (const days of [13, 26]) {
      passed(days * day);
      expect((await browser.get('/muj-ucet/nastaveni')).status).toBe(200);
      await at.database.write(async () => undefined);
      const session = await at.database.read.findOneByOrFail(Session, { accountId: id });
      expect(Date.parse(session.lastUsedAt)).toBeGreaterThan(Date.now() + (days - 1) * day * 1000);
    }
    passed(31 * day);
    expect((await browser.get('/muj-ucet/nastaveni')).status).toBe(303);
  });

  it('ends a session that nobody used for fourteen days', async () => {
    const browser = at.browser();
    await signIn(at, browser, someEmail(), 'Zapomnětlivá');
    passed(14 * 24 * 3600 + 1);
    expect((await browser.get('/muj-ucet/nastaveni')).status).toBe(303);
  });

  it('writes the time of last use at most every ten minutes', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Pilná');
    const { id } = await accountOf(at, email);
    const read = () => at.database.read.findOneByOrFail(Session, { accountId: id });
    const before = await read();
    passed(9 * 60);
    await browser.get('/muj-ucet/nastaveni');
    await at.database.write(async () => undefined);
    expect((await read()).lastUsedAt).toBe(before.lastUsedAt);
  });

  it('shuts out whoever is banned, at once', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Zakázaný');
    await at.database.write((manager) =>
      manager.update(Account, { email }, { bannedAt: '2026-11-01T00:00:00.000Z' }),
    );
    expect((await browser.get('/muj-ucet/nastaveni')).status).toBe(303);
    expect((await askForLink(at.browser(), email)).status).toBe(303);
    expect((await useLink(at.browser(), await newestLink(at, email))).status).toBe(403);
  });

  it('sends five links an hour to one address, and more after the hour', async () => {
    const email = someEmail();
    for (let time = 0; time < 5; time += 1) expect((await askForLink(at.browser(), email)).status).toBe(303);
    const refused = await askForLink(at.browser(), email);
    expect(refused.status).toBe(429);
    expect(refused.text).toContain(`value="${email}"`);
    expect(await at.database.read.countBy(OutboxMail, { recipient: email })).toBe(5);
    passed(3601);
    expect((await askForLink(at.browser(), email)).status).toBe(303);
  });

  it('stores nothing for a machine that fills in the hidden field, and does not tell it', async () => {
    const email = someEmail();
    const answer = await fillIn(at.browser(), '/prihlaseni', '/prihlaseni', {
      email,
      website: 'http://spam',
    });
    expect(answer.headers.location).toBe('/prihlaseni/odeslano');
    expect(await at.database.read.countBy(OutboxMail, { recipient: email })).toBe(0);
  });

  it.each([
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org,b@example.org',
    'a@example.org;b@example.org',
    'Jana <a@example.org>',
    'a@localhost',
    '',
    'not an address',
  ])('refuses the address %j and keeps what was typed', async (email) => {
    const mails = await at.database.read.count(OutboxMail);
    const answer = await askForLink(at.browser(), email);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('error-summary');
    expect(await at.database.read.count(OutboxMail)).toBe(mails);
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['an extra field', { email: 'a@example.org', isAdmin: 'true' }],
    ['a repeated field', { email: ['a@example.org', 'b@example.org'] }],
    ['a nested field', { 'email[address]': 'a@example.org' }],
  ])('answers %s with 400 and stores nothing', async (_, fields) => {
    const mails = await at.database.read.count(OutboxMail);
    const answer = await fillIn(at.browser(), '/prihlaseni', '/prihlaseni', fields);
    expect(answer.status).toBe(400);
    expect(await at.database.read.count(OutboxMail)).toBe(mails);
  });

  it('sends mail in the language of the page', async () => {
    const email = someEmail();
    const browser = at.browser();
    await fillIn(browser, '/en/prihlaseni', '/en/prihlaseni', { email });
    const mail = await at.database.read.findOneByOrFail(OutboxMail, { recipient: email });
    expect(mail.subject).toBe('Your sign-in link');
    expect(mail.body).toMatch(/\/en\/prihlaseni\/overeni\//);
    const answer = await useLink(browser, `/en${await newestLink(at, email)}`, { publicName: 'Jane' });
    expect(answer.headers.location).toMatch(/^\/en\?zprava=/);
    expect((await accountOf(at, email)).locale).toBe('en');
  });
});

describe('The cookie', () => {
  describe('behind https', () => {
    const at = accountsApplication(sqliteDatabase(), { BASE_URL: 'https://podnet.example.org' });

    it('is bound to the host, secure, and out of reach of scripts', async () => {
      const answer = await signIn(at, at.browser(), someEmail(), 'Jana');
      const cookie = String(answer.headers['set-cookie']);
      expect(cookie).toMatch(/^__Host-podnet=[\w-]{43}; /);
      for (const word of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Max-Age=2592000']) {
        expect(cookie).toContain(word);
      }
      expect(cookie).not.toContain('Domain');
    });
  });

  describe('for visitors', () => {
    const at = accountsApplication(sqliteDatabase());

    it('is not set by reading', async () => {
      for (const path of ['/prihlaseni', '/prihlaseni/odeslano', '/demo', '/demo/posta']) {
        const page = await at.browser().get(path);
        expect(page.status).toBe(200);
        expect(page.headers['set-cookie']).toBeUndefined();
      }
    });

    it('is set once a link was asked for, and says nothing but which browser it was', async () => {
      const browser = at.browser();
      const cookies = [(await askForLink(browser, someEmail())).headers['set-cookie']].flat();
      expect(cookies).toEqual([
        expect.stringMatching(
          /^podnet-prohlizec=[\w-]{43}; Max-Age=172800; Path=\/; HttpOnly; SameSite=Lax$/,
        ),
      ]);
      expect((await askForLink(browser, someEmail())).headers['set-cookie']).toBeUndefined();
    });

    it.each(['', 'x', 'a'.repeat(43), '%00', '🦊', `${'a'.repeat(43)}"; DROP TABLE session`])(
      'changes nothing when it holds %j',
      async (value) => {
        const page = await at
          .browser()
          .get('/prihlaseni')
          .set('cookie', `podnet=${encodeURIComponent(value)}`);
        expect(page.status).toBe(200);
      },
    );
  });
});

eachDatabase('The session of somebody in office', (database) => {
  const at = accountsApplication(database);

  const names = ['Alžběta', 'Bohumil', 'Cyril', 'Dalibor', 'Edita', 'František', 'Gustav', 'Helena', 'Ivana'];

  const inOffice = async (role: Role, scope: RoleScope) => {
    const [email, browser] = [someEmail(), at.browser()];
    await signIn(at, browser, email, names.pop());
    const { id: accountId } = await accountOf(at, email);
    await at.application.get(Roles).grant({ accountId, role, scope }, null);
    await signIn(at, browser, email);
    return browser;
  };
  const staysIn = async (browser: Browser, seconds: number) => {
    passed(seconds);
    const { status } = await browser.get('/muj-ucet/nastaveni');
    // The use of a session is noted behind the answer: one write after it, it is.
    await at.database.write(async () => {});
    return status === 200;
  };

  it.each([
    ['staff', {}, 86_400, 7],
    ['admin', {}, 86_400, 7],
    ['garant', { personUid: 'jiri.jaros' }, 3 * 86_400, 14],
  ] as const)('ends sooner unused, and after fewer days (%s)', async (role, scope, idle, days) => {
    expect(await staysIn(await inOffice(role, scope), idle - 60)).toBe(true);
    setClock();
    expect(await staysIn(await inOffice(role, scope), idle + 60)).toBe(false);
    setClock();
    const busy = await inOffice(role, scope);
    const used = [];
    for (let at = 0.9; at < days + 1; at += 0.9) used.push(await staysIn(busy, at * 86_400));
    expect(used.lastIndexOf(true)).toBe(Math.ceil(days / 0.9) - 2);
  });
});

describe('A crowd behind one address', () => {
  const at = accountsApplication(sqliteDatabase());

  it('of two hundred signs in within an hour, and a flood does not', async () => {
    const statuses = [];
    for (let person = 0; person < 200; person += 1) {
      statuses.push((await askForLink(at.browser(), `clovek${person}@example.org`)).headers.location);
    }
    expect(new Set(statuses)).toEqual(new Set(['/prihlaseni/odeslano']));
    const counting = at.application.get(Limits);
    await at.database.write(async (manager) => {
      for (let more = 200; more < limits.mailPerNetwork.max; more += 1)
        await counting.take(manager, 'mail-network', '127.0.0.1', limits.mailPerNetwork);
    });
    const refused = await askForLink(at.browser(), 'o-jednoho-vic@example.org');
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('o-jednoho-vic@example.org');
    expect(refused.text).toMatch(/\d+ minut/);
  });
});
