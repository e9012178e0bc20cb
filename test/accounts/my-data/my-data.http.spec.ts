import { expect, test } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { DataExport } from '../../../src/accounts/my-data/data-export.entity.js';
import { DataExports } from '../../../src/accounts/my-data/data-exports.service.js';
import { Erasure } from '../../../src/accounts/my-data/erasure.entity.js';
import { Erasures } from '../../../src/accounts/my-data/erasures.service.js';
import { MyDataWork } from '../../../src/accounts/my-data/my-data-work.service.js';
import { after, day } from '../../../src/accounts/periods.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { Sessions } from '../../../src/accounts/sessions.service.js';
import { newId } from '../../../src/database/id.js';
import { Comment } from '../../../src/feedback/comment.entity.js';
import { Vote } from '../../../src/feedback/vote.entity.js';
import { OutboxMail } from '../../../src/mail/outbox-mail.entity.js';
import type { Person } from '../../feedback/world.js';
import { deskWorld } from '../../moderation/desk-world.js';
import { eachDatabase } from '../../support/databases.js';
import { everythingStored, leaver, rare, words } from './leaver.js';

const page = '/muj-ucet/udaje';

eachDatabase('my data', (database) => {
  const here = deskWorld(database);
  const exports = () => here.app.application.get(DataExports);
  const erasures = () => here.app.application.get(Erasures);

  const signIn = async ({ id }: Person): Promise<string> => {
    const sessions = here.app.application.get(Sessions);
    const start = { accountId: id, userAgent: 'test', method: 'email' } as const;
    const token = await here.write((manager) => sessions.start(manager, start));
    return `${sessions.cookieName}=${token}`;
  };
  const proveLongAgo = ({ id: accountId }: Person) =>
    here.write((manager) => manager.update(Session, { accountId }, { createdAt: after(-day) }));
  const made = async (person: Person) => {
    await here.app.application.get(MyDataWork).finished();
    return exports().newestOf(person.id);
  };

  test('give everything as a file and as a page, to its owner alone', async () => {
    const { person, other } = await leaver(here);
    expect((await here.post(`${page}/export`, {}, person)).status).toBe(303);
    const done = await made(person);
    expect(done?.state).toBe('done');

    const file = await here.get(`${page}/export/${done?.id}/soubor`, person);
    expect(file.headers['content-disposition']).toBe('attachment; filename="moje-udaje.json"');
    expect(file.headers['cache-control']).toBe('private, no-store');
    const known = [...Object.values(rare), ...Object.values(words), person.email];
    // The public half of a key is of no use to anybody, and so is the other address of a mail.
    const left = known.filter((text) => text !== rare.credential && text !== rare.pending);
    const told = JSON.stringify(JSON.parse(file.text));
    expect(left.filter((text) => !told.includes(text))).toEqual([]);
    expect(told).toContain(rare.pending);
    expect(told).not.toContain(rare.credential);
    expect(told).not.toContain(other.email);

    const read = await here.get(`${page}/export/${done?.id}`, person);
    expect(read.status).toBe(200);
    for (const text of [words.answered, 'Přibude na jaře.', rare.device]) expect(read.text).toContain(text);
    for (const path of ['', '/soubor'])
      expect((await here.get(`${page}/export/${done?.id}${path}`, other)).status).toBe(404);
  });

  test('show what is being made and look again by themselves, one at a time', async () => {
    const person = await here.person('Netrpělivá');
    await exports().request(await here.viewer(person));
    await exports().request(await here.viewer(person));
    expect(await here.app.database.read.countBy(DataExport, { accountId: person.id })).toBe(1);
    const waiting = await here.get(page, person);
    expect(waiting.text).toContain('http-equiv="refresh"');
    expect(waiting.text).toContain('job-progress');
    await exports().work();
    const done = await here.get(page, person);
    expect(done.text).not.toContain('http-equiv="refresh"');
    expect(done.text).toContain('Stáhnout soubor');
    const mails = await here.app.database.read.find(OutboxMail, {
      where: { recipient: person.email },
      order: { id: 'ASC' },
    });
    expect(mails.map(({ kind }) => kind)).toEqual(['accounts.data-ready']);
  });

  test('are made by another process where one died over them', async () => {
    const person = await here.person('Přerušená');
    await exports().request(await here.viewer(person));
    const at = { accountId: person.id };
    await here.write((manager) => manager.update(DataExport, at, { claimedUntil: after(60) }));
    await exports().work();
    expect((await exports().newestOf(person.id))?.state).toBe('waiting');
    await here.write((manager) => manager.update(DataExport, at, { claimedUntil: after(-1) }));
    await exports().work();
    expect((await exports().newestOf(person.id))?.state).toBe('done');
  });

  test('are gone after a day', async () => {
    const person = await here.person('Opozdilá');
    await exports().request(await here.viewer(person));
    await exports().work();
    const done = await exports().newestOf(person.id);
    await here.write((manager) => manager.update(DataExport, { id: done?.id }, { expiresAt: after(-1) }));
    expect((await here.get(`${page}/export/${done?.id}/soubor`, person)).status).toBe(404);
    await exports().work();
    expect(await here.app.database.read.countBy(DataExport, { accountId: person.id })).toBe(0);
  });

  test('ask for a fresh proof before anything is given away or erased', async () => {
    const person = await here.person('Dávno přihlášená');
    await proveLongAgo(person);
    expect((await here.get(page, person)).status).toBe(200);
    const asked = [
      await here.get(`${page}/vymazani`, person),
      await here.get(`${page}/export/${newId()}`, person),
      await here.post(`${page}/export`, {}, person),
      await here.post(`${page}/vymazani`, { choice: 'keep' }, person),
    ];
    for (const { status, headers } of asked)
      expect([status, headers.location]).toEqual([303, expect.stringContaining('/prihlaseni/znovu')]);
    expect(await erasures().pendingOf(person.id)).toBeNull();
  });

  test('refuse to erase without a choice, and say so', async () => {
    const person = await here.person('Nerozhodná');
    for (const choice of ['', 'nic']) {
      const refused = await here.post(`${page}/vymazani`, { choice }, person);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Vyberte, co se má stát s vašimi slovy.');
    }
    expect(await erasures().pendingOf(person.id)).toBeNull();
  });

  test('let somebody come back within a week with everything', async () => {
    const person = await here.person('Váhavá');
    await here.say(person, 'Tohle tu po mně zůstane tak či tak.');
    const other = await signIn(person);
    const asked = await here.post(`${page}/vymazani`, { choice: 'remove' }, person);
    expect(asked.status).toBe(303);
    for (const cookie of [person.cookie, other])
      expect((await here.get('/muj-ucet', { ...person, cookie })).status).toBe(303);
    await erasures().carryOutDue();

    const back = { ...person, cookie: await signIn(person) };
    expect((await here.get('/', back)).text).toMatch(/Účet se maže/);
    expect((await here.get(page, back)).text).toContain('Nemazat, chci zůstat');
    expect((await here.post(`${page}/vymazani/zpet`, {}, back)).status).toBe(303);
    expect((await here.post(`${page}/vymazani/zpet`, {}, back)).status).toBe(409);
    expect((await here.get('/', back)).text).not.toMatch(/Účet se maže/);
    await here.write((manager) => manager.update(Erasure, { accountId: person.id }, { dueAt: after(-1) }));
    await erasures().carryOutDue();
    const account = await here.app.database.read.findOneByOrFail(Account, { id: person.id });
    expect(account).toMatchObject({ publicName: 'Váhavá', email: person.email, erasedAt: null });
    const mails = await here.app.database.read.find(OutboxMail, {
      where: { recipient: person.email },
      order: { id: 'ASC' },
    });
    const kinds = mails.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['accounts.erasure-asked', 'accounts.erasure-cancelled']);
  });

  test('are asked to be erased once, also by whoever presses twice', async () => {
    const person = await here.person('Dvojklik');
    const viewer = await here.viewer(person);
    await Promise.all([erasures().request(viewer, 'keep'), erasures().request(viewer, 'keep')]);
    expect(await here.app.database.read.countBy(Erasure, { accountId: person.id })).toBe(1);
  });

  test('can be erased once more where an older backup brought somebody back', async () => {
    const person = await here.person('Navrátilka');
    expect(await erasures().eraseNow(person.id, 'remove')).toBe(true);
    const { publicName } = await here.app.database.read.findOneByOrFail(Account, { id: person.id });
    expect(publicName).toBe('');
    expect(await erasures().eraseNow(person.id, 'remove')).toBe(false);
    expect(await erasures().eraseNow(newId(), 'remove')).toBe(false);
  });

  test('leave nothing behind of what is sent while somebody is being erased', async () => {
    const person = await here.person('Rychlá Zbrkloška');
    const { sectionId, revisionId } = await here.section(2);
    const section = `${here.path}/sekce/2`;
    await erasures().request(await here.viewer(person), 'remove');
    const quick = { ...person, cookie: await signIn(person) };
    await here.write((manager) => manager.update(Erasure, { accountId: person.id }, { dueAt: after(-1) }));
    const sent = Array.from({ length: 6 }, (_, number) =>
      number % 2 === 0
        ? here.post(
            `${section}/komentare`,
            { body: `Ještě stihnu bod ${number}.`, revize: revisionId, odpoved: '' },
            quick,
          )
        : here.post(`${section}/hlas`, { volba: 'agree', revize: revisionId }, quick),
    );
    const name = here.post('/muj-ucet/nastaveni/jmeno', { publicName: 'Rychlejší Zbrkloška' }, quick);
    await Promise.all([...sent, name, erasures().carryOutDue()]);
    const { read } = here.app.database;
    expect(await read.countBy(Comment, { authorId: person.id })).toBe(0);
    expect(await read.countBy(Vote, { sectionId, accountId: person.id })).toBe(0);
    expect(await everythingStored(here)).not.toContain('Zbrkloška');
    expect(await read.countBy(Session, { accountId: person.id })).toBe(0);
  });
});
