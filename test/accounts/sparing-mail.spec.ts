import { expect, it } from 'vitest';
import { limits } from '../../src/accounts/limits.js';
import { Identities } from '../../src/accounts/providers/identities.service.js';
import { ProviderRoles } from '../../src/accounts/providers/provider-roles.service.js';
import { RateCount } from '../../src/accounts/rate-count.entity.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import type { ProviderRole } from '../../src/ops/identity-providers.js';
import type { Person } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { garantOfPoint, officeWorld } from './office-world.js';

const noMore = 'další pošleme nejdřív zítra';

eachDatabase('Mail that others make come', (database) => {
  const { here, officer, rolesOf, mailsTo } = officeWorld(database);
  const roles = () => here.app.application.get(Roles);
  const rename = (person: Person, publicName: string) =>
    here.post('/muj-ucet/nastaveni/jmeno', { publicName }, person);

  it('about roles stops for the day, says so in the last one, and roles change all the same', async () => {
    const staff = await officer('Pilná Správkyně', 'staff');
    const citizen = await here.person('Hynek Zavalený');
    const { max } = limits.roleMailsPerAddress;
    for (let round = 0; round < max; round++) {
      expect((await here.post(`/sprava/lide/${citizen.id}/role`, garantOfPoint, staff)).status).toBe(303);
      expect(await rolesOf(citizen)).toEqual(['garant']);
      const [held] = await roles().heldBy(here.app.database.read, citizen.id);
      await here.post(`/sprava/lide/${citizen.id}/role/${held?.id}/odebrani`, {}, staff);
      expect(await rolesOf(citizen)).toEqual([]);
    }
    const told = async () =>
      [
        ...(await mailsTo(citizen.email, 'role-granted')),
        ...(await mailsTo(citizen.email, 'role-revoked')),
      ].sort((one, other) => one.id.localeCompare(other.id));
    const mails = await told();
    expect(mails).toHaveLength(max);
    expect(mails.map(({ body }) => body.includes(noMore))).toEqual(
      mails.map((_, place) => place === max - 1),
    );

    const neighbour = await here.person('Soused Nezavalený');
    await here.post(`/sprava/lide/${neighbour.id}/role`, garantOfPoint, staff);
    expect(await mailsTo(neighbour.email, 'role-granted')).toHaveLength(1);
    // A day later.
    await here.write((manager) => manager.clear(RateCount));
    await here.post(`/sprava/lide/${citizen.id}/role`, garantOfPoint, staff);
    expect(await told()).toHaveLength(max + 1);
  });

  it('asking for another name comes twice a day at most, also where a provider gives and takes the role', async () => {
    const citizen = await here.person('Kryštof Původní');
    const namesake = await here.person('Někdo Docela Jiný');
    await rename(citizen, 'Kryštof Zdvojený');
    await rename(namesake, 'Zdvojený Kryštof');
    const follow = (told: ProviderRole[]) =>
      here.write((manager) =>
        here.app.application
          .get(ProviderRoles, { strict: false })
          .follow(manager, { accountId: citizen.id, provider: 'mesto' }, told),
      );
    for (let round = 0; round < 4; round++) {
      expect(await follow([{ role: 'garant', person: 'jana', claim: 'groups', value: 'garanti' }])).toBe(
        true,
      );
      expect(await follow([])).toBe(true);
    }
    expect(await here.app.database.read.countBy(RoleGrant, { accountId: citizen.id })).toBe(4);
    expect(await mailsTo(namesake.email, 'look-alike')).toHaveLength(limits.lookAlikeMailsPerAddress.max);
  });

  it('about accounts elsewhere that are linked and unlinked all the time stops for the day', async () => {
    const person = await here.person('Milada Přepínající');
    const identities = here.app.application.get(Identities);
    const known = { issuer: 'https://idp.example.org', subject: 'milada' };
    const { max } = limits.identityMailsPerAddress;
    for (let round = 0; round < max; round++)
      await here.write(async (manager) => {
        await identities.link(manager, person.id, 'mesto', known);
        const [linked] = await identities.ofAccount(manager, person.id);
        await identities.unlink(manager, person.id, linked?.id ?? '');
      });
    const linked = await mailsTo(person.email, 'identity-linked');
    const unlinked = await mailsTo(person.email, 'identity-unlinked');
    expect([linked.length, unlinked.length]).toEqual([max / 2, max / 2]);
    expect([...linked, ...unlinked].filter(({ body }) => body.includes(noMore))).toHaveLength(1);
  });
});
