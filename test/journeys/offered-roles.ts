import { Account } from '../../src/accounts/account.entity.js';
import { Accounts } from '../../src/accounts/accounts.service.js';
import { Invitations } from '../../src/accounts/people/invitations.service.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { Database } from '../../src/database/database.js';
import type { Site } from '../support/site.js';

/** Offers the citizen of the demo a role; gives somebody else some, with a past. Returns the id of that person. */
export async function offeredRoles(site: Site): Promise<string> {
  const database = site.application.get(Database);
  const person = await database.read.findOneByOrFail(Account, { email: 'cyklista@example.org' });
  const accounts = site.application.get(Accounts);
  await database.write((manager) => accounts.rename(manager, person, 'Bohuslav Kolář'));
  await database.write((manager) =>
    accounts.create(manager, { email: 'kolar@example.org', publicName: 'Kolář Bohuslav', locale: 'cs' }),
  );
  const roles = site.application.get(Roles);
  const former = { accountId: person.id, role: 'staff' as const, scope: {} };
  await roles.grant(former, null);
  await roles.revoke(former, null);
  const scope = { personUid: 'marketa.vondrova' };
  const window = { from: '2099-11-30T23:00:00.000Z', until: '2099-12-31T23:00:00.000Z' };
  await roles.grant({ accountId: person.id, role: 'deputy', scope, window }, null);
  const wish = { role: 'deputy' as const, scope: { personUid: 'jiri.jaros' }, window };
  await site.application.get(Invitations).invite(null, 'jana.dvorakova@example.org', wish, 'cs');
  return person.id;
}
