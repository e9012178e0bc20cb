import { afterEach, describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Ceremony } from '../../src/accounts/ceremony.entity.js';
import { EmailChange } from '../../src/accounts/email-change.entity.js';
import { DataExport } from '../../src/accounts/my-data/data-export.entity.js';
import { Erasure } from '../../src/accounts/my-data/erasure.entity.js';
import { Passkey } from '../../src/accounts/passkeys/passkey.entity.js';
import { Invitation } from '../../src/accounts/people/invitation.entity.js';
import { after } from '../../src/accounts/periods.js';
import { Identity } from '../../src/accounts/providers/identity.entity.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { Session } from '../../src/accounts/session.entity.js';
import { hashToken } from '../../src/accounts/tokens.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { newId } from '../../src/database/id.js';
import { now, setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { eachDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import {
  askForLink,
  type Browser,
  fillIn,
  hiddenFields,
  newestLink,
  post,
  signIn,
  someEmail,
} from './people.js';

const security = '/muj-ucet/zabezpeceni';
const form = `${security}/adresa`;
const passed = (seconds: number) => setClock(() => new Date(Date.now() + seconds * 1000));
const [hour, day] = [3600, 86_400];

afterEach(() => setClock());

eachDatabase('A change of address', (database) => {
  const at = accountsApplication(database);

  const person = async (name: string) => {
    const [email, browser] = [someEmail(), at.browser()];
    await signIn(at, browser, email, name);
    const { id } = await at.database.read.findOneByOrFail(Account, { email });
    return { id, email, browser };
  };
  const roles = () => at.application.get(Roles);
  const ask = (browser: Browser, email: string) => fillIn(browser, form, form, { email });
  const addressOf = async (id: string) => (await at.database.read.findOneByOrFail(Account, { id })).email;
  const mails = (recipient: string) =>
    at.database.read.find(OutboxMail, { where: { recipient }, order: { id: 'DESC' } });
  const kindsTo = async (recipient: string) =>
    (await mails(recipient)).map(({ kind }) => kind).filter((kind) => kind.includes('email-change'));
  const linkTo = async (recipient: string, kind: string) => {
    const mail = (await mails(recipient)).find((one) => one.kind === `accounts.email-change-${kind}`);
    return /\S*(\/prihlaseni\/adresa\/\S+)/.exec(mail?.body ?? '')?.[1] ?? '';
  };
  const press = async (browser: Browser, link: string) =>
    post(browser, link, hiddenFields(await browser.get(link), link));

  it('is made by the link to the new address, and the old one is told', async () => {
    const { id, email, browser } = await person('Stěhuje se');
    const next = someEmail();
    expect((await ask(browser, next)).headers.location).toMatch(/^\/muj-ucet\/zabezpeceni\?/);
    expect(await kindsTo(email)).toEqual(['accounts.email-change-asked']);
    const link = await linkTo(next, 'confirm');
    expect((await browser.get(link)).text).toContain(next);
    expect(await addressOf(id)).toBe(email);
    expect((await press(browser, link)).status).toBe(303);
    expect(await addressOf(id)).toBe(next);
    expect(await kindsTo(email)).toEqual(['accounts.email-change-done', 'accounts.email-change-asked']);
    expect((await browser.get('/muj-ucet/zabezpeceni')).text).toContain(next);
    expect((await browser.get(link)).status).toBe(404);
  });

  it('can be called off while it waits, without a fresh proof, and its link is an old one then', async () => {
    const { id, email, browser } = await person('Rozmyslel se');
    const next = someEmail();
    await ask(browser, next);
    const link = await linkTo(next, 'confirm');
    const callOff = `${form}/zruseni`;
    passed(16 * 60);
    const page = await browser.get(security);
    expect(page.text).toContain('Nechat dosavadní adresu');
    const fields = hiddenFields(page, callOff);
    expect((await post(browser, callOff, fields)).headers.location).toMatch(/^\/muj-ucet\/zabezpeceni\?/);
    expect((await browser.get(security)).text).not.toContain(next);
    expect((await browser.get(link)).status).toBe(404);
    expect((await post(browser, link, fields)).status).toBe(404);
    expect(await addressOf(id)).toBe(email);
    const verbs = async () =>
      (await at.database.read.find(Activity, { where: { subjectId: id }, order: { number: 'ASC' } })).map(
        ({ verb }) => verb,
      );
    const entries = await verbs();
    expect(entries.slice(-2)).toEqual(['account.email-change-asked', 'account.email-change-called-off']);
    // Nothing waits any more: pressed twice, it does nothing.
    expect((await post(browser, callOff, fields)).headers.location).toBe(security);
    expect(await verbs()).toEqual(entries);
  });

  it('signs other devices out, and whoever confirms elsewhere signs in there', async () => {
    const { id, email, browser } = await person('Jinde');
    const next = someEmail();
    await ask(browser, next);
    const elsewhere = at.browser();
    const answer = await press(elsewhere, await linkTo(next, 'confirm'));
    expect(answer.headers.location).toMatch(/^\/prihlaseni\?/);
    expect(await at.database.read.countBy(Session, { accountId: id })).toBe(0);
    expect((await browser.get('/muj-ucet/zabezpeceni')).status).toBe(303);
    await signIn(at, at.browser(), next);
    expect(await at.database.read.countBy(Session, { accountId: id })).toBe(1);
    expect(email).not.toBe(next);
  });

  it('needs a fresh proof', async () => {
    const { browser } = await person('Zastaralá');
    passed(16 * 60);
    expect((await browser.get(form)).headers.location).toMatch(/^\/prihlaseni\/znovu\?next=/);
  });

  it('to an address that somebody has gets the same answer, and only its owner learns of it', async () => {
    const owner = await person('Majitelka');
    const { id, email, browser } = await person('Zkouší');
    const [taken, free] = [
      await ask(browser, owner.email),
      await ask((await person('Jiná')).browser, someEmail()),
    ];
    expect([taken.status, taken.headers.location]).toEqual([free.status, free.headers.location]);
    expect(await kindsTo(owner.email)).toEqual(['accounts.email-change-taken']);
    expect(await linkTo(owner.email, 'confirm')).toBe('');
    expect(await kindsTo(email)).toEqual(['accounts.email-change-asked']);
    expect(await addressOf(id)).toBe(email);
    expect(await addressOf(owner.id)).toBe(owner.email);
  });

  it('to an address that somebody took meanwhile is refused', async () => {
    const { id, email, browser } = await person('Pomalá');
    const next = someEmail();
    await ask(browser, next);
    const link = await linkTo(next, 'confirm');
    await signIn(at, at.browser(), next, 'Rychlejší');
    expect((await press(browser, link)).status).toBe(409);
    expect(await addressOf(id)).toBe(email);
  });

  it('is refused beside the field for one’s own address and for what is none', async () => {
    const { email, browser } = await person('Stejná');
    for (const typed of [email, 'nic', `${email}, ${someEmail()}`, `${email}\r\nBcc: x@example.org`]) {
      const answer = await ask(browser, typed);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('id="email-chyba"');
    }
    expect(await kindsTo(email)).toEqual([]);
  });

  it('waits a day, and a newer one takes its place', async () => {
    const { id, browser } = await person('Dvakrát');
    const [first, second, third] = [someEmail(), someEmail(), someEmail()];
    await ask(browser, first);
    await ask(browser, second);
    expect((await browser.get(await linkTo(first, 'confirm'))).status).toBe(404);
    expect((await press(browser, await linkTo(second, 'confirm'))).status).toBe(303);
    await ask(browser, third);
    passed(25 * hour);
    expect((await at.browser().get(await linkTo(third, 'confirm'))).status).toBe(404);
    expect(await addressOf(id)).toBe(second);
  });

  it('can be taken back from the old address for a week, with what was added since', async () => {
    const { id, email, browser } = await person('Okradená');
    const thief = someEmail();
    await ask(browser, thief);
    await press(browser, await linkTo(thief, 'confirm'));
    await at.database.write((manager) =>
      manager.insert(Passkey, {
        id: newId(),
        accountId: id,
        credentialId: newId(),
        publicKey: '',
        counter: 0,
        transports: '',
        backedUp: false,
        name: 'zlodějův',
        createdAt: now(),
        lastUsedAt: null,
      }),
    );
    const link = await linkTo(email, 'done');
    passed(6 * day);
    const owner = at.browser();
    expect((await owner.get(link)).text).toContain(email);
    expect((await press(owner, link)).status).toBe(303);
    expect(await addressOf(id)).toBe(email);
    expect(await at.database.read.countBy(Passkey, { accountId: id })).toBe(0);
    expect(await at.database.read.countBy(Session, { accountId: id })).toBe(0);
    expect(await kindsTo(thief)).toContain('accounts.email-change-reverted');
    expect((await owner.get(link)).status).toBe(404);
  });

  it('taken back takes ways in that were added shortly before, and leaves those that were there long', async () => {
    const { id, email, browser } = await person('S podstrčeným klíčem');
    const thief = someEmail();
    const key = (name: string, days: number) => ({
      id: newId(),
      accountId: id,
      credentialId: newId(),
      publicKey: '',
      counter: 0,
      transports: '',
      backedUp: false,
      name,
      createdAt: after(-days * day),
      lastUsedAt: null,
    });
    await at.database.write(async (manager) => {
      await manager.insert(Passkey, [key('vlastní', 30), key('podstrčený', 1)]);
    });
    await ask(browser, thief);
    await press(browser, await linkTo(thief, 'confirm'));
    expect((await press(at.browser(), await linkTo(email, 'done'))).status).toBe(303);
    const left = await at.database.read.findBy(Passkey, { accountId: id });
    expect(left.map(({ name }) => name)).toEqual(['vlastní']);
  });

  it('taken back takes the roles that were meant for the address in between', async () => {
    const { id, email, browser } = await person('Bez cizích rolí');
    const thief = someEmail();
    await ask(browser, thief);
    await press(browser, await linkTo(thief, 'confirm'));
    const grant = (personUid: string, source: 'granted' | 'invited' | 'claimed' | 'provider') =>
      at.database.write((manager) =>
        roles().grantWithin(
          manager,
          { accountId: id, role: 'garant', scope: { personUid } },
          { byId: null, source, provider: source === 'provider' ? 'cizi' : undefined },
        ),
      );
    for (const source of ['granted', 'invited', 'claimed', 'provider'] as const) await grant(source, source);
    expect((await press(at.browser(), await linkTo(email, 'done'))).status).toBe(303);
    const held = await roles().heldBy(at.database.read, id);
    expect(held.map(({ source }) => source)).toEqual(['granted']);
  });

  it('cannot be taken back later', async () => {
    const { id, email, browser } = await person('Rozmyslela se');
    const next = someEmail();
    await ask(browser, next);
    await press(browser, await linkTo(next, 'confirm'));
    passed(7 * day + 60);
    expect((await at.browser().get(await linkTo(email, 'done'))).status).toBe(404);
    expect(await addressOf(id)).toBe(next);
  });

  it('taken back undoes the changes after it as well', async () => {
    const { id, email, browser } = await person('Řetěz');
    const [second, third] = [someEmail(), someEmail()];
    await ask(browser, second);
    await press(browser, await linkTo(second, 'confirm'));
    await ask(browser, third);
    await press(browser, await linkTo(third, 'confirm'));
    expect(await addressOf(id)).toBe(third);
    expect((await press(at.browser(), await linkTo(email, 'done'))).status).toBe(303);
    expect(await addressOf(id)).toBe(email);
    expect((await at.browser().get(await linkTo(second, 'done'))).status).toBe(404);
  });

  describe('while it can be taken back', () => {
    const taken = async (name: string) => {
      const owner = await person(name);
      const thief = someEmail();
      await ask(owner.browser, thief);
      await press(owner.browser, await linkTo(thief, 'confirm'));
      return { ...owner, thief };
    };
    const signInLink = async (email: string) => {
      const browser = at.browser();
      const asked = await askForLink(browser, email);
      return { browser, asked, link: await newestLink(at, email) };
    };

    it('leaves the old address to nobody else, and gives the account back to whoever signs in with it', async () => {
      const { id, email, thief } = await taken('Vrací se');
      const { browser, asked, link } = await signInLink(email);
      const unknown = await askForLink(at.browser(), someEmail());
      expect([asked.status, asked.headers.location]).toEqual([unknown.status, unknown.headers.location]);
      const page = await browser.get(link);
      expect(page.status).toBe(200);
      for (const told of ['Tento účet má teď jinou adresu', email, thief]) expect(page.text).toContain(told);
      expect(await addressOf(id)).toBe(thief);

      const answers = await Promise.all(
        [1, 2, 3].map(() => post(browser, `${link}/zpet`, hiddenFields(page, `${link}/zpet`))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404]);
      expect(await addressOf(id)).toBe(email);
      expect((await browser.get('/muj-ucet/zabezpeceni')).text).toContain(email);
      expect(await at.database.read.countBy(Session, { accountId: id })).toBe(1);
      expect(await kindsTo(thief)).toContain('accounts.email-change-reverted');
    });

    it('makes no second account with the old address, also by a form that was opened before', async () => {
      const { id, email, browser } = await person('Předběhnutá');
      const next = someEmail();
      await ask(browser, next);
      await press(browser, await linkTo(next, 'confirm'));
      const other = await signInLink(email);
      const { _csrf = '' } = hiddenFields(await other.browser.get(other.link), `${other.link}/zpet`);
      const late = await post(other.browser, other.link, { _csrf, shown: '', publicName: 'Druhý účet' });
      expect(late.status).toBe(409);
      expect(late.text).toContain('Tuto adresu nedávno opustil jiný účet');
      expect(await at.database.read.countBy(Account, { email })).toBe(0);
      expect(await addressOf(id)).toBe(next);
    });

    it('leads there by the six digits as well', async () => {
      const { id, email } = await taken('Opisuje číslice');
      const { browser } = await signInLink(email);
      const code = /\b(\d{3} \d{3})\b/.exec((await mails(email))[0]?.body ?? '')?.[1] ?? '';
      const sent = await fillIn(browser, '/prihlaseni/odeslano', '/prihlaseni/kod', { code });
      const page = await browser.get(sent.headers.location ?? '');
      expect(page.text).toContain('Tento účet má teď jinou adresu');
      expect(await at.database.read.countBy(Session, { accountId: id })).toBe(1);
    });

    it('keeps the old address from being set by somebody else, who is answered as ever', async () => {
      const { email } = await taken('Odešla jinam');
      const other = await person('Chce ji');
      const [held, free] = [await ask(other.browser, email), await ask(other.browser, someEmail())];
      expect([held.status, held.headers.location]).toEqual([free.status, free.headers.location]);
      expect((await kindsTo(email))[0]).toBe('accounts.email-change-taken');
      // Asked for before the address was left, and pressed after.
      const quick = await person('Rychlá');
      const victim = await person('Na odchodu');
      await at.database.write((manager) =>
        manager.insert(EmailChange, {
          id: newId(),
          accountId: quick.id,
          oldEmail: quick.email,
          newEmail: victim.email,
          confirmHash: hashToken('a'.repeat(43)),
          requestedAt: now(),
          expiresAt: after(day),
        }),
      );
      const next = someEmail();
      await ask(victim.browser, next);
      await press(victim.browser, await linkTo(next, 'confirm'));
      expect((await press(quick.browser, `/prihlaseni/adresa/${'a'.repeat(43)}`)).status).toBe(409);
      expect(await addressOf(quick.id)).toBe(quick.email);
    });

    it('lets its own account come back to it', async () => {
      const { id, email, browser } = await taken('Tam a zpátky');
      await ask(browser, email);
      expect((await press(browser, await linkTo(email, 'confirm'))).status).toBe(303);
      expect(await addressOf(id)).toBe(email);
      await signIn(at, at.browser(), email);
      expect(await at.database.read.countBy(Session, { accountId: id })).toBe(2);
    });

    it('asks nobody who has an account of their own with that address', async () => {
      const { email, thief } = await taken('Má dva');
      const other = await person('Má tu adresu');
      // As databases have it where the address was free at once, and as it is where a closed account opens again.
      await at.database.write((manager) => manager.update(Account, { id: other.id }, { email }));
      await signIn(at, at.browser(), email);
      expect(await at.database.read.countBy(Session, { accountId: other.id })).toBe(2);
      expect(await kindsTo(thief)).not.toContain('accounts.email-change-reverted');
    });

    it('says which address the account has by now, and knows the browser afterwards', async () => {
      const { email, browser: thiefs } = await taken('Dvakrát přestěhovaná');
      const third = someEmail();
      await ask(thiefs, third);
      await press(thiefs, await linkTo(third, 'confirm'));
      const { browser, link } = await signInLink(email);
      const page = await browser.get(link);
      expect(page.text).toContain(third);
      const returned = await post(browser, `${link}/zpet`, hiddenFields(page, `${link}/zpet`));
      expect([returned.headers['set-cookie']].flat().join()).toContain('podnet-zname=');
    });

    it('is over after a week: the address is free', async () => {
      const { id, email, thief } = await taken('Po týdnu');
      passed(7 * day + 60);
      await signIn(at, at.browser(), email, 'Jiná osoba');
      const { id: other } = await at.database.read.findOneByOrFail(Account, { email });
      expect(other).not.toBe(id);
      expect(await addressOf(id)).toBe(thief);
    });
  });

  it('taken back undoes what was set going since, and leaves what was there before', async () => {
    const { id, email, browser } = await person('Napadená');
    const friend = await person('Pomocník');
    const wish = (personUid: string) => ({
      accountId: friend.id,
      role: 'garant' as const,
      scope: { personUid },
    });
    const invitation = (days: number) => ({
      id: newId(),
      email: someEmail(),
      role: 'staff' as const,
      invitedById: id,
      createdAt: after(-days * day),
      expiresAt: after(7 * day),
    });
    const [older, newer] = [invitation(1), invitation(0)];
    await roles().grant(wish('drive'), id);
    await at.database.write(async (manager) => {
      await manager.update(RoleGrant, { accountId: friend.id }, { grantedAt: after(-day) });
      await manager.insert(Invitation, older);
    });
    const thief = someEmail();
    await ask(browser, thief);
    await press(browser, await linkTo(thief, 'confirm'));

    const at0 = now();
    await roles().grant(wish('potom'), id);
    await at.database.write(async (manager) => {
      const nothingYet = { finishedAt: null, expiresAt: null, content: null, claimedUntil: null };
      await manager.insert(DataExport, {
        id: newId(),
        accountId: id,
        state: 'waiting',
        requestedAt: at0,
        ...nothingYet,
      });
      await manager.insert(Erasure, {
        id: newId(),
        accountId: id,
        choice: 'remove',
        requestedAt: at0,
        dueAt: after(day),
      });
      await manager.insert(Invitation, { ...newer, createdAt: at0 });
      await manager.insert(Identity, {
        id: newId(),
        accountId: id,
        issuer: 'https://issuer.example',
        subject: newId(),
        provider: 'obec',
        createdAt: at0,
        lastUsedAt: at0,
      });
      await manager.insert(Ceremony, {
        id: newId(),
        browserHash: 'x',
        kind: 'passkey-add',
        accountId: id,
        data: '{}',
        createdAt: at0,
        expiresAt: after(day),
      });
    });
    expect((await press(at.browser(), await linkTo(email, 'done'))).status).toBe(303);

    const { read } = at.database;
    for (const entity of [DataExport, Identity, Ceremony, Session])
      expect([entity.name, await read.countBy(entity, { accountId: id })]).toEqual([entity.name, 0]);
    expect((await read.findOneByOrFail(Erasure, { accountId: id })).cancelledAt).not.toBeNull();
    expect((await read.findOneByOrFail(Invitation, { id: newer.id })).withdrawnAt).not.toBeNull();
    expect((await read.findOneByOrFail(Invitation, { id: older.id })).withdrawnAt).toBeNull();
    const held = await roles().heldBy(read, friend.id);
    expect(held.map(({ personUid }) => personUid)).toEqual(['drive']);
    const entries = await read.findBy(Activity, { subjectId: id, verb: 'account.erasure-cancelled' });
    expect(entries).toHaveLength(1);
  });

  it('confirmed twenty times at once happens once', async () => {
    const { id, email, browser } = await person('Najednou');
    const next = someEmail();
    await ask(browser, next);
    const link = await linkTo(next, 'confirm');
    const other = at.browser();
    const fields = hiddenFields(await other.get(link), link);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(other, link, fields)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await kindsTo(email)).toEqual(['accounts.email-change-done', 'accounts.email-change-asked']);
    expect(await addressOf(id)).toBe(next);
  });

  it('is too often after five in a day', async () => {
    const { browser } = await person('Neklidná');
    const statuses = [];
    for (let time = 0; time < 6; time += 1) statuses.push((await ask(browser, someEmail())).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  });
});
