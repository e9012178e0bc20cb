import { IsNull } from 'typeorm';
import { expect, it } from 'vitest';
import { FormerName } from '../../src/accounts/former-name.entity.js';
import { after, day } from '../../src/accounts/periods.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { newId } from '../../src/database/id.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import type { Person } from '../feedback/world.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { garantOfPoint, officeWorld } from './office-world.js';

eachDatabase('People and roles', (database) => {
  const { here, give, cookieFor, officer, rolesOf, mailsTo, verbsOn, invite } = officeWorld(database);
  // Another process on the same database, as it would run beside the first.
  const other = testApplication(database);
  const voiceIn = async (person: Person, body: string) => {
    const { status } = await here.post(`${here.path}/sekce/1/komentare`, { body }, person);
    expect(status).toBe(303);
    return (await here.app.database.read.findOneByOrFail(Comment, { body })).voice;
  };

  it('are given by staff to others, told by mail, logged, and hold at the next request in every process', async () => {
    const staff = await officer('Tereza Malá', 'staff');
    const citizen = await here.person('Klára Bílá');
    expect((await here.get('/garant', citizen)).status).toBe(403);
    const given = await here.post(`/sprava/lide/${citizen.id}/role`, garantOfPoint, staff);
    expect(given.status).toBe(303);
    // Their sessions have ended.
    expect((await here.get('/garant', citizen)).status).toBe(303);
    const [mail, ...more] = await mailsTo(citizen.email, 'role-granted');
    expect([mail?.body.includes('/prihlaseni?next=/garant'), more]).toEqual([true, []]);
    const again = await cookieFor(citizen);
    const elsewhere = () => other.http().get('/garant').set('cookie', again.cookie);
    expect((await elsewhere()).status).toBe(200);

    const page = await here.get(`/sprava/lide/${citizen.id}`, staff);
    expect(page.text).toContain('Garant: bod Úřad pro lidi');
    expect(page.text).toContain('Tereza Malá');
    const [grant] = await here.app.database.read.findBy(RoleGrant, { accountId: citizen.id });
    const taking = `/sprava/lide/${citizen.id}/role/${grant?.id}/odebrani`;
    // Asked once more before it is sent, without a script too.
    expect(page.text).toMatch(
      new RegExp(`<details[^>]*>\\s*<summary>Odebrat roli[\\s\\S]*action="${taking}"[\\s\\S]*odhlásí`),
    );
    expect((await here.post(taking, {}, staff)).status).toBe(303);
    expect((await elsewhere()).status).toBe(303);
    expect((await here.post(taking, {}, staff)).status).toBe(409);
    expect(await mailsTo(citizen.email, 'role-revoked')).toHaveLength(1);
    expect((await verbsOn(citizen.id)).filter((verb) => verb.startsWith('role.'))).toEqual([
      'role.granted',
      'role.revoked',
    ]);
    expect(await here.app.database.read.findOneBy(RoleGrant, { accountId: citizen.id })).toMatchObject({
      grantedById: staff.id,
      revokedById: staff.id,
    });
  });

  it('are not given by staff beyond garants and deputies, nor by anybody to themselves', async () => {
    const staff = await officer('Ota Strážný', 'staff');
    const admin = await officer('Adéla Vrchní', 'admin');
    const citizen = await here.person('Petr Prostý');
    const attempts: [Person, string, Record<string, string>][] = [
      [staff, citizen.id, { role: 'staff', reach: '' }],
      [staff, citizen.id, { role: 'admin', reach: '' }],
      [staff, staff.id, garantOfPoint],
      [admin, admin.id, garantOfPoint],
      [citizen, citizen.id, garantOfPoint],
    ];
    for (const [by, id, fields] of attempts)
      expect((await here.post(`/sprava/lide/${id}/role`, fields, by)).status).toBe(403);
    expect(await rolesOf(citizen)).toEqual([]);
    expect((await invite(staff, 'x@example.org', { role: 'admin' })).status).toBe(403);
    expect((await invite(admin, admin.email, garantOfPoint)).status).toBe(403);
    const [adminGrant] = await here.app.database.read.findBy(RoleGrant, { accountId: admin.id });
    const taking = `/sprava/lide/${admin.id}/role/${adminGrant?.id}/odebrani`;
    expect((await here.post(taking, {}, staff)).status).toBe(403);
    expect(
      (await here.post(`/sprava/lide/${citizen.id}/role`, { role: 'staff', reach: '' }, admin)).status,
    ).toBe(303);
  });

  it('leave an admin in any case: of two who dismiss each other at once one stays', async () => {
    const database = here.app.database.read;
    for (const { id } of await database.findBy(RoleGrant, { role: 'admin' }))
      await here.write((manager) => here.app.application.get(Roles).revokeWithin(manager, id, null));
    const [one, two] = [await officer('Jedna Správná', 'admin'), await officer('Druhá Správná', 'admin')];
    const grantOf = async ({ id }: Person) =>
      (await database.findOneByOrFail(RoleGrant, { accountId: id })).id;
    const take = async (from: Person, by: Person) =>
      here.post(`/sprava/lide/${from.id}/role/${await grantOf(from)}/odebrani`, {}, by);
    const answers = await Promise.all([take(one, two), take(two, one)]);
    // Whoever was second is no admin any more, or not signed in.
    expect(answers.filter(({ headers }) => headers.location?.startsWith('/sprava/lide'))).toHaveLength(1);
    expect(await database.countBy(RoleGrant, { role: 'admin', revokedAt: IsNull() })).toBe(1);
    const last = (await rolesOf(one)).includes('admin') ? one : two;
    const stays = await take(last, await cookieFor(last));
    expect(stays.status).toBe(409);
    expect(await rolesOf(last)).toContain('admin');
  });

  it('say beside its field what is wrong, and keep what was typed', async () => {
    const staff = await officer('Radka Pečlivá', 'staff');
    const citizen = await here.person('Ivo Malý');
    const bad: [Record<string, string>, string][] = [
      [{ role: 'garant', reach: '' }, 'Vyberte prosím, za co bude odpovídat.'],
      [{ role: 'garant', reach: 'point:nic/tu' }, 'Vyberte prosím, za co bude odpovídat.'],
      [{ role: 'king', reach: '' }, 'Vyberte prosím roli.'],
      [{ ...garantOfPoint, from: '2099-01-01' }, 'Dobu má jen zástupce garanta.'],
      [{ ...garantOfPoint, role: 'deputy', from: '2099-02-31' }, 'Napište prosím datum'],
      [{ ...garantOfPoint, role: 'deputy', until: '2001-01-01' }, 'Tento den už minul.'],
      [
        { ...garantOfPoint, role: 'deputy', from: '2099-02-02', until: '2099-02-01' },
        'Poslední den je před prvním.',
      ],
    ];
    for (const [fields, sentence] of bad) {
      const answer = await here.post(`/sprava/lide/${citizen.id}/role`, fields, staff);
      expect([answer.status, answer.text.includes(sentence)]).toEqual([422, true]);
    }
    const address = await invite(staff, 'a@example.org, b@example.org', garantOfPoint);
    expect(address.status).toBe(422);
    // All that is wrong is said at once.
    const both = await invite(staff, 'nikdo', { ...garantOfPoint, role: 'deputy', until: '2001-01-01' });
    expect(both.text).toContain('Tento den už minul.');
    expect(both.text).toContain('href="#email"');
    const day = { role: 'deputy', reach: '', from: 'zítra' };
    const given = await here.post(`/sprava/lide/${citizen.id}/role`, day, staff);
    for (const sentence of ['Vyberte prosím, za co bude odpovídat.', 'Napište prosím datum'])
      expect(given.text).toContain(sentence);
    expect(address.text).toContain('a@example.org, b@example.org');
    expect(
      (await here.post(`/sprava/lide/${citizen.id}/role`, { ...garantOfPoint, id: 'x' }, staff)).status,
    ).toBe(400);
    expect((await here.post(`/sprava/lide/${newId()}/role`, garantOfPoint, staff)).status).toBe(404);
    expect(await rolesOf(citizen)).toEqual([]);
  });

  it('ask for a fresh proof before anything is done', async () => {
    const staff = await officer('Dana Dávná', 'staff');
    const stale = await cookieFor(staff, after(-2 * day));
    const citizen = await here.person('Jan Trpělivý');
    for (const answer of [
      await here.post(`/sprava/lide/${citizen.id}/role`, garantOfPoint, stale),
      await invite(stale, 'nikdo@example.org', garantOfPoint),
    ]) {
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(/^\/prihlaseni\/znovu/);
    }
    expect(await rolesOf(citizen)).toEqual([]);
    expect(await mailsTo('nikdo@example.org', 'invitation')).toEqual([]);
  });

  it('of a deputy begin and end by themselves', async () => {
    const staff = await officer('Věra Plánující', 'staff');
    const deputy = await here.person('Zdena Zástupná');
    const days = { role: 'deputy', reach: 'person:jana', from: '2099-12-01', until: '2099-12-31' };
    expect((await here.post(`/sprava/lide/${deputy.id}/role`, days, staff)).status).toBe(303);
    const signedIn = await cookieFor(deputy);
    expect((await here.get('/garant', signedIn)).status).toBe(403);
    expect((await here.get('/sprava/lide', staff)).text).toMatch(
      /od 1\. prosince 2099 do 31\. prosince 2099[\s\S]*ještě nezačalo/,
    );
    const move = (validFrom: string, validUntil: string) =>
      here.write((manager) => manager.update(RoleGrant, { accountId: deputy.id }, { validFrom, validUntil }));
    await move(after(-day), after(day));
    expect((await here.get('/garant', signedIn)).status).toBe(200);
    expect(await voiceIn(signedIn, 'Odpovídám za garanta.')).toBe('garant');
    await move(after(-day), after(1));
    await expect.poll(async () => (await here.get('/garant', signedIn)).status, { timeout: 6000 }).toBe(403);
    expect(await voiceIn(signedIn, 'A teď už jen za sebe.')).toBe('citizen');
    expect((await here.get(`/sprava/lide/${deputy.id}`, staff)).text).toContain('skončilo');
  });

  it('show whose name can be mistaken for an officer’s, and who was called something else before', async () => {
    const staff = await officer('Marie Dohlížející', 'staff');
    const citizen = await here.person('Bohumír Krátký');
    await here.post('/muj-ucet/nastaveni/jmeno', { publicName: 'Bohumír Dlouhý' }, citizen);
    expect(await here.app.database.read.countBy(FormerName, { accountId: citizen.id })).toBe(1);
    expect((await here.get(`/sprava/lide/${citizen.id}`, staff)).text).toContain('Bohumír Krátký');
    const namesake = await here.person('Bohumír Nový');
    await here.post('/muj-ucet/nastaveni/jmeno', { publicName: 'Dlouhý Bohumír' }, namesake);
    await here.post(`/sprava/lide/${citizen.id}/role`, garantOfPoint, staff);
    expect(await mailsTo(namesake.email, 'look-alike')).toHaveLength(1);
    expect((await here.get(`/sprava/lide/${citizen.id}`, staff)).text).toContain('Dlouhý Bohumír');
    expect((await here.get(`/sprava/lide/${namesake.id}`, staff)).text).toContain('se dá splést');
  });

  it('are found by part of a name or by a whole address, which stands on no list', async () => {
    const staff = await officer('Nina Hledající', 'staff');
    const citizen = await here.person('Žaneta Řeřichová');
    await here.post('/muj-ucet/nastaveni/jmeno', { publicName: 'Žaneta Kapustová' }, citizen);
    const list = async (query: string) => (await here.get(`/sprava/lide?${query}`, staff)).text;
    for (const query of ['hledat=kapust', 'hledat=ZANETA', `hledat=${encodeURIComponent(citizen.email)}`]) {
      expect(await list(query)).toContain(citizen.id);
      expect((await list(query)).replace(/value="[^"]*"/g, '')).not.toContain(citizen.email);
    }
    for (const query of [
      'hledat=example.org',
      `hledat=${citizen.email.slice(1)}`,
      'role=staff',
      'hledat=%25',
    ])
      expect(await list(query)).not.toContain(citizen.id);
    expect((await here.get(`/sprava/lide/${citizen.id}`, staff)).text).toContain(citizen.email);
    expect((await here.get(`/sprava/lide/${citizen.id}`, citizen)).status).toBe(403);
  });

  it('are listed a page at a time, each person once', async () => {
    const staff = await officer('Ada Listující', 'staff');
    for (let number = 0; number < 65; number++)
      await give(await here.person(`Osoba ${number}`), 'garant', { personUid: 'jana' });
    const seen: string[] = [];
    let path: string | undefined = '/sprava/lide?role=garant';
    while (path) {
      const { text } = await here.get(path, staff);
      seen.push(...[...text.matchAll(/href="\/sprava\/lide\/([0-9a-f-]{36})"/g)].map(([, id = '']) => id));
      path = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    }
    expect(seen.length).toBeGreaterThanOrEqual(65);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
