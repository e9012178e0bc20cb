import type { INestApplicationContext } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.service.js';
import { Consents } from '../accounts/consents.service.js';
import { Demo } from '../accounts/demo.service.js';
import { Roles } from '../accounts/roles.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import type { Viewer } from '../web/viewer.js';
import { type DemoCitizen, demoCitizens, demoGarants } from './demo-script.js';

/** Everybody who takes part, by their key in the stories. */
export type DemoCast = ReadonlyMap<string, Viewer>;

/** Makes the accounts of those who take part, with consent, and with roles for garants. */
export async function demoCast(application: INestApplicationContext): Promise<DemoCast> {
  await application.get(Demo).ensure();
  const cast = new Map<string, Viewer>();
  for (const person of demoCitizens)
    cast.set(person.key, viewer(await account(application, person), person, []));
  for (const person of demoGarants) {
    const accountId = await account(application, person);
    const scope = { personUid: person.key };
    await application.get(Roles).grant({ accountId, role: 'garant', scope }, null);
    cast.set(person.key, viewer(accountId, person, [person.key]));
  }
  return cast;
}

function account(application: INestApplicationContext, { email, publicName }: DemoCitizen): Promise<string> {
  const accounts = application.get(Accounts);
  return application.get(Database).write(async (manager) => {
    const { id } =
      (await accounts.byEmail(manager, email)) ??
      (await accounts.create(manager, { email, publicName, locale: 'cs' }));
    await application.get(Consents).give(manager, id);
    return id;
  });
}

function viewer(accountId: string, { publicName }: DemoCitizen, personUids: string[]): Viewer {
  return {
    accountId,
    sessionId: '',
    publicName,
    locale: 'cs',
    provedAt: now(),
    leavingAt: null,
    isStaff: false,
    isAdmin: false,
    garantOf: { pointIds: [], personUids },
  };
}
