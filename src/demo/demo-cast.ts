import type { INestApplicationContext } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.service.js';
import { Consents } from '../accounts/consents.service.js';
import { Roles } from '../accounts/roles.service.js';
import { Sessions } from '../accounts/sessions.service.js';
import { Database } from '../database/database.js';
import { found } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { type DemoCitizen, demoCitizens, demoGarants } from './demo-script.js';

/** Everybody who takes part, by their key in the stories. */
export type DemoCast = ReadonlyMap<string, Viewer>;

/** Makes the accounts of those who take part, with roles for garants, and signs them in. */
export async function demoCast(application: INestApplicationContext): Promise<DemoCast> {
  const cast = new Map<string, Viewer>();
  for (const person of demoCitizens)
    cast.set(person.key, await signedIn(application, await account(application, person)));
  for (const person of demoGarants) {
    const accountId = await account(application, person);
    const scope = { personUid: person.key };
    await application.get(Roles).grant({ accountId, role: 'garant', scope }, null);
    cast.set(person.key, await signedIn(application, accountId));
  }
  return cast;
}

/** Lets everybody agree to today's texts. */
export async function agree(application: INestApplicationContext, cast: DemoCast): Promise<void> {
  const consents = application.get(Consents);
  await application.get(Database).write(async (manager) => {
    for (const { accountId } of cast.values()) await consents.give(manager, accountId);
  });
}

/** Signs everybody out again. */
export async function dismiss(application: INestApplicationContext, cast: DemoCast): Promise<void> {
  const sessions = application.get(Sessions);
  await application.get(Database).write(async (manager) => {
    for (const { accountId, sessionId } of cast.values()) await sessions.end(manager, accountId, [sessionId]);
  });
}

function account(application: INestApplicationContext, { email, publicName }: DemoCitizen): Promise<string> {
  const accounts = application.get(Accounts);
  return application.get(Database).write(async (manager) => {
    const { id } =
      (await accounts.byEmail(manager, email)) ??
      (await accounts.create(manager, { email, publicName, locale: 'cs' }));
    return id;
  });
}

async function signedIn(application: INestApplicationContext, accountId: string): Promise<Viewer> {
  const sessions = application.get(Sessions);
  const token = await application
    .get(Database)
    .write((manager) => sessions.start(manager, { accountId, userAgent: '', method: 'demo' }));
  return found(await sessions.ofToken(token));
}
