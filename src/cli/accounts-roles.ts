import type { INestApplicationContext } from '@nestjs/common';
import type { Wish } from '../accounts/people/role.form.js';
import type { Role } from '../accounts/role-grant.entity.js';
import type { Database } from '../database/database.js';
import type { Locale } from '../web/i18n/messages.js';
import { withApplication } from './application.js';
import { refuseMisfit, type ScopeOptions, scopeOf, windowOf } from './role-scope.js';
import { Refusal } from './run.js';

interface GrantOptions extends ScopeOptions {
  name?: string;
}

interface InviteOptions extends ScopeOptions {
  lang: Locale;
}

/** What a command is about, with the application to do it in. */
interface Doing {
  application: INestApplicationContext;
  database: Database;
  email: string;
  wish: Wish;
  /** Role and what it reaches, as people say it. */
  label: string;
}

/** `accounts grant`: gives a role as staff do on the web, with the same mail, which leaves with the server. */
export async function grantRole(address: string, role: Role, options: GrantOptions): Promise<void> {
  await doing(address, role, options, async ({ application, database, email, wish, label }) => {
    const [{ Accounts }, { Offices }] = await Promise.all([
      import('../accounts/accounts.service.js'),
      import('../accounts/people/offices.service.js'),
    ]);
    const publicName = await nameFor(database, role, options);
    const accounts = application.get(Accounts);
    const given = await database.write(async (manager) => {
      const { id } =
        (await accounts.byEmail(manager, email)) ??
        (await accounts.create(manager, { email, publicName, locale: 'cs' }));
      return application.get(Offices).giveWithin(manager, id, wish, null);
    });
    say(`${email} is ${label} ${given ? 'now' : 'already'}.`);
  });
}

/** `accounts revoke`: takes a role, with the same mail as on the web. */
export async function revokeRole(address: string, role: Role, options: ScopeOptions): Promise<void> {
  await doing(address, role, options, async ({ application, database, email, wish, label }) => {
    const [{ Accounts }, { Offices }, { Roles }] = await Promise.all([
      import('../accounts/accounts.service.js'),
      import('../accounts/people/offices.service.js'),
      import('../accounts/roles.service.js'),
    ]);
    const { personUid = null, pointId = null } = wish.scope;
    const taken = await database.write(async (manager) => {
      const account = await application.get(Accounts).byEmail(manager, email);
      const held = account ? await application.get(Roles).heldBy(manager, account.id) : [];
      const meant = held.filter(
        (grant) => grant.role === role && grant.personUid === personUid && grant.pointId === pointId,
      );
      for (const grant of meant) await application.get(Offices).takeWithin(manager, grant, null);
      return meant.length > 0;
    });
    if (!taken) throw new Refusal(`${email} is not ${label}.`);
    say(`${email} is not ${label} any more.`);
  });
}

/** `accounts invite`: offers a role by mail. */
export async function inviteToRole(address: string, role: Role, options: InviteOptions): Promise<void> {
  await doing(address, role, options, async ({ application, email, wish, label }) => {
    const { Invitations } = await import('../accounts/people/invitations.service.js');
    await application.get(Invitations).invite(null, email, wish, options.lang);
    say(`${email} is invited to be ${label}.`);
  });
}

/** Reads what a command says, opens the application, and says refusals of ours in words. */
async function doing(
  address: string,
  role: Role,
  options: ScopeOptions,
  work: (doing: Doing) => Promise<void>,
): Promise<void> {
  refuseMisfit(role, options);
  const email = await normalised(address);
  const window = await windowOf(role, options);
  const [{ readConfig }, { Database: Open }, { Refusal: No }] = await Promise.all([
    import('../ops/config.js'),
    import('../database/database.js'),
    import('../web/refusal.js'),
  ]);
  await withApplication(readConfig(process.env), async (application) => {
    const database = application.get(Open);
    const { scope, label } = await scopeOf(database, role, options);
    const about = { application, database, email, wish: { role, scope, window }, label: `${role}${label}` };
    try {
      await work(about);
    } catch (error) {
      if (!(error instanceof No)) throw error;
      throw new Refusal(inWords(about, error.key));
    }
  });
}

function inWords({ email, label }: Doing, key = ''): string {
  const words: Record<string, string> = {
    'accounts.people.refusal.has': `${email} is ${label} already.`,
    'accounts.refusal.tooOften': `${email} was invited often enough today.`,
    'accounts.refusal.lastAdmin':
      'Without this admin there would be none who stays: give the role to somebody else first.',
    'accounts.refusal.emailHeld': `Another account has just left ${email}, and can take it back for a week.`,
  };
  return words[key] ?? `This is not possible (${key}).`;
}

/** Never the address: the name is shown beside what the account says. */
async function nameFor(database: Database, role: Role, { name, person }: GrantOptions): Promise<string> {
  const { checkPublicName } = await import('../web/text/public-name.js');
  if (name !== undefined) {
    const checked = checkPublicName(name);
    if (!checked.ok) throw new Refusal(`--name cannot be used: ${checked.problem.key}`);
    return checked.value;
  }
  const { Person } = await import('../programme/person.entity.js');
  const known = person ? await database.read.findOneBy(Person, { uid: person }) : null;
  const checked = checkPublicName(known?.name);
  return checked.ok ? checked.value : defaultNames[role];
}

const defaultNames: Record<Role, string> = {
  garant: 'Garant',
  deputy: 'Zástupce garanta',
  staff: 'Tým programu',
  admin: 'Tým programu',
};

async function normalised(address: string): Promise<string> {
  const { checkEmail } = await import('../web/text/email.js');
  const checked = checkEmail(address);
  if (!checked.ok) throw new Refusal(`${address} is not an e-mail address.`);
  return checked.value;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
