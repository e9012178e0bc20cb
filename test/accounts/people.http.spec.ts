import { IsNull } from 'typeorm';
import { expect, it } from 'vitest';
import { FormerName } from '../../src/accounts/former-name.entity.js';
import { Invitation } from '../../src/accounts/people/invitation.entity.js';
import { after, day } from '../../src/accounts/periods.js';
import { type Role, RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { type RoleScope, Roles } from '../../src/accounts/roles.service.js';
import { Session } from '../../src/accounts/session.entity.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { newId } from '../../src/database/id.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Person as ContentPerson } from '../../src/programme/person.entity.js';
import { type Person, world } from '../feedback/world.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('People and roles', (database) => {
  const here = world(database);
  // Another process on the same database, as it would run beside the first.
  const other = testApplication(database);

  const give = (person: Person, role: Role, scope: RoleScope = {}) =>
    here.app.application.get(Roles).grant({ accountId: person.id, role, scope }, null);
  const cookieFor = async (person: Person, provedAt?: string): Promise<Person> => {
    const sessions = here.app.application.get(Sessions);
    const token = await here.write((manager) =>
      sessions.start(manager, { accountId: person.id, userAgent: 'test', method: 'email', provedAt }),
    );
    return { ...person, cookie: `${sessions.cookieName}=${token}` };
  };
  const officer = async (name: string, role: Role, scope?: RoleScope) => {
    const person = await here.person(name);
    await give(person, role, scope);
    return cookieFor(person);
  };
  const rolesOf = async ({ id }: Person) =>
    (await here.app.application.get(Roles).heldBy(here.app.database.read, id)).map(({ role }) => role);
  const mailsTo = (email: string, kind: string) =>
    here.app.database.read.findBy(OutboxMail, { recipient: email, kind: `accounts.${kind}` });
  const verbsOn = async (subjectId: string) =>
    (await here.app.database.read.find(Activity, { where: { subjectId }, order: { number: 'ASC' } })).map(
      ({ verb }) => verb,
    );
  const invite = (by: Person, email: string, fields: Record<string, string>) =>
    here.post('/sprava/lide/pozvanky', { email, reach: '', from: '', until: '', ...fields }, by);
  const invitationTo = (email: string) =>
    here.app.database.read.findOneOrFail(Invitation, { where: { email }, order: { id: 'DESC' } });
  const voiceIn = async (person: Person, body: string) => {
    const { status } = await here.post(`${here.path}/sekce/1/komentare`, { body }, person);
    expect(status).toBe(303);
    return (await here.app.database.read.findOneByOrFail(Comment, { body })).voice;
  };
  const garantOfPoint = { role: 'garant', reach: 'point:zkusebni/urad' };
  const sessionIn = (cookies: string | string[] | undefined) =>
    [cookies ?? []]
      .flat()
      .find((line) => line.includes('podnet='))
      ?.split(';')[0];

  it('are given by staff to others, told by mail, logged, and hold at the next request in every process', async () => {
    const staff = await officer('Tereza Malá', 'staff');
    const citizen = await here.person('Klára Bílá');
    expect((await here.get('/garant', citizen)).status).toBe(403);
    const given = await here.post(`/sprava/lide/${citizen.id}/role`, garantOfPoint, staff);
    expect(given.status).toBe(303);
    // Their sessions have ended.
    expect((await here.get('/garant', citizen)).status).toBe(303);
    expect(await mailsTo(citizen.email, 'role-granted')).toHaveLength(1);
    const again = await cookieFor(citizen);
    const elsewhere = () => other.http().get('/garant').set('cookie', again.cookie);
    expect((await elsewhere()).status).toBe(200);

    const page = await here.get(`/sprava/lide/${citizen.id}`, staff);
    expect(page.text).toContain('Garant: bod Úřad pro lidi');
    expect(page.text).toContain('Tereza Malá');
    const [grant] = await here.app.database.read.findBy(RoleGrant, { accountId: citizen.id });
    const taking = `/sprava/lide/${citizen.id}/role/${grant?.id}/odebrani`;
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
    await Promise.all([take(one, two), take(two, one)]);
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

  it('begin by an invitation that only its address sees: this browser goes on, the others end', async () => {
    const staff = await officer('Hana Zvoucí', 'staff');
    const invited = await here.person('Lenka Pozvaná');
    const stranger = await here.person('Karel Cizí');
    expect((await invite(staff, invited.email, garantOfPoint)).status).toBe(303);
    const { id } = await invitationTo(invited.email);
    const [mail] = await mailsTo(invited.email, 'invitation');
    expect(mail?.body).toContain('Úřad pro lidi');
    expect(mail?.body).toContain('/prihlaseni?next=/muj-ucet/pozvanky');
    expect(mail?.body).not.toContain(id);

    expect((await here.get('/muj-ucet/pozvanky', stranger)).text).not.toContain('Úřad pro lidi');
    const foreign = await here.post(`/muj-ucet/pozvanky/${id}/prijeti`, {}, stranger);
    const absent = await here.post(`/muj-ucet/pozvanky/${newId()}/prijeti`, {}, stranger);
    const unnamed = ({ text }: { text: string }) => text.replace(/[0-9a-f-]{36}/g, 'ID');
    expect([foreign.status, unnamed(foreign)]).toEqual([404, unnamed(absent)]);

    const laptop = await cookieFor(invited);
    expect((await here.get('/muj-ucet/pozvanky', laptop)).text).toContain('Garant: bod Úřad pro lidi');
    const accepted = await here.post(`/muj-ucet/pozvanky/${id}/prijeti`, {}, laptop);
    expect(accepted.status).toBe(303);
    const cookie = sessionIn(accepted.headers['set-cookie']) ?? '';
    expect(cookie).not.toBe(laptop.cookie);
    expect((await here.get('/garant', { ...invited, cookie })).status).toBe(200);
    for (const old of [laptop, invited]) expect((await here.get('/garant', old)).status).toBe(303);
    expect(await here.app.database.read.countBy(Session, { accountId: invited.id })).toBe(1);
    expect(await here.app.database.read.findOneByOrFail(RoleGrant, { accountId: invited.id })).toMatchObject({
      source: 'invited',
      grantedById: staff.id,
    });
    expect(await verbsOn(id)).toEqual(['invitation.sent', 'invitation.accepted']);
    expect((await here.get('/sprava/lide/pozvanky', staff)).text).toContain('přijatá');
  });

  it('are accepted once, however often the button is pressed at once', async () => {
    const staff = await officer('Iva Zvoucí', 'staff');
    const invited = await here.person('Ema Dvojí');
    await invite(staff, invited.email, garantOfPoint);
    const { id } = await invitationTo(invited.email);
    await Promise.all(
      Array.from({ length: 10 }, () => here.post(`/muj-ucet/pozvanky/${id}/prijeti`, {}, invited)),
    );
    expect(await rolesOf(invited)).toEqual(['garant']);
    expect(await here.app.database.read.countBy(Session, { accountId: invited.id })).toBe(1);
  });

  it('are not had from invitations that were declined, taken back, replaced or ran out, or whose sender lost theirs', async () => {
    const staff = await officer('Eva Dočasná', 'staff');
    const invited = await here.person('Olga Váhavá');
    const accept = async (id: string) =>
      (await here.post(`/muj-ucet/pozvanky/${id}/prijeti`, {}, invited)).status;
    const fresh = async () => {
      await invite(staff, invited.email, garantOfPoint);
      return (await invitationTo(invited.email)).id;
    };
    const declined = await fresh();
    expect((await here.post(`/muj-ucet/pozvanky/${declined}/odmitnuti`, {}, invited)).status).toBe(303);
    const withdrawn = await fresh();
    expect((await here.post(`/sprava/lide/pozvanky/${withdrawn}/stazeni`, {}, staff)).status).toBe(303);
    const replaced = await fresh();
    const expired = await fresh();
    await here.write((manager) => manager.update(Invitation, { id: expired }, { expiresAt: after(-1) }));
    for (const id of [declined, withdrawn, replaced, expired]) expect(await accept(id)).toBe(409);
    expect((await here.get('/sprava/lide/pozvanky', staff)).text).toMatch(
      /propadlá[\s\S]*stažená[\s\S]*odmítnutá/,
    );

    expect((await here.post(`/sprava/lide/pozvanky/${expired}/znovu`, {}, staff)).status).toBe(303);
    expect((await here.get('/muj-ucet/pozvanky', invited)).text).toContain('Úřad pro lidi');
    await here.app.application.get(Roles).revoke({ accountId: staff.id, role: 'staff', scope: {} }, null);
    expect((await here.get('/muj-ucet/pozvanky', invited)).text).not.toContain('Úřad pro lidi');
    expect(await accept(expired)).toBe(409);
    expect(await rolesOf(invited)).toEqual([]);
  });

  it('are claimed by whoever the content names by their address, once', async () => {
    const jana = await here.person('Jana Garantová-Nová');
    const stranger = await here.person('Alois Cizí');
    await here.write((manager) =>
      manager.insert(ContentPerson, {
        id: newId(),
        uid: 'jana',
        name: 'Jana Nová',
        img: null,
        email: jana.email,
      }),
    );
    expect((await here.get('/muj-ucet/pozvanky', jana)).text).toContain('Jste Jana Nová?');
    expect((await here.post('/muj-ucet/pozvanky/osoby/jana', {}, stranger)).status).toBe(404);
    const claimed = await here.post('/muj-ucet/pozvanky/osoby/jana', {}, jana);
    expect(claimed.status).toBe(303);
    const cookie = sessionIn(claimed.headers['set-cookie']) ?? '';
    expect((await here.get('/garant', { ...jana, cookie })).status).toBe(200);
    await here.app.application
      .get(Roles)
      .revoke({ accountId: jana.id, role: 'garant', scope: { personUid: 'jana' } }, null);
    const back = await cookieFor(jana);
    expect((await here.get('/muj-ucet/pozvanky', back)).text).not.toContain('Jste Jana Nová?');
    expect((await here.post('/muj-ucet/pozvanky/osoby/jana', {}, back)).status).toBe(404);
    expect(await rolesOf(jana)).toEqual([]);
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
