import type { InjectOptions } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { csrfField, csrfToken } from '../../src/web/csrf.js';
import { Secret } from '../../src/web/secret.js';
import { routesOf } from '../conventions/routes.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { importContent } from './support.js';

/** As they stand in an address: encoded where a browser would, and where it would not. */
const hostileValues = [
  '%00',
  'a%00b',
  '%ff%fe',
  '%ed%a0%80',
  '%',
  '-1',
  '0',
  '007',
  '1e3',
  'NaN',
  'Infinity',
  '2147483648',
  '999999999',
  '99999999999999999999999999',
  '1;DROP%20TABLE%20account',
  '%27%20OR%201=1--',
  '..%2f..%2fetc%2fpasswd',
  '%0d%0aSet-Cookie:%20a=b',
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '__proto__',
  'constructor',
  '00000000-0000-0000-0000-000000000000',
  '2026-99-99T99:99:99.999Z~00000000-0000-0000-0000-000000000000',
  '%F0%9F%A6%84',
  'x'.repeat(390),
  'x'.repeat(4000),
];

/** What no answer may hold. */
const givesAway = /<script>alert|SELECT |QueryFailed|node_modules/;

const queryNames = [
  'po',
  'pred',
  'navrhy',
  'hledat',
  'odpoved',
  'druh',
  'bod',
  'komu',
  'co',
  'next',
  'zprava',
  'razeni',
  'stav',
  'cast',
  'vse',
  'role',
];

/** What each form asks, filled in as it should be. */
const section = '/program/kraj2020/digitalizace/sekce/1';
const reason = 'Protože je to tak lepší.';
const forms: [path: string, as: string | null, fields: Record<string, string>][] = [
  [`${section}/komentare`, 'obcan', { body: 'Slovo', revize: '', odpoved: '' }],
  [`${section}/komentare`, null, { body: 'Slovo', revize: '', odpoved: '', website: '' }],
  [`${section}/hlas`, 'obcan', { volba: 'agree', revize: '' }],
  [
    `${section}/uprava`,
    'garant',
    { heading: 'A', body: 'B', note: reason, minor: '', revize: '', intent: 'diff' },
  ],
  ['/program/kraj2020/digitalizace/precteno', 'obcan', { verze: '1', jak: 'precteno' }],
  [`${section}/navrh`, 'obcan', { kind: 'add', heading: 'A', body: 'B', reason, revize: '', intent: 'diff' }],
  ['/prihlaseni', null, { email: 'a@example.org', next: '/', website: '' }],
  [
    '/prihlaseni/prispevek',
    null,
    { contribution: '', email: 'a@example.org', publicName: 'Eva', consent: 'yes', terms: 'yes' },
  ],
  ['/prihlaseni/souhlas', 'obcan', { contribution: '', consent: 'yes', consentVersion: '1', terms: 'yes' }],
  [`/prihlaseni/overeni/${'x'.repeat(43)}`, null, { shown: '', publicName: 'Eva' }],
  ['/prihlaseni/poskytovatel/:provider', null, { next: '/' }],
  ['/prihlaseni/poskytovatel/:provider/znovu', 'obcan', { next: '/' }],
  ['/prihlaseni/poskytovatel/:provider/dokonceni', null, { publicName: 'Eva' }],
  ['/prihlaseni/kod', null, { code: '123456', what: '' }],
  ['/prihlaseni/znovu', 'obcan', { next: '/' }],
  [`/prihlaseni/overeni/${'x'.repeat(43)}/zpet`, null, {}],
  [`/prihlaseni/adresa/${'x'.repeat(43)}`, null, {}],
  [`/prihlaseni/adresa/zpet/${'x'.repeat(43)}`, null, {}],
  ['/prihlaseni/ceka/posta', null, {}],
  ['/prihlaseni/ceka/zverejneni', 'obcan', { shown: '' }],
  ['/muj-ucet/zabezpeceni/adresa', 'obcan', { email: 'a@example.org' }],
  ['/muj-ucet/zabezpeceni/zarizeni/odhlaseni', 'obcan', {}],
  ['/prihlaseni/klic', null, { response: '{}', next: '/' }],
  ['/prihlaseni/klic/znovu', 'obcan', { response: '{}', next: '/' }],
  ['/muj-ucet/zabezpeceni/klice', 'obcan', { response: '{}', name: 'Telefon' }],
  ['/muj-ucet/zabezpeceni/klice/:id/jmeno', 'obcan', { name: 'Telefon' }],
  ['/muj-ucet/zabezpeceni/klice/moznosti', 'obcan', { name: 'Telefon' }],
  ['/muj-ucet/nastaveni/jmeno', 'obcan', { publicName: 'Eva' }],
  ['/muj-ucet/nastaveni/jazyk', 'obcan', { locale: 'cs' }],
  ['/muj-ucet/nastaveni/souhlas', 'obcan', { consent: 'yes', consentVersion: '1', termsVersion: '1' }],
  ['/sprava/lide/:account/role', 'admin', { role: 'deputy', reach: '', from: '', until: '' }],
  [
    '/sprava/lide/pozvanky',
    'sprava',
    { email: 'a@example.org', role: 'garant', reach: '', from: '', until: '' },
  ],
  ['/sprava/import/:number/soubory/:position/opravy', 'sprava', { incoming: '1', section: 'x' }],
  [
    '/sprava/import/:number/soubory/:position/zneni',
    'sprava',
    { incoming: '1', section: 'x', wording: 'file' },
  ],
  ['/garant/komentare/:id/odpoved', 'garant', { body: 'Slovo', standing: 'waiting' }],
  ['/garant/komentare/:id/skryti', 'garant', { ground: 'spam', facts: reason, standing: 'waiting' }],
  ['/garant/komentare/:id/vyrizeni', 'garant', { standing: 'waiting' }],
  ['/garant/komentare/:id/vraceni', 'garant', { facts: reason }],
  ['/garant/navrhy/:number/prijeti', 'garant', { statement: reason, heading: 'A', body: 'B', revision: '' }],
  ['/garant/navrhy/:number/odmitnuti', 'garant', { statement: reason }],
  ['/garant/navrhy/:number/otevreni', 'garant', { statement: reason }],
  ['/navrhy/12/hlas', 'obcan', { value: 'support', zneni: '1' }],
  ['/navrhy/12/komentare', 'obcan', { body: 'Slovo', odpoved: '' }],
  ['/navrhy/15/uprava', 'obcan', { heading: 'A', body: 'B', reason, revize: '', intent: 'preview' }],
  ['/navrhy/15/prizpusobeni', 'obcan', { heading: 'A', body: 'B', reason, revize: '', intent: 'preview' }],
  ['/navrhy/15/potvrzeni', 'obcan', { revize: '' }],
  ['/navrhy/15/postoj', 'obcan', { postoj: 'agrees' }],
  [
    '/garant/navrhy/9/slouceni',
    'garant',
    { choices: '-', revision: '', heading: 'A', body: 'B', statement: '', intent: 'preview' },
  ],
  [
    '/garant/slouceni/kraj2020/digitalizace/4',
    'garant',
    {
      navrh: '14',
      from: '14',
      seen: '14',
      revision: '',
      heading: 'A',
      body: 'B',
      statement: '',
      intent: 'preview',
    },
  ],
  // Last, for it would end all sessions.
  ['/muj-ucet/udaje/vymazani', 'obcan', { choice: 'keep' }],
];

