import { afterEach, describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Consent } from '../../src/accounts/consent.entity.js';
import { Housekeeping } from '../../src/accounts/housekeeping.service.js';
import { limits } from '../../src/accounts/limits.js';
import { Limits } from '../../src/accounts/limits.service.js';
import { PendingContribution } from '../../src/accounts/pending-contribution.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { Session } from '../../src/accounts/session.entity.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { newId } from '../../src/database/id.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Person } from '../../src/programme/person.entity.js';
import { eachDatabase, sqliteDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import {
  accountOf,
  askForLink,
  type Browser,
  hiddenFields,
  links,
  newestLink,
  post,
  signIn,
  someEmail,
  tickedBoxes,
  useLink,
} from './people.js';

const passed = (seconds: number) => setClock(() => new Date(Date.now() + seconds * 1000));
const signing = '/prihlaseni/prispevek';

afterEach(() => setClock());

/** Writes a note as a visitor; the page that asks for the signature. */
async function write(browser: Browser, text: string) {
  const form = hiddenFields(await browser.get('/prihlaseni'), '/prihlaseni');
  return post(browser, '/zkouska', { _csrf: form._csrf ?? '', text });
}

/** What the signature page sends back, filled in. */
async function signature(
  browser: Browser,
  text: string,
  email: string,
  publicName = 'Jana z Brna',
): Promise<Record<string, string>> {
  const hidden = hiddenFields(await write(browser, text), signing);
  return { ...hidden, email, publicName, consent: 'yes', terms: 'yes' };
}

/** Writes and signs a note. */
async function writeAndSign(browser: Browser, text: string, email: string, publicName?: string) {
  return post(browser, signing, await signature(browser, text, email, publicName));
}

eachDatabase('Writing first and identifying later', (database) => {
  const at = accountsApplication(database);
  const counts = async () => ({
    accounts: await at.database.read.count(Account),
    pending: await at.database.read.count(PendingContribution),
    mails: await at.database.read.count(OutboxMail),
    entries: await at.database.read.count(Activity),
  });

  it('shows a visitor what will be published and stores nothing yet', async () => {
    const before = await counts();
    const page = await write(at.browser(), 'Chybí <tu> lávka & most.');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Chybí &lt;tu&gt; lávka &amp; most.');
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(await counts()).toEqual(before);
  });

  it('publishes with account, consent and session once the link is confirmed', async () => {
    const email = someEmail();
    const browser = at.browser();
    const sent = await writeAndSign(browser, 'Chybí lávka.', email);
    expect(sent.headers.location).toBe('/prihlaseni/odeslano?co=prispevek');
    expect(await at.database.read.countBy(Account, { email })).toBe(0);
    const answer = await useLink(browser, await newestLink(at, email));
    expect(answer.headers.location).toMatch(
      /^\/zkouska\/mista\?zprava=accounts\.flash\.published~[\w-]+#12$/,
    );
    const { id, publicName } = await accountOf(at, email);
    expect(publicName).toBe('Jana z Brna');
    expect(await at.notes.by(id)).toEqual(['Chybí lávka.']);
    const consents = await at.database.read.findBy(Consent, { accountId: id });
    expect(consents.map(({ kind }) => kind).sort()).toEqual(['opinions', 'terms']);
    for (const { withdrawnAt } of consents) expect(withdrawnAt).toBeNull();
    expect(await at.database.read.countBy(Session, { accountId: id })).toBe(1);
    expect(await at.database.read.countBy(PendingContribution, { email })).toBe(0);
  });

  it('keeps the name of an account that exists', async () => {
    const email = someEmail();
    await signIn(at, at.browser(), email, 'Původní jméno');
    await writeAndSign(at.browser(), 'Jiné jméno', email, 'Zcela jiné');
    await useLink(at.browser(), await newestLink(at, email));
    expect((await accountOf(at, email)).publicName).toBe('Původní jméno');
  });

  it('waits once for what is sent twice, with one mail', async () => {
    const email = someEmail();
    const browser = at.browser();
    const form = await signature(browser, 'Dvakrát totéž', email);
    await Promise.all([post(browser, signing, form), post(browser, signing, form)]);
    expect(await at.database.read.countBy(PendingContribution, { email })).toBe(1);
    expect(await links(at, email)).toHaveLength(1);
  });

  it('lists all that waits for an address and publishes what is ticked', async () => {
    const email = someEmail();
    const browser = at.browser();
    for (const text of ['první', 'druhá', 'třetí']) await writeAndSign(browser, text, email);
    const link = await newestLink(at, email);
    const page = await browser.get(link);
    const boxes = tickedBoxes(page);
    expect(boxes).toHaveLength(3);
    const [first = '', , third = ''] = boxes;
    const answer = await post(browser, link, { ...hiddenFields(page, link), [first]: 'yes', [third]: 'yes' });
    expect(answer.headers.location).toMatch(/^\/muj-ucet\?/);
    expect(await at.notes.by((await accountOf(at, email)).id)).toEqual(['první', 'třetí']);
    expect(await at.database.read.countBy(PendingContribution, { email })).toBe(0);
  });

  it('publishes nothing and asks for no consent when nothing is ticked', async () => {
    const email = someEmail();
    const browser = at.browser();
    await writeAndSign(browser, 'rozmyslela jsem si to', email);
    const link = await newestLink(at, email);
    await post(browser, link, hiddenFields(await browser.get(link), link));
    const { id } = await accountOf(at, email);
    expect(await at.notes.by(id)).toEqual([]);
    expect(await at.database.read.countBy(Consent, { accountId: id })).toBe(0);
  });

  it('does not throw away what came after the page was opened', async () => {
    const email = someEmail();
    const browser = at.browser();
    for (let time = 0; time < 5; time += 1) await writeAndSign(browser, `poznámka ${time}`, email);
    const link = await newestLink(at, email);
    const page = await browser.get(link);
    await writeAndSign(at.browser(), 'až potom', email);
    expect(await links(at, email)).toHaveLength(5);
    await post(browser, link, hiddenFields(page, link));
    const left = await at.database.read.findBy(PendingContribution, { email });
    expect(left.map(({ payload }) => payload)).toEqual([JSON.stringify({ text: 'až potom' })]);
  });

  it('publishes of twenty confirmations at once each thing once', async () => {
    const email = someEmail();
    const browser = at.browser();
    await writeAndSign(browser, 'jen jednou', email);
    const link = await newestLink(at, email);
    const page = await browser.get(link);
    const [box = ''] = tickedBoxes(page);
    const fields = { ...hiddenFields(page, link), [box]: 'yes' };
    await Promise.all(Array.from({ length: 20 }, () => post(at.browser(), link, fields)));
    const { id } = await accountOf(at, email);
    expect(await at.notes.by(id)).toEqual(['jen jednou']);
    expect(await at.database.read.countBy(Session, { accountId: id })).toBe(1);
  });

  it('tells what could not be published meanwhile and publishes the rest', async () => {
    const email = someEmail();
    const browser = at.browser();
    await writeAndSign(browser, 'ještě jde', email);
    await writeAndSign(browser, 'už nejde', email);
    at.notes.closed.add('už nejde');
    const answer = await useLink(browser, await newestLink(at, email));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('už nejde');
    expect(answer.text).toContain('/zkouska/mista#9');
    // The refused note's own entry was undone with it.
    expect(await at.notes.by((await accountOf(at, email)).id)).toEqual(['ještě jde']);
    const out = await post(browser, '/odhlaseni', hiddenFields(answer, '/odhlaseni'));
    expect(out.status).toBe(303);
  });

  it('says so when the place of what waits is gone', async () => {
    const email = someEmail();
    const browser = at.browser();
    const form = await signature(browser, 'zmizelo', email);
    await post(browser, signing, form);
    at.notes.gone.add('zmizelo');
    const page = await browser.get(await newestLink(at, email));
    expect(page.text).toContain('1 příspěvek už zveřejnit nejde');
    expect(tickedBoxes(page)).toHaveLength(0);
    expect((await post(browser, signing, { ...form, email: someEmail() })).status).toBe(409);
  });

  it('forgets after two days what nobody confirmed', async () => {
    const email = someEmail();
    await writeAndSign(at.browser(), 'zapomenuto', email);
    passed(48 * 3600 + 1);
    await askForLink(at.browser(), email);
    expect(tickedBoxes(await at.browser().get(await newestLink(at, email)))).toHaveLength(0);
    await at.application.get(Housekeeping).tidy();
    expect(await at.database.read.countBy(PendingContribution, { email })).toBe(0);
  });

  it('publishes at once for a signed-in person who has consented', async () => {
    const email = someEmail();
    const browser = at.browser();
    await writeAndSign(browser, 'první slovo', email);
    await useLink(browser, await newestLink(at, email));
    const form = hiddenFields(await browser.get('/muj-ucet/nastaveni'), '/odhlaseni');
    const answer = await post(browser, '/zkouska', { _csrf: form._csrf ?? '', text: 'druhé slovo' });
    expect(answer.status).toBe(303);
    expect(await at.notes.by((await accountOf(at, email)).id)).toEqual(['první slovo', 'druhé slovo']);
  });

  it('asks a signed-in person without consent for it, then publishes', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Bez souhlasu');
    const { id } = await accountOf(at, email);
    const form = hiddenFields(await browser.get('/muj-ucet/nastaveni'), '/odhlaseni');
    const page = await post(browser, '/zkouska', { _csrf: form._csrf ?? '', text: 'se souhlasem' });
    expect(page.status).toBe(200);
    const hidden = hiddenFields(page, '/prihlaseni/souhlas');
    expect((await post(browser, '/prihlaseni/souhlas', hidden)).status).toBe(422);
    expect(await at.notes.by(id)).toEqual([]);
    const answer = await post(browser, '/prihlaseni/souhlas', { ...hidden, consent: 'yes', terms: 'yes' });
    expect(answer.status).toBe(303);
    expect(await at.notes.by(id)).toEqual(['se souhlasem']);
  });

  it('asks again after the consent was withdrawn', async () => {
    const email = someEmail();
    const browser = at.browser();
    await writeAndSign(browser, 'zatím ano', email);
    await useLink(browser, await newestLink(at, email));
    const settings = await browser.get('/muj-ucet/nastaveni');
    const withdrawal = '/muj-ucet/nastaveni/souhlas/odvolani';
    await post(browser, withdrawal, hiddenFields(settings, withdrawal));
    const form = hiddenFields(await browser.get('/muj-ucet/nastaveni'), '/odhlaseni');
    const page = await post(browser, '/zkouska', { _csrf: form._csrf ?? '', text: 'už ne' });
    expect(page.status).toBe(200);
    expect(await at.notes.by((await accountOf(at, email)).id)).toEqual(['zatím ano']);
  });

  it('keeps everything typed when something is missing', async () => {
    const before = await counts();
    const browser = at.browser();
    const form = await signature(browser, 'Text, který se neztratí', 'není adresa', 'Jméno & příjmení');
    const page = await post(browser, signing, { ...form, consent: '' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('value="není adresa"');
    expect(page.text).toContain('value="Jméno &amp; příjmení"');
    expect(page.text).toContain('Text, který se neztratí');
    expect(page.text).toContain('href="#consent"');
    expect(hiddenFields(page, signing).contribution).toBe(form.contribution);
    expect(await counts()).toEqual(before);
  });

  it('asks anew for consent to a text that was not the one shown', async () => {
    const browser = at.browser();
    const form = await signature(browser, 'starý souhlas', someEmail());
    expect((await post(browser, signing, { ...form, consentVersion: '2020-01' })).status).toBe(422);
    expect((await post(browser, signing, { ...form, termsVersion: '2020-01' })).status).toBe(422);
  });

  it('asks for being 15 and the rules with a tick of their own', async () => {
    const before = await counts();
    const browser = at.browser();
    const form = await signature(browser, 'bez pravidel', someEmail());
    const page = await post(browser, signing, { ...form, terms: '' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('href="#terms"');
    expect(page.text).not.toContain('href="#consent"');
    expect(await counts()).toEqual(before);
  });

  it('takes no contribution that was changed on the way', async () => {
    const before = await counts();
    const browser = at.browser();
    const form = await signature(browser, 'pravé', someEmail());
    const sealed = form.contribution ?? '';
    const [packed = '', signed = ''] = sealed.split('.');
    const other = hiddenFields(await write(browser, 'podvržené'), signing).contribution ?? '';
    for (const contribution of [
      '',
      '.',
      'x.y',
      packed,
      `${packed}.`,
      `${packed}x.${signed}`,
      `${other.split('.')[0]}.${signed}`,
    ]) {
      expect((await post(browser, signing, { ...form, contribution })).status).toBe(409);
    }
    expect(await counts()).toEqual(before);
  });

  it('stores nothing for a machine that fills in the hidden field, and does not tell it', async () => {
    const before = await counts();
    const browser = at.browser();
    const form = await signature(browser, 'spam', someEmail());
    const answer = await post(browser, signing, { ...form, website: 'http://spam.example' });
    expect(answer.headers.location).toBe('/prihlaseni/odeslano?co=prispevek');
    expect(await counts()).toEqual(before);
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['an extra field', { accountId: 'x' }],
    ['a repeated field', { email: ['a@example.org', 'b@example.org'] }],
    ['a field that reaches for the prototype', { constructor: '1' }],
  ])('answers %s with 400 and stores nothing', async (_, fields) => {
    const before = await counts();
    const browser = at.browser();
    const form = await signature(browser, 'navíc', someEmail());
    expect((await post(browser, signing, { ...form, ...fields })).status).toBe(400);
    expect(await counts()).toEqual(before);
  });

  it('publishes nothing of other people through made-up choices', async () => {
    const victim = someEmail();
    await writeAndSign(at.browser(), 'cizí', victim);
    const [foreign] = await at.database.read.findBy(PendingContribution, { email: victim });
    const email = someEmail();
    const browser = at.browser();
    await askForLink(browser, email);
    const link = await newestLink(at, email);
    const id = foreign?.id ?? '';
    const answer = await useLink(browser, link, {
      publicName: 'Cizinec',
      shown: id,
      [`publish-${id}`]: 'yes',
    });
    expect(answer.status).toBe(303);
    expect(await at.notes.by((await accountOf(at, email)).id)).toEqual([]);
    expect(await at.database.read.countBy(PendingContribution, { email: victim })).toBe(1);
  });

  it('refuses the name of a garant or staff, also one that only looks like it', async () => {
    await at.database.write((manager) =>
      manager.insert(Person, { id: newId(), uid: 'jiri.jaros', name: 'Jiří Jaroš', img: null, email: null }),
    );
    const staff = someEmail();
    await signIn(at, at.browser(), staff, 'Tereza Malá');
    const { id: accountId } = await accountOf(at, staff);
    await at.application.get(Roles).grant({ accountId, role: 'staff', scope: {} }, null);
    const browser = at.browser();
    for (const name of ['Jiří Jaroš', 'JIRI JAROS', 'Jiří Јaroš', 'Tereza  Malá', 'Tereza Mala']) {
      const form = await signature(browser, `jako ${name}`, someEmail(), name);
      const page = await post(browser, signing, form);
      expect([name, page.status]).toEqual([name, 422]);
      expect(page.text).toContain('href="#publicName"');
    }
    const form = await signature(browser, 'jiný Jiří', someEmail(), 'Jiří Jaromír');
    expect((await post(browser, signing, form)).status).toBe(303);
  });

  it('asks for another name when the one that waits was taken meanwhile', async () => {
    const email = someEmail();
    const browser = at.browser();
    await writeAndSign(browser, 'moje jméno', email, 'Alena Nová');
    await at.database.write((manager) =>
      manager.insert(Person, { id: newId(), uid: 'alena', name: 'Alena Nová', img: null, email: null }),
    );
    const link = await newestLink(at, email);
    expect((await useLink(browser, link)).status).toBe(422);
    expect((await useLink(browser, link, { publicName: 'Alena ze Židenic' })).status).toBe(303);
    expect((await accountOf(at, email)).publicName).toBe('Alena ze Židenic');
  });
});

describe('Too much', () => {
  const at = accountsApplication(sqliteDatabase());

  /** Uses a limit up, but for `left`. */
  const use = async (
    what: string,
    subject: string,
    limit: { max: number; seconds: number },
    left: number,
  ) => {
    const counting = at.application.get(Limits);
    await at.database.write(async (manager) => {
      for (let time = left; time < limit.max; time += 1) await counting.take(manager, what, subject, limit);
    });
  };

  it('is told on the page, which keeps what was typed', async () => {
    const browser = at.browser();
    await use('pending', '127.0.0.1', limits.pendingPerNetwork, 1);
    expect((await writeAndSign(browser, 'poslední', someEmail())).status).toBe(303);
    const refused = await writeAndSign(browser, 'o jednu víc', someEmail());
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('o jednu víc');
  });

  it('is less where nobody can have typed it so fast', async () => {
    const other = { 'x-forwarded-for': '203.0.113.7' };
    const browser = at.browser();
    await use('hasty', '203.0.113.7', limits.hastyPerNetwork, 2);
    const answers = [];
    for (let time = 0; time < 3; time += 1) {
      const form = await signature(browser, `rychle ${time}`, someEmail());
      answers.push((await browser.post(signing).set(other).type('form').send(form)).status);
    }
    expect(answers).toEqual([303, 303, 429]);
  });

  it('from everybody together is refused before the disk is full', async () => {
    await use('pending-altogether', '', limits.pendingAltogether, 0);
    expect((await writeAndSign(at.browser(), 'záplava', someEmail())).status).toBe(429);
  });

  it('of one account is refused, and thirty neighbours are not', async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Hovorná');
    const settings = await browser.get('/muj-ucet/nastaveni');
    const consent = '/muj-ucet/nastaveni/souhlas';
    await post(browser, consent, { ...hiddenFields(settings, consent), consent: 'yes', terms: 'yes' });
    const { _csrf = '' } = hiddenFields(settings, '/odhlaseni');
    const statuses = [];
    for (let time = 0; time < 61; time += 1) {
      statuses.push((await post(browser, '/zkouska', { _csrf, text: `poznámka ${time}` })).status);
    }
    expect(statuses.filter((status) => status === 303)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
    for (let time = 0; time < 30; time += 1) {
      expect((await signIn(at, at.browser(), someEmail(), 'Soused')).status).toBe(303);
    }
  });
});
