import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { csrfToken } from '../../src/web/csrf.js';
import { Secret } from '../../src/web/secret.js';
import type { Person } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';
import { isLetIn, ruleOf, sensibleFields, unusedRules } from './matrix-rules.js';
import { addressOf, type Cast, castOf, type Kind, kinds } from './matrix-world.js';
import { type Route, routesOf } from './routes.js';

type Method = 'GET' | 'HEAD' | 'POST';

/** Somebody before a door. */
interface Knock {
  route: Route;
  url: string;
  kind: Kind;
}

interface Answer {
  status: number;
  location: string;
  body: string;
}

const staleForm = 'Platnost formuláře vypršela';

eachDatabase('Every route and every role', (database) => {
  const here = deskWorld(database);
  let cast: Cast;
  let routes: Route[] = [];

  beforeAll(async () => {
    cast = await castOf(here);
    routes = routesOf(here.app.application);
    await here.app.sendMail();
  }, 60_000);

  const personOf = (kind: Kind): Person | null => (kind === 'anonymous' ? null : cast.by[kind]);

  const tokenOf = async (kind: Kind) => {
    const cookie = personOf(kind)?.cookie.split('=')[1];
    const viewer = await here.app.application.get(Sessions).ofToken(cookie);
    return csrfToken(here.app.application.get(Secret), { viewer });
  };

  const send = async (method: Method, url: string, by: Person | null, payload?: string): Promise<Answer> => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { ...(by ? { cookie: by.cookie } : {}), ...(payload === undefined ? {} : form) };
    const {
      statusCode,
      headers: given,
      body,
    } = await here.app.application.inject({ method, url, headers, payload });
    return { status: statusCode, location: String(given.location ?? ''), body };
  };

  /** Without the token of a form nothing is carried out: whoever comes so far was let in. */
  const knock = (route: Route, url: string, by: Person | null) =>
    route.method === 'POST' ? send('POST', url, by, '') : send('GET', url, by);

  const doors = (): { route: Route; url: string }[] =>
    routes.map((route) => ({ route, url: addressOf(route.path, cast.examples) }));

  const knocks = (): Knock[] => doors().flatMap((door) => kinds.map((kind) => ({ ...door, kind })));

  /** Sentences about the doors that answer otherwise than they should. */
  const wrongAmong = async (chosen: Knock[], check: (knock: Knock) => Promise<string | null>) => {
    const wrong: string[] = [];
    for (const one of chosen) {
      const what = await check(one);
      if (what) wrong.push(`${one.route.method} ${one.route.path} as ${one.kind}: ${what}`);
    }
    return wrong;
  };

  /** All that is stored, but for when sessions were last used: a fingerprint of each table. */
  const stored = async () => {
    const { read } = here.app.database;
    const prints: Record<string, string> = {};
    for (const { tableName, columns } of read.connection.entityMetadatas) {
      const names = columns.map(({ databaseName }) => databaseName).filter((name) => name !== 'last_used_at');
      const rows: object[] = await read.query(
        `SELECT ${names.map((name) => `"${name}"`)} FROM "${tableName}"`,
      );
      const lines = rows.map((row) => JSON.stringify(row)).sort();
      prints[tableName] = `${rows.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
    }
    return prints;
  };

  test('have a declaration, an example for each parameter, and rules that are about something', () => {
    expect(doors().length).toBeGreaterThan(100);
    expect(routes.filter((route) => !kinds.some((kind) => isLetIn(route, kind)))).toEqual([]);
    expect(unusedRules(routes)).toEqual([]);
  });

  test('meet as declared: who may is let in, others are refused or asked to sign in', async () => {
    const wrong = await wrongAmong(knocks(), async ({ route, url, kind }) => {
      const answer = await knock(route, url, personOf(kind));
      if (answer.status >= 500 && answer.status !== 503) return `a failure (${answer.status})`;
      const got = gateOf(answer);
      const wanted = expectedGate(route, kind);
      // Pages about signing in lead on to where one signs in.
      const isFine = got === wanted || (route.access === 'anyone' && got === 'sign in');
      return isFine ? null : `${got} (${answer.status}), not ${wanted}`;
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  test('ask for a fresh proof where declared, and nowhere else', async () => {
    const asAdmin = knocks().filter(({ route, kind }) => kind === 'admin' && route.access !== 'anyone');
    const wrong = await wrongAmong(asAdmin, async ({ route, url }) => {
      const asked = gateOf(await knock(route, url, cast.stale)) === 'prove again';
      return asked === route.fresh ? null : `a fresh proof is ${asked ? '' : 'not '}asked for`;
    });
    expect(wrong).toEqual([]);
    expect(routes.filter(({ fresh }) => fresh).length).toBeGreaterThan(5);
  }, 60_000);

  test('show a thing to those whom the rules let see it, and to others the same as what never was', async () => {
    const ruled = knocks().filter(
      ({ route, kind }) => route.method === 'GET' && ruleOf(route) && isLetIn(route, kind),
    );
    const wrong = await wrongAmong(ruled, async ({ route, url, kind }) => {
      const rule = ruleOf(route);
      const { status, body } = await send('GET', url, personOf(kind));
      if (rule?.may.includes(kind)) return status < 400 ? null : `${status}`;
      if (status !== rule?.otherwise) return `${status}`;
      const absent = await send('GET', absentAddress(url), personOf(kind));
      const isSame = absent.status === 404 && withoutAddress(absent.body) === withoutAddress(body);
      return status === 404 && !isSame ? 'tells that it is there' : null;
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  test('change nothing for those whom the rules do not let, whatever they send', async () => {
    const before = await stored();
    const refused = knocks().filter(({ route, kind }) => {
      const rule = route.method === 'POST' ? ruleOf(route) : null;
      return rule !== null && isLetIn(route, kind) && !rule.may.includes(kind);
    });
    const wrong = await wrongAmong(refused, async ({ route, url, kind }) => {
      const payload = `_csrf=${await tokenOf(kind)}${sensibleFields(route)}`;
      const { status } = await send('POST', url, personOf(kind), payload);
      return status === ruleOf(route)?.otherwise ? null : `${status}`;
    });
    expect(wrong).toEqual([]);
    expect(await stored()).toEqual(before);
  }, 60_000);

  test('change nothing by GET and HEAD, whoever asks', async () => {
    const before = await stored();
    for (const { route, url, kind } of knocks()) {
      if (route.method !== 'GET') continue;
      await send('GET', url, personOf(kind));
      await send('HEAD', url, personOf(kind));
    }
    expect(await stored()).toEqual(before);
  }, 60_000);
});

/** What the guards make of a request: they come first, so that nothing else has to be right about it. */
function gateOf({ status, location, body }: Answer): string {
  if (status === 303 && location.startsWith('/prihlaseni/znovu')) return 'prove again';
  if (status === 303 && /^\/prihlaseni(\?|$)/.test(location)) return 'sign in';
  return status === 403 && !body.includes(staleForm) ? 'refused' : 'let in';
}

function expectedGate(route: Route, kind: Kind): string {
  if (!isLetIn(route, kind)) return kind === 'anonymous' ? 'sign in' : 'refused';
  const rule = route.method === 'GET' ? ruleOf(route) : null;
  return rule?.otherwise === 403 && !rule.may.includes(kind) ? 'refused' : 'let in';
}

/** The same address of something that never was. */
function absentAddress(url: string): string {
  return url.replace(/[^/]+(?=(\/slouceni|\/soubor|\/uprava)?$)/, '999999');
}

function withoutAddress(page: string): string {
  return page.replace(/(href|content|action)="[^"]*"/g, '');
}