/** Buttons that take no fields, and files, which have a spec of their own; each is tried with hostile paths all the same. */
const withoutFields = [
  '/demo/prihlaseni/:name',
  '/garant/navrhy/:number/posouzeni',
  '/garant/navrhy/:number/vraceni',
  '/muj-ucet/nastaveni/souhlas/odvolani',
  '/muj-ucet/pozvanky/:id/odmitnuti',
  '/muj-ucet/pozvanky/:id/prijeti',
  '/muj-ucet/pozvanky/osoby/:uid',
  '/muj-ucet/pozvanky/osoby/:uid/odmitnuti',
  '/muj-ucet/pozvanky/osoby/:uid/vraceni',
  '/muj-ucet/udaje/export',
  '/muj-ucet/udaje/vymazani/zpet',
  '/muj-ucet/zabezpeceni/adresa/zruseni',
  '/muj-ucet/zabezpeceni/klice/:id/odebrani',
  '/muj-ucet/zabezpeceni/poskytovatele/:id/odpojeni',
  '/muj-ucet/zabezpeceni/poskytovatele/:provider/propojeni',
  '/muj-ucet/zabezpeceni/zarizeni/:id/odhlaseni',
  '/navrhy/:number/stazeni',
  '/odhlaseni',
  '/prihlaseni/ceka/:id/zahozeni',
  '/prihlaseni/klic/moznosti',
  '/prihlaseni/klic/znovu/moznosti',
  '/sprava/import',
  '/sprava/import/:number/provedeni',
  '/sprava/import/:number/zruseni',
  '/sprava/import/soubory',
  '/sprava/lide/:id/role/:grant/odebrani',
  '/sprava/lide/pozvanky/:id/stazeni',
  '/sprava/lide/pozvanky/:id/znovu',
];

