import { Invitation } from '../../src/accounts/people/invitation.entity.js';
import type { Role } from '../../src/accounts/role-grant.entity.js';
import { type RoleScope, Roles } from '../../src/accounts/roles.service.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { type Person, type World, world } from '../feedback/world.js';
import type { TestDatabase } from '../support/databases.js';

/** What a form sends for the garant of the world's point. */
export const garantOfPoint = { role: 'garant', reach: 'point:zkusebni/urad' };

/** The application with a point, and people who hold roles, offer and get them. */
export function officeWorld(database: TestDatabase) {
  const here = world(database);
  return { here, ...offices(here) };
}

/** What people with roles do in a world. */
export function offices(here: World) {
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
  return { give, cookieFor, officer, rolesOf, mailsTo, verbsOn, invite, invitationTo };
}
