import { Argument, Command, Option } from 'commander';
import type { Role } from '../accounts/role-grant.entity.js';
import type { Database } from '../database/database.js';
import { accountsErase } from './accounts-erase.js';
import { grantRole, inviteToRole, revokeRole } from './accounts-roles.js';
import { labelOf } from './role-scope.js';

const roleNames: readonly Role[] = ['garant', 'deputy', 'staff', 'admin'];

/** `accounts grant | revoke | invite | erase | list`: who may do what. */
export function accountsCommand(): Command {
  return new Command('accounts')
    .description('give and take roles, and list who has them')
    .addCommand(
      withDays(withRole('grant', 'give a role; makes the account when there is none'))
        .option('--name <name>', 'public name of a new account (default: the name of --person, or the role)')
        .action(grantRole),
    )
    .addCommand(withRole('revoke', 'take a role; the account stays').action(revokeRole))
    .addCommand(
      withDays(withRole('invite', 'offer a role by mail to whoever proves the address'))
        .addOption(new Option('--lang <cs|en>', 'language of the mail').choices(['cs', 'en']).default('cs'))
        .action(inviteToRole),
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
