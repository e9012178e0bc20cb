import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProviders } from '../../src/ops/identity-providers.js';

const folder = mkdtempSync(join(tmpdir(), 'podnet-providers-'));
const file = join(folder, 'providers.yaml');

const good = `
- key: mesto
  name: { cs: Městský účet, en: City account }
  issuer: https://login.mesto.example/realms/obcane
  clientId: podnet
  clientSecretEnv: MESTO_SECRET
  trustsEmail: true
  roles:
    - { claim: realm_access.roles, value: podnet-tym, role: staff }
    - { claim: groups, value: doprava, role: garant, point: kraj2020/doprava }
`;

function read(yaml: string, environment: NodeJS.ProcessEnv = { MESTO_SECRET: 's' }, production = true) {
  writeFileSync(file, yaml);
  return readProviders({ OIDC_PROVIDERS: file }, environment, production);
}

describe('readProviders', () => {
  beforeAll(() => writeFileSync(file, good));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds none where nothing is set', () => {
    expect(readProviders({}, {}, true)).toEqual({ providers: [], problems: [] });
  });

  it('makes one provider of three variables, trusted in nothing', () => {
    const { providers, problems } = readProviders(
      { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' },
      {},
      true,
    );
    expect(problems).toEqual([]);
    expect(providers).toMatchObject([
      {
        key: 'oidc',
        name: { cs: 'id.example.org', en: 'id.example.org' },
        scope: 'openid email profile',
        trustsEmail: false,
        allowPrivateAddress: false,
        roles: [],
      },
    ]);
  });

  it('names the variables that are missing beside the others', () => {
    expect(readProviders({ OIDC_CLIENT_ID: 'a' }, {}, true).problems).toEqual([
      expect.stringMatching(/^OIDC_ISSUER:/),
      expect.stringMatching(/^OIDC_CLIENT_SECRET:/),
    ]);
  });

  it('reads a file, with secrets from variables', () => {
    const { providers, problems } = read(good);
    expect(problems).toEqual([]);
    expect(providers[0]).toMatchObject({ key: 'mesto', clientSecret: 's', trustsEmail: true });
    expect(providers[0]?.roles).toHaveLength(2);
  });

  it.each([
    ['a file that is not there', null, /cannot be read/],
    ['no list', 'key: mesto', /must be a list/],
    ['broken YAML', '- {', /cannot be read/],
    ['an alias', '- &a {key: x}\n- *a', /cannot be read/],
    ['an entry that is none', '- mesto', /1\. provider: must be a mapping/],
    [
      'a key that cannot stand in an address',
      good.replace('key: mesto', 'key: Město/1'),
      /1\. provider: key/,
    ],
    ['a name in one language', good.replace(', en: City account', ''), /name\.en/],
    ['an issuer that is no address', good.replace('https://login', 'login'), /issuer/],
    ['an issuer with a query', good.replace('/obcane', '/obcane?x=1'), /issuer/],
    ['an issuer that is no web', good.replace('https:', 'ftp:'), /issuer/],
    ['a secret that is not set', good.replace('MESTO_SECRET', 'OTHER'), /clientSecret/],
    ['a setting that is none', `${good}  trustEmail: true\n`, /trustEmail/],
    ['a trust that is a word', good.replace('trustsEmail: true', 'trustsEmail: "no"'), /trustsEmail/],
    ['a scope without openid', `${good}  scope: email\n`, /scope/],
    ['a role that is none', good.replace('role: staff', 'role: king'), /roles\.0\.role/],
    [
      'a garant of nothing',
      good.replace(', point: kraj2020/doprava', ''),
      /roles\.1.*either person or point/,
    ],
    [
      'a garant of both',
      good.replace('role: garant', 'role: garant, person: jana'),
      /either person or point/,
    ],
    ['staff of one point', good.replace('role: staff', 'role: staff, point: a/b'), /covers everything/],
    ['the same key twice', good + good, /mesto is given twice/],
    ['plain http in production', good.replace('https:', 'http:'), /https:\/\/ in production/],
  ])('refuses %s and says where', (_what, yaml, told) => {
    const { problems } =
      yaml === null ? readProviders({ OIDC_PROVIDERS: join(folder, 'none') }, {}, true) : read(yaml);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(told);
    expect(problems.join('\n')).toMatch(/OIDC/);
  });

  it('lets plain http be where this is no production', () => {
    expect(read(good.replace('https:', 'http:'), { MESTO_SECRET: 's' }, false).problems).toEqual([]);
  });
});
