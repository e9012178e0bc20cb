import { Argument, Command, Option } from 'commander';
import type { Role } from '../accounts/role-grant.entity.js';
import type { Roles } from '../accounts/roles.service.js';
import type { Database } from '../database/database.js';
import type { Locale } from '../web/i18n/messages.js';
import { accountsErase } from './accounts-erase.js';
import { withApplication } from './application.js';
import { labelOf, type ScopeOptions, scopeOf, windowOf } from './role-scope.js';
import { Refusal } from './run.js';

interface GrantOptions extends ScopeOptions {
  name?: string;
}

const roleNames: readonly Role[] = ['garant', 'deputy', 'staff', 'admin'];

/** `accounts grant | revoke | invite | erase | list`: who may do what. */
export function accountsCommand(): Command {
  return new Command('accounts')
    .description('give and take roles, and list who has them')
    .addCommand(
      withDays(withRole('grant', 'give a role; makes the account when there is none'))
        .option('--name <name>', 'public name of a new account (default: the name of --person, or the role)')
        .action((email: string, role: Role, options: GrantOptions) =>
          onDatabase((database) => grant(database, email, role, options)),
        ),
    )
    .addCommand(
      withRole('revoke', 'take a role; the account stays').action(
        (email: string, role: Role, options: ScopeOptions) =>
          onDatabase((database) => revoke(database, email, role, options)),
      ),
    )
    .addCommand(
      withDays(withRole('invite', 'offer a role by mail to whoever proves the address'))
        .addOption(new Option('--lang <cs|en>', 'language of the mail').choices(['cs', 'en']).default('cs'))
        .action(invite),
    )
    .addCommand(accountsErase())
    .addCommand(
      new Command('list')
        .description('list the accounts that have a role')
        .option('--json', 'print JSON')
        .action(({ json }: { json?: true }) => onDatabase((database) => list(database, json === true))),
    );
}

function withRole(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<email>', 'address of the account')
    .addArgument(new Argument('<role>').choices([...roleNames]))
    .option('--point <programme/slug>', 'for garant and deputy: one point')
    .option('--person <uid>', 'for garant and deputy: all points of a person of the content');
}

function withDays(command: Command): Command {
  return command
    .option('--from <day>', 'for deputy: first day, as 2026-12-01 (default: at once)')
    .option('--until <day>', 'for deputy: last day (default: until it is taken)');
}

async function grant(database: Database, address: string, role: Role, options: GrantOptions): Promise<void> {
  const { Accounts } = await import('../accounts/accounts.service.js');
  const email = await normalised(address);
  const { scope, label } = await scopeOf(database, role, options);
  const window = await windowOf(role, options);
  const publicName = await nameFor(database, role, options);
  const accounts = new Accounts(await activityLog());
  const account = await database.write(
    async (manager) =>
      (await accounts.byEmail(manager, email)) ??
      (await accounts.create(manager, { email, publicName, locale: 'cs' })),
  );
  const given = await (await roles(database)).grant({ accountId: account.id, role, scope, window }, null);
  say(given ? `${email} is ${role}${label} now.` : `${email} is ${role}${label} already.`);
}

async function revoke(database: Database, address: string, role: Role, options: ScopeOptions): Promise<void> {
  const { Accounts } = await import('../accounts/accounts.service.js');
  const email = await normalised(address);
  const { scope, label } = await scopeOf(database, role, options);
  const account = await new Accounts(await activityLog()).byEmail(database.read, email);
  const held = await roles(database);
  if (account && role === 'admin') await refuseLastAdmin(held, database, account.id);
  const taken = account && (await held.revoke({ accountId: account.id, role, scope }, null));
  if (!taken) throw new Refusal(`${email} is not ${role}${label}.`);
  say(`${email} is not ${role}${label} any more.`);
}

async function refuseLastAdmin(held: Roles, database: Database, accountId: string): Promise<void> {
  try {
    await held.assertNotLastAdmin(database.read, accountId);
  } catch {
    throw new Refusal('Without this admin there would be none: give the role to somebody else first.');
  }
}

