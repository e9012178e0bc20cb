import { expect, it } from 'vitest';
import { Invitation } from '../../src/accounts/people/invitation.entity.js';
import { Offers } from '../../src/accounts/people/own-offers.service.js';
import { after } from '../../src/accounts/periods.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { Session } from '../../src/accounts/session.entity.js';
import { newId } from '../../src/database/id.js';
import { Person as ContentPerson } from '../../src/programme/person.entity.js';
import { eachDatabase } from '../support/databases.js';
import { garantOfPoint, officeWorld } from './office-world.js';

eachDatabase('Roles that are offered', (database) => {
  const { here, cookieFor, officer, rolesOf, mailsTo, verbsOn, invite, invitationTo } = officeWorld(database);

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

    const nothing = (await here.get('/muj-ucet/pozvanky', stranger)).text;
    expect(nothing).not.toContain('Úřad pro lidi');
    expect(nothing).toContain('Nic na vás nečeká');
    const foreign = await here.post(`/muj-ucet/pozvanky/${id}/prijeti`, {}, stranger);
    const absent = await here.post(`/muj-ucet/pozvanky/${newId()}/prijeti`, {}, stranger);
    const unnamed = ({ text }: { text: string }) => text.replace(/[0-9a-f-]{36}/g, 'ID');
    expect([foreign.status, unnamed(foreign)]).toEqual([404, unnamed(absent)]);

    const laptop = await cookieFor(invited);
    const offered = (await here.get('/muj-ucet/pozvanky', laptop)).text;
    for (const told of ['Garant: bod Úřad pro lidi', 'poslal/a: Hana Zvoucí'])
      expect(offered).toContain(told);
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

  it('are refused with what is wrong in the order of the form', async () => {
    const staff = await officer('Jana Spěchající', 'staff');
    const wrong = { role: 'deputy', reach: '', until: '2001-01-01' };
    const refused = await invite(staff, 'nikdo', wrong);
    expect(refused.status).toBe(422);
    expect([...refused.text.matchAll(/<li><a href="#(\w+)">/g)].map(([, field]) => field)).toEqual([
      'email',
      'reach',
      'until',
    ]);
  });

  it('are accepted once, however often the button is pressed at once', async () => {
    const staff = await officer('Iva Zvoucí', 'staff');
    const invited = await here.person('Ema Dvojí');
    await invite(staff, invited.email, garantOfPoint);
    const { id } = await invitationTo(invited.email);
    const viewer = await here.viewer(invited);
    const offers = here.app.application.get(Offers);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => offers.accept(viewer, id)));
    expect(tokens.filter((token) => token === null)).toHaveLength(9);
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
      /propadlá[\s\S]*zrušená[\s\S]*odmítnutá/,
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

  it('by an address in the content can be declined, which staff see, and be had after all', async () => {
    const staff = await officer('Vlasta Všímavá', 'staff');
    const person = await here.person('Karolína Neznámá');
    const stranger = await here.person('Alois Jinde');
    await here.write((manager) =>
      manager.insert(ContentPerson, {
        id: newId(),
        uid: 'karolina',
        name: 'Karolína Známá',
        img: null,
        email: person.email,
      }),
    );
    const offers = async () => (await here.get('/muj-ucet/pozvanky', person)).text;
    const overview = async () => (await here.get('/muj-ucet', person)).text;
    const answer = async (what: string, by = person) =>
      (await here.post(`/muj-ucet/pozvanky/osoby/karolina${what}`, {}, by)).status;
    expect(await overview()).toContain('Čeká na vás nabídnutá role.');
    for (const what of ['/odmitnuti', '/vraceni']) expect(await answer(what, stranger)).toBe(404);

    // A double click is no trouble.
    expect(await Promise.all([answer('/odmitnuti'), answer('/odmitnuti')])).toEqual([303, 303]);
    expect(await offers()).not.toContain('Jste Karolína Známá?');
    expect(await overview()).not.toContain('Čeká na vás nabídnutá role.');
    expect((await here.get(`/sprava/lide/${person.id}`, staff)).text).toMatch(
      /Odmítnuté role podle textů[\s\S]*Karolína Známá/,
    );
    expect(await answer('')).toBe(409);
    expect(await rolesOf(person)).toEqual([]);

    expect(await answer('/vraceni')).toBe(303);
    expect(await answer('/vraceni')).toBe(303);
    expect(await offers()).toContain('Jste Karolína Známá?');
    expect((await here.get(`/sprava/lide/${person.id}`, staff)).text).not.toContain('Odmítnuté role');
    expect((await verbsOn(person.id)).filter((verb) => verb.startsWith('claim.'))).toEqual([
      'claim.declined',
      'claim.reopened',
    ]);
    expect(await answer('')).toBe(303);
    expect(await rolesOf(person)).toEqual(['garant']);
    const back = await cookieFor(person);
    expect(await answer('/odmitnuti', back)).toBe(404);
    const navigation = 'href="/muj-ucet/pozvanky"';
    expect((await here.get('/muj-ucet/nastaveni', back)).text).toContain(navigation);
    expect((await here.get('/muj-ucet/nastaveni', stranger)).text).not.toContain(navigation);
    expect((await here.get('/muj-ucet/pozvanky', back)).text).toMatch(/Jaké role máte[\s\S]*Karolína Známá/);
  });
});

/** The cookie with a session among those that an answer sets. */
function sessionIn(cookies: string | string[] | undefined): string | undefined {
  return [cookies ?? []]
    .flat()
    .find((line) => line.includes('podnet='))
    ?.split(';')[0];
}
