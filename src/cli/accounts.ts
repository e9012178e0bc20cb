import { Argument, Command } from 'commander';
import type { Role } from '../accounts/role-grant.entity.js';
import type { RoleScope } from '../accounts/roles.service.js';
import type { Database } from '../database/database.js';
import { Refusal } from './run.js';

interface ScopeOptions {
  point?: string;
  person?: string;
  name?: string;
}

const roleNames: readonly Role[] = ['garant', 'deputy', 'staff', 'admin'];

/** `accounts grant | revoke | list`: who may do what. */
export function accountsCommand(): Command {
  return new Command('accounts')
    .description('give and take roles, and list who has them')
    .addCommand(
      withRole('grant', 'give a role; makes the account when there is none')
        .option('--name <name>', 'public name of a new account (default: the name of --person, or the role)')
        .action((email: string, role: Role, options: ScopeOptions) =>
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

async function grant(database: Database, address: string, role: Role, options: ScopeOptions): Promise<void> {
  const { Accounts } = await import('../accounts/accounts.service.js');
  const email = await normalised(address);
  const { scope, label } = await scopeOf(database, role, options);
  const publicName = await nameFor(database, role, options);
  const accounts = new Accounts(await activityLog());
  const account = await database.write(
    async (manager) =>
      (await accounts.byEmail(manager, email)) ??
      (await accounts.create(manager, { email, publicName, locale: 'cs' })),
  );
  const given = await (await roles(database)).grant({ accountId: account.id, role, scope }, null);
  say(given ? `${email} is ${role}${label} now.` : `${email} is ${role}${label} already.`);
}

async function revoke(database: Database, address: string, role: Role, options: ScopeOptions): Promise<void> {
  const { Accounts } = await import('../accounts/accounts.service.js');
  const email = await normalised(address);
  const { scope, label } = await scopeOf(database, role, options);
  const account = await new Accounts(await activityLog()).byEmail(database.read, email);
  const taken =
    account && (await (await roles(database)).revoke({ accountId: account.id, role, scope }, null));
  if (!taken) throw new Refusal(`${email} is not ${role}${label}.`);
  say(`${email} is not ${role}${label} any more.`);
}

/** One line of `accounts list`. */
interface Listed {
  email: string | null;
  publicName: string;
  role: Role;
  person: string | null;
  point: string | null;
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

function lineOf({ email, publicName, role, person, point }: Listed): string {
  return `${email ?? '(erased)'}  ${publicName}  ${role}${labelOf(person ?? undefined, point ?? undefined)}`;
}

function labelOf(person?: string, point?: string): string {
  if (person) return ` as ${person}`;
  return point ? ` of ${point}` : '';
}

async function scopeOf(
  database: Database,
  role: Role,
  { point, person }: ScopeOptions,
): Promise<{ scope: RoleScope; label: string }> {
  if (role === 'staff' || role === 'admin') {
    if (point || person)
      throw new Refusal(`A role of ${role} covers everything: leave --point and --person out.`);
    return { scope: {}, label: '' };
  }
  if (Boolean(point) === Boolean(person)) {
    throw new Refusal(`A role of ${role} needs either --point PROGRAMME/SLUG or --person UID.`);
  }
  const scope = point ? await pointScope(database, point) : await personScope(database, person ?? '');
  return { scope, label: labelOf(person, point) };
}

async function pointScope(database: Database, path: string): Promise<RoleScope> {
  const [{ Point }, { Programme }] = await Promise.all([
    import('../programme/point.entity.js'),
    import('../programme/programme.entity.js'),
  ]);
  const [uid = '', slug = ''] = path.split('/', 2);
  const programme = await database.read.findOneBy(Programme, { uid });
  const point = programme && (await database.read.findOneBy(Point, { programmeId: programme.id, slug }));
  if (!programme || !point) throw new Refusal(`There is no point ${path}.`);
  return { pointId: point.id };
}

async function personScope(database: Database, uid: string): Promise<RoleScope> {
  const [{ Person }, { PointGarant }] = await Promise.all([
    import('../programme/person.entity.js'),
    import('../programme/point-garant.entity.js'),
  ]);
  const isKnown = await database.read.existsBy(Person, { uid });
  const isNamed = isKnown || (await database.read.existsBy(PointGarant, { personUid: uid }));
  if (!isNamed) throw new Refusal(`Neither people/ nor any point knows a person ${uid}.`);
  return { personUid: uid };
}

/** Never the address: the name is shown beside what the account says. */
async function nameFor(database: Database, role: Role, { name, person }: ScopeOptions): Promise<string> {
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