interface InviteOptions extends ScopeOptions {
  lang: Locale;
}

/** The mail leaves with the server. */
async function invite(address: string, role: Role, options: InviteOptions): Promise<void> {
  const email = await normalised(address);
  const window = await windowOf(role, options);
  const [{ readConfig }, { Database: Open }, { Invitations }, { Refusal: No }] = await Promise.all([
    import('../ops/config.js'),
    import('../database/database.js'),
    import('../accounts/people/invitations.service.js'),
    import('../web/refusal.js'),
  ]);
  await withApplication(readConfig(process.env), async (application) => {
    const { scope, label } = await scopeOf(application.get(Open), role, options);
    const wish = { role, scope, window };
    try {
      await application.get(Invitations).invite(null, email, wish, options.lang);
    } catch (error) {
      if (!(error instanceof No)) throw error;
      throw new Refusal(
        error.status === 409
          ? `${email} is ${role}${label} already.`
          : `${email} was invited often enough today.`,
      );
    }
    say(`${email} is invited to be ${role}${label}.`);
  });
}

/** One line of `accounts list`. */
interface Listed {
  email: string | null;
  publicName: string;
  role: Role;
  person: string | null;
  point: string | null;
  from: string | null;
  until: string | null;
  source: string;
  grantedAt: string;
}

async function list(database: Database, json: boolean): Promise<void> {
  const [{ Account }, { RoleGrant }, { Point }, { Programme }] = await Promise.all([
    import('../accounts/account.entity.js'),
    import('../accounts/role-grant.entity.js'),
    import('../programme/point.entity.js'),
    import('../programme/programme.entity.js'),
  ]);
  const rows = await database.read
    .createQueryBuilder()
    .select([
      'account.email AS "email"',
      'account.publicName AS "publicName"',
      'held.role AS "role"',
      'held.personUid AS "person"',
      'programme.uid AS "programme"',
      'point.slug AS "slug"',
      'held.validFrom AS "from"',
      'held.validUntil AS "until"',
      'held.source AS "source"',
      'held.grantedAt AS "grantedAt"',
    ])
    .from(RoleGrant, 'held')
    .innerJoin(Account, 'account', 'account.id = held.accountId')
    .leftJoin(Point, 'point', 'point.id = held.pointId')
    .leftJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .where('held.revokedAt IS NULL')
    .orderBy('account.email')
    .addOrderBy('held.grantedAt')
    .getRawMany<Omit<Listed, 'point'> & { programme: string | null; slug: string | null }>();
  const listed = rows.map(
    ({ programme, slug, ...row }): Listed => ({ ...row, point: slug ? `${programme}/${slug}` : null }),
  );
  if (json) say(JSON.stringify({ grants: listed }));
  else if (listed.length === 0) say('Nobody has a role yet: accounts grant EMAIL ROLE');
  else for (const row of listed) say(lineOf(row));
}

function lineOf({ email, publicName, role, person, point, from, until }: Listed): string {
  const window = `${from ? ` from ${from}` : ''}${until ? ` until ${until}` : ''}`;
  const label = labelOf(person ?? undefined, point ?? undefined);
  return `${email ?? '(erased)'}  ${publicName}  ${role}${label}${window}`;
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

async function activityLog() {
  const { ActivityLog } = await import('../activity/activity-log.service.js');
  return new ActivityLog();
}

async function roles(database: Database) {
  const { Roles } = await import('../accounts/roles.service.js');
  return new Roles(database, await activityLog());
}

/** Opens the configured database, brought up to date, and closes it afterwards. */
async function onDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const [{ readConfig }, { migrate }, { openDatabase }, { entities }] = await Promise.all([
    import('../ops/config.js'),
    import('../database/migrate.js'),
    import('../database/open.js'),
    import('../entities.js'),
  ]);
  const { databaseUrl } = readConfig(process.env);
  await migrate(databaseUrl);
  const database = await openDatabase(databaseUrl, entities);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