eachDatabase('hostile requests', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  importContent(app);
  const tokens = new Map<string, string>();
  const known: Record<string, string[]> = {};

  beforeAll(async () => {
    await seedDemo(app.application);
    for (const person of demoPeople)
      tokens.set(person.name, await app.application.get(Demo).signIn(person, 'test'));
    const [comment] = await app.database.read.find(Comment, { order: { id: 'ASC' }, take: 1 });
    Object.assign(known, {
      programme: ['kraj2020'],
      point: ['digitalizace'],
      number: ['1'],
      id: [comment?.id ?? ''],
      account: [comment?.authorId ?? ''],
      name: ['obcan'],
      token: ['x'.repeat(43)],
      version: ['0'],
    });
  }, 60_000);

  /** Straight into the server, since clients refuse to send such addresses. */
  const send = async (options: InjectOptions, as: string | null) => {
    const token = as === null ? undefined : tokens.get(as);
    const headers = { ...options.headers, ...(token ? { cookie: `podnet=${token}` } : {}) };
    return app.application.inject({ ...options, headers });
  };

  const csrfOf = async (as: string | null) => {
    const token = as === null ? undefined : tokens.get(as);
    const viewer = await app.application.get(Sessions).ofToken(token);
    return csrfToken(app.application.get(Secret), { viewer });
  };

  /** The route with each of its parameters hostile in turn, the others as they should be. */
  const hostileAddresses = (path: string): string[] => {
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const fill = (odd: string | null, value: string) =>
      path.replace(/:(\w+)/g, (_, name: string) => (name === odd ? value : (known[name]?.[0] ?? 'x')));
    return names.flatMap((odd) => hostileValues.map((value) => fill(odd, value)));
  };
  const plainAddress = (path: string) =>
    path.replace(/:(\w+)/g, (_, name: string) => known[name]?.[0] ?? 'x');

  const readers = [null, 'garant', 'admin'];

  /** The requests among these whose answer is a failure of ours, or tells what it should not. */
  async function failures(requests: { options: InjectOptions; as: string | null }[]): Promise<string[]> {
    const failed: string[] = [];
    for (const { options, as } of requests) {
      const { statusCode, body } = await send(options, as);
      const what = `${statusCode} ${options.method} ${options.url} ${options.payload ?? ''} (${as})`;
      if (statusCode >= 500 || givesAway.test(body)) failed.push(what.slice(0, 200));
    }
    return failed;
  }

  const routes = (wanted: string) => routesOf(app.application).filter(({ method }) => method === wanted);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const get = (url: string, as: string | null) => ({ options: { method: 'GET' as const, url }, as });
  const post = (url: string, payload: string, as: string | null) => ({
    options: { method: 'POST' as const, url, payload, headers },
    as,
  });

  test('in paths are never a failure', async () => {
    const requests = routes('GET').flatMap(({ path }) =>
      hostileAddresses(path).flatMap((url) => readers.map((as) => get(url, as))),
    );
    expect(await failures(requests)).toEqual([]);
  }, 120_000);

  test('in queries are never a failure', async () => {
    const whole = (value: string) => queryNames.map((name) => `${name}=${value}`).join('&');
    const part = queryNames.map((name) => `${name}[]=1&${name}[a]=1&${name}&${name}=&${name}=2`).join('&');
    const queries = [...hostileValues.map((value) => whole(value.slice(0, 1000))), part];
    const requests = routes('GET').flatMap(({ path }) =>
      queries.map((query) => get(`${plainAddress(path)}?${query}`, 'admin')),
    );
    expect(await failures(requests)).toEqual([]);
  }, 120_000);

  test('in paths of forms are never a failure', async () => {
    const requests = [];
    for (const as of readers) {
      const payload = `${csrfField}=${await csrfOf(as)}`;
      for (const { path } of routes('POST').filter(({ path }) => !/odhlaseni$|demo/.test(path)))
        requests.push(...hostileAddresses(path).map((url) => post(url, payload, as)));
    }
    expect(await failures(requests)).toEqual([]);
  }, 120_000);

  test('are tried on every form', () => {
    const isTried = (path: string) => {
      const shape = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
      return forms.some(([tried]) => shape.test(tried));
    };
    const untried = routes('POST').flatMap(({ path }) => (isTried(path) ? [] : path));
    expect(untried.sort()).toEqual([...withoutFields].sort());
  });

  test('in fields are never a failure', async () => {
    const odd = [...hostileValues, '%E2%80%8B', '%0d%0a', '=1%2B1', '%C5%BD'.repeat(3000)];
    const requests = [];
    for (const [path, as, fields] of forms) {
      const token = await csrfOf(as);
      for (const field of Object.keys(fields))
        for (const value of odd) {
          const { [field]: _, ...others } = fields;
          const rest = new URLSearchParams({ [csrfField]: token, ...others });
          requests.push(post(plainAddress(path), `${rest}&${field}=${value}`, as));
        }
    }
    expect(await failures(requests)).toEqual([]);
  }, 120_000);
});
