import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { RoleGrant } from '../../../src/accounts/role-grant.entity.js';
import { Roles } from '../../../src/accounts/roles.service.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { Activity } from '../../../src/activity/activity.entity.js';
import { importContent } from '../../pages/support.js';
import { testApplication } from '../../support/application.js';
import { eachDatabase } from '../../support/databases.js';
import { type LyingProvider, lyingClient, startLyingProvider } from '../../support/lying-provider.js';
import type { Browser } from '../people.js';
import { someEmail } from '../people.js';
import { accountWith, complete, leaveFor, providersFile } from './world.js';

eachDatabase('Roles that a provider tells of', (database) => {
  const environment: NodeJS.ProcessEnv = {};
  const there: Record<string, LyingProvider> = {};
  beforeAll(async () => {
    for (const key of ['mesto', 'strana']) there[key] = await startLyingProvider();
    environment.OIDC_PROVIDERS = providersFile(
      Object.entries(there).map(([key, { issuer }]) => ({
        key,
        issuer,
        ...lyingClient,
        trustsEmail: true,
        roles: [
          { claim: 'realm_access.roles', value: 'podnet-staff', role: 'staff' },
          { claim: 'groups', value: 'it', role: 'garant', point: 'kraj2020/digitalizace' },
          { claim: 'groups', value: 'gone', role: 'garant', point: 'kraj2020/neni-tu' },
          { claim: 'person', value: 'me', role: 'deputy', person: 'nekdo' },
        ],
      })),
    );
  });
  afterAll(() => Promise.all(Object.values(there).map((provider) => provider.close())));
  const at = testApplication(database, environment);
  importContent(at);

  let email = '';
  beforeEach(() => {
    email = someEmail();
  });

  const arrive = async (browser: Browser, claims: Record<string, unknown>, key = 'mesto') => {
    const { searchParams, origin } = await leaveFor(browser, key);
    const [state = '', nonce] = [searchParams.get('state') ?? '', searchParams.get('nonce')];
    there[key]?.expect({ sub: email, email, email_verified: true, nonce, ...claims });
    const query = new URLSearchParams({ code: 'c', state, iss: origin });
    const answer = await browser.get(`/prihlaseni/poskytovatel/${key}/zpet?${query}`);
    if (String(answer.headers.location).endsWith('dokonceni'))
      await complete(browser, key, { publicName: `Někdo ${email.split('@')[0]}` });
  };
  const held = async () => {
    const account = await accountWith(at, email);
    const grants = await at.database.read.find(RoleGrant, {
      where: { accountId: account?.id },
      order: { id: 'ASC' },
    });
    return grants
      .filter(({ revokedAt }) => revokedAt === null)
      .map(({ role, source, provider }) => [role, source, provider]);
  };
  const staff = { realm_access: { roles: ['x', 'podnet-staff'] } };

  it('come with the claims at the first sign-in, and act at once', async () => {
    const browser = at.browser();
    await arrive(browser, { ...staff, groups: 'it' });
    expect(await held()).toEqual([
      ['staff', 'provider', 'mesto'],
      ['garant', 'provider', 'mesto'],
    ]);
    expect((await browser.get('/sprava/vystupy')).status).toBe(200);
  });

  it('go with the claims at the next one, together with the sessions that had them', async () => {
    const before = at.browser();
    await arrive(before, staff);
    const browser = at.browser();
    await arrive(browser, {});
    expect(await held()).toEqual([]);
    expect((await browser.get('/sprava/vystupy')).status).toBe(403);
    expect((await before.get('/sprava/vystupy')).status).toBe(303);
  });

  it('leave sessions alone where nothing changed', async () => {
    await arrive(at.browser(), staff);
    await arrive(at.browser(), staff);
    const account = await accountWith(at, email);
    expect(await at.database.read.countBy(Session, { accountId: account?.id })).toBe(2);
  });

  it.each([
    ['another text', { realm_access: { roles: 'podnet-staff-not' } }],
    ['a part of a text', { realm_access: { roles: 'x podnet-staff' } }],
    [
      'the name of another role',
      { realm_access: { roles: ['admin', 'podnet-admin'] }, role: 'admin', roles: ['admin'] },
    ],
    ['nothing where the path leads', { realm_access: 'podnet-staff' }],
    ['lists within lists', { realm_access: { roles: [['podnet-staff']] } }],
    ['names of every object', { realm_access: { __proto__: { roles: ['podnet-staff'] } }, constructor: 'x' }],
    ['a point that is not there', { groups: ['gone'] }],
  ])('are not given for %s', async (_what, claims) => {
    await arrive(at.browser(), claims);
    expect(await held()).toEqual([]);
  });

  it('are nobody else’s: what people granted stays, and so does what another provider told', async () => {
    const browser = at.browser();
    await arrive(browser, { groups: ['it'] });
    const account = await accountWith(at, email);
    await at.application.get(Roles).grant({ accountId: account?.id ?? '', role: 'staff', scope: {} }, null);
    await arrive(at.browser(), {});
    expect(await held()).toEqual([['staff', 'granted', null]]);
    await arrive(at.browser(), { person: 'me' }, 'strana');
    await arrive(at.browser(), {});
    expect(await held()).toEqual([
      ['staff', 'granted', null],
      ['deputy', 'provider', 'strana'],
    ]);
  });

  it('stand in the log as given and taken by the provider, before the session begins', async () => {
    await arrive(at.browser(), staff);
    await arrive(at.browser(), {});
    const account = await accountWith(at, email);
    const entries = await at.database.read.find(Activity, {
      where: { subjectId: account?.id },
      order: { number: 'ASC' },
    });
    const verbs = entries.map(({ verb }) => verb);
    expect(verbs.filter((verb) => verb.startsWith('role.') || verb === 'account.signed-in')).toEqual([
      'role.granted',
      'account.signed-in',
      'role.revoked',
      'account.signed-in',
    ]);
    expect(JSON.stringify(entries)).not.toContain(email);
  });
});
