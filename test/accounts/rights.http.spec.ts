import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { expect, it } from 'vitest';
import { Invitation } from '../../src/accounts/people/invitation.entity.js';
import { Offices } from '../../src/accounts/people/offices.service.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { Session } from '../../src/accounts/session.entity.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { now } from '../../src/database/time.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import type { Person } from '../feedback/world.js';
import { pointFile } from '../imports/staff.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';
import { garantOfPoint, offices } from './office-world.js';

type Act = [path: string, fields: Record<string, string>];

eachDatabase('Rights that end while a request waits in line', (database) => {
  const here = deskWorld(database);
  const { officer, cookieFor, rolesOf, invite, invitationTo } = offices(here);
  const revoke = (manager: EntityManager, { id }: Person) =>
    here.app.application
      .get(Roles)
      .heldBy(manager, id)
      .then(async (held) => {
        for (const grant of held) await here.app.application.get(Roles).revokeWithin(manager, grant.id, null);
      });
  const entries = () => here.app.database.read.count(Activity);

  /** Sends what somebody does while the write that takes their roles is under way, and gives what they were told. */
  async function tooLate(person: Person, acts: readonly Act[]) {
    let commit = (): void => undefined;
    const sent = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const taking = here.write(async (manager) => {
      await revoke(manager, person);
      await sent;
    });
    const answers = acts.map(([path, fields]) => here.post(path, fields, person));
    // Long enough for all of them to be let in and to wait in line; whoever comes later is not let in.
    const all = Promise.all(answers);
    await pause(1500);
    const before = await entries();
    commit();
    await taking;
    return { answers: await all, before };
  }

  const refused = ({ status, headers }: { status: number; headers: Record<string, string> }) =>
    status === 403 || (status === 303 && (headers.location ?? '').startsWith('/prihlaseni'));

  it('give and take no role, and offer none', async () => {
    const leaving = await officer('Adam Odvolaný', 'admin');
    const stays = await officer('Bára Zůstávající', 'admin');
    const citizen = await here.person('Cyril Nevinný');
    const [held] = await here.app.database.read.findBy(RoleGrant, { accountId: stays.id });
    for (const email of ['ceka@example.org', 'ceka2@example.org']) await invite(stays, email, garantOfPoint);
    const [one, two] = [await invitationTo('ceka@example.org'), await invitationTo('ceka2@example.org')];
    const invitations = () => here.app.database.read.find(Invitation, { order: { id: 'ASC' } });
    const invited = await invitations();

    const { answers, before } = await tooLate(leaving, [
      [`/sprava/lide/${stays.id}/role/${held?.id}/odebrani`, {}],
      [`/sprava/lide/${citizen.id}/role`, { role: 'admin', reach: '' }],
      [`/sprava/lide/${citizen.id}/role`, garantOfPoint],
      ['/sprava/lide/pozvanky', { email: 'x@example.org', from: '', until: '', ...garantOfPoint }],
      [`/sprava/lide/pozvanky/${one.id}/znovu`, {}],
      [`/sprava/lide/pozvanky/${two.id}/stazeni`, {}],
    ]);
    expect(answers.map(refused)).toEqual(answers.map(() => true));
    expect(await rolesOf(stays)).toEqual(['admin']);
    expect([await rolesOf(citizen), await rolesOf(leaving)]).toEqual([[], []]);
    expect(await invitations()).toEqual(invited);
    // Nothing but the taking itself was written down.
    expect((await entries()) - before).toBe(1);
  });

  it('decide nothing about comments and suggestions, and leave the text as it is', async () => {
    const garant = await here.person('Jana Nová', 'jana');
    const citizen = await here.person('Dana Mluvná');
    const comment = await here.say(citizen, 'Tohle je dobrý bod.');
    const other = await here.say(citizen, 'A tohle také.');
    const { number } = await here.suggest(citizen, 'Formuláře budou k dispozici na internetu a doma.');
    const { revisionId } = await here.section(1);
    const version = (await here.point()).versionNumber;
    const facts = 'Hrubá urážka dalšího člověka v diskusi.';
    const body = 'Úplně jiné znění, které už nikdo neschválil.';
    const { answers, before } = await tooLate(garant, [
      [`/garant/komentare/${comment.id}/skryti`, { standing: 'waiting', ground: 'insult', facts }],
      [`/garant/komentare/${other.id}/vyrizeni`, { standing: 'waiting' }],
      [`/garant/navrhy/${number}/odmitnuti`, { statement: 'Nehodí se to sem, promiňte.' }],
      [`${here.path}/sekce/1/uprava`, { body, note: 'Bez práva na to.', revize: revisionId }],
    ]);
    expect(answers.map(refused)).toEqual(answers.map(() => true));
    expect([(await here.comment(comment.id)).hiddenAt, (await here.comment(other.id)).handledAt]).toEqual([
      null,
      null,
    ]);
    expect((await here.suggestion(number)).state).toBe('open');
    expect((await here.point()).versionNumber).toBe(version);
    expect((await entries()) - before).toBe(1);
  });

  it('begin no import, decide nothing about one, and carry none out', async () => {
    const leaving = await officer('Gita Odvolaná', 'staff');
    const jobs = here.app.application.get(ImportJobs);
    const imports = () => here.app.database.read.find(ContentImport, { order: { number: 'ASC' } });
    const programmes = 'programmes:\n  - uid: novy\n    title: Nový\n    opens: 2020-01-01\n';
    const text = pointFile({ title: 'Nový', campaignCategoryUid: 'novy' }, ['Nová', 'Ještě tu nebyla.']);
    const contents = { 'novy/bod.md': text, 'programmes.yaml': programmes };
    const files = Object.entries(contents).map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
    const begun = await here.write((manager) =>
      jobs.begin(manager, { origin: 'upload', originName: 'x', scope: 'whole', files, actorId: leaving.id }),
    );
    await jobs.rehearse(begun.id);
    const known = await imports();
    expect(known.at(-1)?.state).toBe('rehearsed');
    const file = `/sprava/import/${begun.number}/soubory/1`;
    const { answers } = await tooLate(leaving, [
      ['/sprava/import', {}],
      [`${file}/opravy`, { incoming: '0', section: 'new' }],
      [`/sprava/import/${begun.number}/provedeni`, {}],
      [`/sprava/import/${begun.number}/zruseni`, {}],
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect(await imports()).toEqual(known);
  });

  it('are what somebody has by then: who lost one of two roles goes on with the other', async () => {
    const both = await officer('Emil Dvojrolý', 'staff');
    await here.app.application
      .get(Roles)
      .grant({ accountId: both.id, role: 'admin' as const, scope: {} }, null);
    const viewer = await here.viewer(await cookieFor(both));
    expect(viewer.isAdmin).toBe(true);
    const citizen = await here.person('Filip Nevinný');
    await here.write((manager) =>
      manager.update(RoleGrant, { accountId: both.id, role: 'admin' }, { validUntil: now() }),
    );
    const window = { from: null, until: null };
    const give = (role: 'garant' | 'staff', scope: { personUid?: string }) =>
      here.app.application.get(Offices).give(viewer, citizen.id, { role, scope, window });
    await give('garant', { personUid: 'jana' });
    await expect(give('staff', {})).rejects.toMatchObject({ key: 'accounts.people.refusal.notYours' });
    expect(await rolesOf(citizen)).toEqual(['garant']);
  });

  it('end with the session: who was signed out in this browser does nothing with the roles they have', async () => {
    const staff = await officer('Iva Odhlášená', 'staff');
    const viewer = await here.viewer(await cookieFor(staff));
    const citizen = await here.person('Jan Nevinný');
    await here.write((manager) => manager.delete(Session, { id: viewer.sessionId }));
    const given = here.app.application.get(Offices).give(viewer, citizen.id, {
      role: 'garant',
      scope: { personUid: 'jana' },
      window: { from: null, until: null },
    });
    await expect(given).rejects.toMatchObject({ key: 'accounts.refusal.signedOut' });
    expect([await rolesOf(staff), await rolesOf(citizen)]).toEqual([['staff'], []]);
  });
});
