import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Invitation } from '../../src/accounts/people/invitation.entity.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { accountsCommand } from '../../src/cli/accounts.js';
import { logCommand } from '../../src/cli/log.js';
import { runCommandLine } from '../../src/cli/run.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Person } from '../../src/programme/person.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { onTable } from '../activity/tampering.js';
import { eachDatabase, sqliteDatabase, type TestDatabase } from '../support/databases.js';

/** Runs a command and gives its exit status and what it printed. */
async function run(
  database: TestDatabase,
  ...args: string[]
): Promise<{ status: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const to = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    written[stream] += String(text);
    return true;
  };
  vi.stubEnv('DATABASE_URL', database.url);
  vi.spyOn(process.stdout, 'write').mockImplementation(to('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(to('err'));
  try {
    const program = new Command('podnet').addCommand(accountsCommand()).addCommand(logCommand());
    const status = await runCommandLine(program, ['node', 'cli', ...args]);
    return { status, ...written };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

eachDatabase('The command line', (database) => {
  it('gives a role, making the account, and takes it again', async () => {
    const open = await database.open();
    expect(await run(database, 'accounts', 'grant', 'Sprava@Example.org', 'staff')).toEqual({
      status: 0,
      out: 'sprava@example.org is staff now.\n',
      err: '',
    });
    expect((await run(database, 'accounts', 'grant', 'sprava@example.org', 'staff')).out).toMatch(/already/);
    const account = await open.read.findOneByOrFail(Account, { email: 'sprava@example.org' });
    expect(account.publicName).not.toContain('sprava');
    expect((await run(database, 'accounts', 'revoke', 'sprava@example.org', 'staff')).status).toBe(0);
    const again = await run(database, 'accounts', 'revoke', 'sprava@example.org', 'staff');
    expect(again).toMatchObject({ status: 1, out: '', err: 'sprava@example.org is not staff.\n' });
    expect(await new ActivityLog().verify(open.read)).toMatchObject({ firstBroken: null });
  });

  it('tells whoever gets or loses a role by the same mail as the web does, which the server sends', async () => {
    const open = await database.open();
    const mails = async () =>
      (
        await open.read.find(OutboxMail, { where: { recipient: 'psana@example.org' }, order: { id: 'ASC' } })
      ).map(({ kind, sentAt }) => ({ kind, sentAt }));
    const granted = { kind: 'accounts.role-granted', sentAt: null };
    const days = ['--person', 'pisarka', '--until', '2099-12-31'];
    await open.write((manager) =>
      manager.insert(Person, { id: newId(), uid: 'pisarka', name: 'Psaná Jana', img: null, email: null }),
    );
    await run(database, 'accounts', 'grant', 'psana@example.org', 'deputy', ...days);
    expect(await mails()).toEqual([granted]);
    await run(database, 'accounts', 'grant', 'psana@example.org', 'deputy', ...days);
    expect(await mails()).toEqual([granted]);
    await run(database, 'accounts', 'revoke', 'psana@example.org', 'deputy', '--person', 'pisarka');
    expect(await mails()).toEqual([granted, { kind: 'accounts.role-revoked', sentAt: null }]);
    const [told] = await open.read.find(OutboxMail, {
      where: { recipient: 'psana@example.org', kind: granted.kind },
      order: { id: 'ASC' },
    });
    expect(told?.body).toContain('zástupce garanta bodů, za které odpovídá Psaná Jana');
    expect(told?.body).toContain('do 31. prosince 2099');
  });

  it('gives a role for a person of the content, with the name they have there', async () => {
    const open = await database.open();
    await open.write((manager) =>
      manager.insert(Person, { id: newId(), uid: 'jiri.jaros', name: 'Jiří Jaroš', img: null, email: null }),
    );
    const args = ['accounts', 'grant', 'jiri@example.org', 'garant', '--person', 'jiri.jaros'];
    expect((await run(database, ...args)).status).toBe(0);
    const { id, publicName } = await open.read.findOneByOrFail(Account, { email: 'jiri@example.org' });
    expect(publicName).toBe('Jiří Jaroš');
    expect(await open.read.findOneBy(RoleGrant, { accountId: id })).toMatchObject({
      personUid: 'jiri.jaros',
    });
    const unknown = await run(database, 'accounts', 'grant', 'x@example.org', 'garant', '--person', 'nobody');
    expect(unknown).toMatchObject({ status: 1, out: '' });
    expect(await open.read.countBy(Account, { email: 'x@example.org' })).toBe(0);
  });

  it('gives a role for one point', async () => {
    const open = await database.open();
    const programmeId = newId();
    const pointId = newId();
    await open.write(async (manager) => {
      await manager.insert(Programme, {
        id: programmeId,
        uid: 'kraj2020',
        title: 'Kraj',
        votesShown: 'always',
        position: 0,
      });
      await manager.insert(Point, {
        id: pointId,
        programmeId,
        uid: 'doprava',
        slug: 'doprava',
        path: 'kraj2020/doprava.md',
        title: 'Doprava',
        redmine: '[]',
        position: 0,
        source: '',
        sourceSections: '[]',
        versionNumber: 1,
        nextSectionNumber: 1,
        createdAt: now(),
      });
    });
    const point = ['--point', 'kraj2020/doprava'];
    expect((await run(database, 'accounts', 'grant', 'd@example.org', 'deputy', ...point)).status).toBe(0);
    expect((await run(database, 'accounts', 'list')).out).toMatch(
      /d@example\.org {2}.* deputy of kraj2020\/doprava\n/,
    );
    const listed = await run(database, 'accounts', 'list', '--json');
    expect(JSON.parse(listed.out)).toMatchObject({
      grants: expect.arrayContaining([
        expect.objectContaining({ email: 'd@example.org', role: 'deputy', point: 'kraj2020/doprava' }),
      ]),
    });
    const elsewhere = await run(
      database,
      'accounts',
      'grant',
      'd@example.org',
      'deputy',
      '--point',
      'kraj2020/x',
    );
    expect(elsewhere).toMatchObject({ status: 1, err: 'There is no point kraj2020/x.\n' });
  });

  it('gives a deputy days to begin and end, as clocks in Prague show them', async () => {
    const open = await database.open();
    const days = ['--person', 'jiri.jaros', '--from', '2099-12-01', '--until', '2099-12-31'];
    expect((await run(database, 'accounts', 'grant', 'z@example.org', 'deputy', ...days)).status).toBe(0);
    const account = await open.read.findOneByOrFail(Account, { email: 'z@example.org' });
    expect(await open.read.findOneBy(RoleGrant, { accountId: account.id })).toMatchObject({
      validFrom: '2099-11-30T23:00:00.000Z',
      validUntil: '2099-12-31T23:00:00.000Z',
    });
    const listed = await run(database, 'accounts', 'list', '--json');
    expect(JSON.parse(listed.out).grants).toContainEqual(
      expect.objectContaining({
        email: 'z@example.org',
        until: '2099-12-31T23:00:00.000Z',
        source: 'granted',
      }),
    );
  });

  it('invites an address, and leaves the mail to the server', async () => {
    const open = await database.open();
    const invited = await run(database, 'accounts', 'invite', 'Nova@example.org', 'staff', '--lang', 'en');
    expect(invited).toMatchObject({ status: 0, out: 'nova@example.org is invited to be staff.\n' });
    expect(await open.read.findOneByOrFail(Invitation, { email: 'nova@example.org' })).toMatchObject({
      role: 'staff',
      invitedById: null,
      acceptedAt: null,
    });
    expect(await open.read.findOneByOrFail(OutboxMail, { recipient: 'nova@example.org' })).toMatchObject({
      kind: 'accounts.invitation',
      locale: 'en',
      sentAt: null,
    });
    await run(database, 'accounts', 'grant', 'nova@example.org', 'staff');
    const held = await run(database, 'accounts', 'invite', 'nova@example.org', 'staff');
    expect(held).toMatchObject({ status: 1, err: 'nova@example.org is staff already.\n' });
  }, 30_000);

  it('does not take the role of the last admin', async () => {
    await run(database, 'accounts', 'grant', 'jediny@example.org', 'admin');
    expect(await run(database, 'accounts', 'revoke', 'jediny@example.org', 'admin')).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining('there would be none'),
    });
    await run(database, 'accounts', 'grant', 'druhy@example.org', 'admin');
    expect((await run(database, 'accounts', 'revoke', 'jediny@example.org', 'admin')).status).toBe(0);
  });

  it.each([
    [1, ['grant', 'a@example.org', 'garant', '--person', 'jiri.jaros', '--until', '2099-01-01']],
    [1, ['grant', 'a@example.org', 'deputy', '--person', 'jiri.jaros', '--until', 'tomorrow']],
    [1, ['grant', 'a@example.org', 'deputy', '--person', 'jiri.jaros', '--until', '2001-01-01']],
    [1, ['invite', 'a@example.org', 'garant']],
    [2, ['invite', 'a@example.org', 'king']],
    [1, ['grant', 'a@example.org', 'garant']],
    [1, ['grant', 'a@example.org', 'garant', '--point', 'a/b', '--person', 'c']],
    [1, ['grant', 'a@example.org', 'admin', '--person', 'jiri.jaros']],
    [1, ['grant', 'not an address', 'staff']],
    [1, ['grant', 'a@example.org', 'staff', '--name', '\u202e']],
    [2, ['grant', 'a@example.org', 'king']],
    [2, ['grant', 'a@example.org']],
    [2, ['grant', 'a@example.org', 'staff', '--colour', 'red']],
  ])('ends with %i for %j and changes nothing', async (status, args) => {
    const open = await database.open();
    const before = await open.read.count(Account);
    expect((await run(database, 'accounts', ...args)).status).toBe(status);
    expect(await open.read.count(Account)).toBe(before);
  });

  it('checks the log and names the first broken entry', async () => {
    const open = await database.open();
    await run(database, 'accounts', 'grant', 'posledni@example.org', 'staff');
    const { entries } = await new ActivityLog().verify(open.read);
    expect(await run(database, 'log', 'verify')).toEqual({
      status: 0,
      out: `The chain of ${entries} entries is whole.\n`,
      err: '',
    });
    await onTable(database.url, [`UPDATE activity SET verb = 'role.revoked' WHERE number = ${entries}`]);
    expect(await run(database, 'log', 'verify')).toMatchObject({ status: 1, out: '' });
    const json = await run(database, 'log', 'verify', '--json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.out)).toEqual({ entries: entries - 1, firstBroken: entries });
  });
});

describe('Every command', () => {
  const database = sqliteDatabase();

  it.each([
    ['accounts', ''],
    ['accounts', 'grant'],
    ['accounts', 'revoke'],
    ['accounts', 'invite'],
    ['accounts', 'list'],
    ['log', 'verify'],
  ])('explains itself: %s %s', async (...command) => {
    const { status, out } = await run(database, ...command.filter(Boolean), '--help');
    expect(status).toBe(0);
    expect(out).toContain('Usage: podnet');
  });
});
