import { expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Erasure } from '../../src/accounts/my-data/erasure.entity.js';
import { Erasures } from '../../src/accounts/my-data/erasures.service.js';
import { after, day } from '../../src/accounts/periods.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { newId } from '../../src/database/id.js';
import { Point } from '../../src/programme/point.entity.js';
import type { Person } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { signedIn } from '../support/signed-in.js';
import { offices } from './office-world.js';

eachDatabase('In office', (database) => {
  const here = deskWorld(database);
  const { give, cookieFor, rolesOf } = offices(here);
  // Another process on the same database, with what it remembers of sessions.
  const other = testApplication(database);

  it('a deputy is from the first moment to the last, in every process, with nothing written in between', async () => {
    const deputy = await here.person('Zdislava Okrajová');
    await give(deputy, 'deputy', { personUid: 'jana' });
    const window = (validFrom: string, validUntil: string) =>
      here.write((manager) => manager.update(RoleGrant, { accountId: deputy.id }, { validFrom, validUntil }));
    const signedIn = await cookieFor(deputy);
    const comment = await here.say(await here.person('Kdosi Čekající'), 'Platí ta doba přesně?');
    const settle = () =>
      here.post(`/garant/komentare/${comment.id}/vyrizeni`, { standing: 'waiting' }, signedIn);
    const statuses = async () => [
      (await here.get('/garant', signedIn)).status,
      (await other.http().get('/garant').set('cookie', signedIn.cookie)).status,
    ];
    await window(after(5), after(day));
    expect(await statuses()).toEqual([403, 403]);
    expect((await settle()).status).toBe(403);
    await expect.poll(statuses, { timeout: 10_000 }).toEqual([200, 200]);
    await window(after(-day), after(5));
    expect(await statuses()).toEqual([200, 200]);
    await expect.poll(statuses, { timeout: 10_000 }).toEqual([403, 403]);
    expect(await statuses()).toEqual([403, 403]);
    expect((await settle()).status).toBe(403);
    expect((await here.comment(comment.id)).handledAt).toBeNull();
  });

  it('a garant or deputy of another point sees and decides nothing of this one', async () => {
    const citizen = await here.person('Otakar Hovorný');
    const comment = await here.say(citizen, 'Kdo na to odpoví?');
    const { number } = await here.suggest(citizen, 'Formuláře budou k dispozici v každé knihovně.');
    const point = await here.point();
    const elsewhere = newId();
    await here.write((manager) =>
      manager.insert(Point, {
        ...point,
        id: elsewhere,
        uid: 'jinde',
        slug: 'jinde',
        path: 'zkusebni/jinde.md',
        title: 'Jiný bod',
      }),
    );
    const { revisionId } = await here.section(1);
    const statement = 'Nehodí se to sem, promiňte.';
    for (const role of ['garant', 'deputy'] as const) {
      const person = await here.person(`Jiný ${role}`);
      await give(person, role, { pointId: elsewhere });
      const officer = await cookieFor(person);
      expect((await here.get('/garant/fronta', officer)).text).not.toContain('Kdo na to odpoví?');
      for (const path of [`/garant/komentare/${comment.id}`, `/garant/navrhy/${number}`])
        expect((await here.get(path, officer)).status).toBe(404);
      for (const [path, fields] of [
        [`/garant/komentare/${comment.id}/vyrizeni`, { standing: 'waiting' }],
        [`/garant/navrhy/${number}/odmitnuti`, { statement }],
        [
          `${here.path}/sekce/1/uprava`,
          { body: 'Jiné znění první části.', note: 'Jen tak.', revize: revisionId },
        ],
      ] as const)
        expect([path, (await here.post(path, fields, officer)).status]).toEqual([path, 404]);
    }
    expect((await here.comment(comment.id)).handledAt).toBeNull();
    expect((await here.suggestion(number)).state).toBe('open');
    await here.write((manager) => manager.delete(RoleGrant, { pointId: elsewhere }));
    await here.write((manager) => manager.delete(Point, { id: elsewhere }));
  });

  it('a garant who is erased leaves answers without a name, and what was open to whoever comes after', async () => {
    const jana = await here.person('Janička Odcházející', 'jana');
    const citizen = await here.person('Radovan Trpělivý');
    const answered = await here.say(citizen, 'Bude tam bezbariérový vchod?');
    const waiting = await here.say(citizen, 'A co nedělní hodiny?');
    const { number } = await here.suggest(citizen, 'Formuláře budou k dispozici na internetu i poštou.');
    const { revisionId } = await here.section(3);
    const decisions: [string, Record<string, string>][] = [
      [`/garant/komentare/${answered.id}/odpoved`, { standing: 'waiting', body: 'Ano, na jaře přibude.' }],
      [`/garant/navrhy/${number}/posouzeni`, {}],
      [
        `${here.path}/sekce/3/uprava`,
        { heading: 'Data', body: 'Data kraje budou otevřená všem.', note: 'Všem.', revize: revisionId },
      ],
    ];
    for (const [path, fields] of decisions) expect((await here.post(path, fields, jana)).status).toBe(303);
    await erase(jana);

    expect(await rolesOf(jana)).toEqual([]);
    const pages = await Promise.all(
      [`${here.path}/sekce/1`, here.path, `/navrhy/${number}`, `${here.path}/verze`].map(
        async (path) => (await here.get(path)).text,
      ),
    );
    expect(pages.filter((text) => text.includes('Janička'))).toEqual([]);
    expect(pages[0]).toMatch(/Bez jména[\s\S]*Ano, na jaře přibude\./);
    expect(pages[0]).toContain('Garant');

    const staff = await here.makeStaff(await here.person('Tým Zůstávající'));
    expect((await here.get(`/sprava/lide/${jana.id}`, staff)).status).toBe(404);
    expect((await here.get('/garant/fronta', await cookieFor(staff))).text).toContain('A co nedělní hodiny?');

    const next = await here.person('Nástupce Nový');
    await give(next, 'garant', { personUid: 'jana' });
    const successor = await cookieFor(next);
    const queue = (await here.get('/garant/fronta', successor)).text;
    expect(queue).toContain('A co nedělní hodiny?');
    expect(queue).not.toContain('Janička');
    const settled = await here.post(
      `/garant/komentare/${waiting.id}/vyrizeni`,
      { standing: 'waiting' },
      successor,
    );
    expect(settled.status).toBe(303);
    const declined = await here.post(
      `/garant/navrhy/${number}/odmitnuti`,
      { statement: 'Pošta to bohužel nezvládne.' },
      successor,
    );
    expect(declined.status).toBe(303);
    expect((await here.suggestion(number)).state).toBe('declined');
  });

  it('what somebody gave who was erased is told as given by somebody without a name', async () => {
    const giver = await here.person('Mizející Správce');
    await here.makeStaff(giver);
    const staff = await cookieFor(await here.makeStaff(await here.person('Stálá Správkyně')));
    const citizen = await here.person('Obdarovaný Občan');
    const by = await cookieFor(giver);
    const role = { role: 'garant', reach: 'person:jana' };
    expect((await here.post(`/sprava/lide/${citizen.id}/role`, role, by)).status).toBe(303);
    await here.post(
      '/sprava/lide/pozvanky',
      { email: 'nekdo@example.org', from: '', until: '', ...role },
      by,
    );
    await erase(giver);
    const page = async (path: string) => (await here.get(path, staff)).text;
    expect(await page(`/sprava/lide/${citizen.id}`)).toContain('dal/a: Bez jména');
    expect(await page(`/en/sprava/lide/${citizen.id}`)).toContain('given by No name');
    expect(await page('/sprava/lide/pozvanky')).toContain('poslal/a: Bez jména');
    for (const path of [`/sprava/lide/${citizen.id}`, '/sprava/lide/pozvanky', '/sprava/lide'])
      expect(await page(path)).not.toContain('Mizející');
  });

  async function erase({ id: accountId }: Person) {
    const erasures = here.app.application.get(Erasures);
    await erasures.request(await signedIn(here.app.application, accountId), 'keep');
    await here.write((manager) => manager.update(Erasure, { accountId }, { dueAt: after(-1) }));
    await erasures.carryOutDue();
    expect(
      (await here.app.database.read.findOneByOrFail(Account, { id: accountId })).erasedAt,
    ).not.toBeNull();
  }
});
