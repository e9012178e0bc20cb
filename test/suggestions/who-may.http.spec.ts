import { beforeAll, describe, expect, test } from 'vitest';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { type Person, texts } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { sqliteDatabase } from '../support/databases.js';

/** Who asks, in the order of the columns below; `admin` and `staff` answer for no point. */
const who = ['visitor', 'author', 'citizen', 'garant', 'deputy', 'stranger', 'staff', 'admin'] as const;
type Who = (typeof who)[number];

/**
 * What each gets, as a form of ours sends it but without any field: 422 and 400 mean that they may and said nothing yet,
 * 409 that they may and it does not fit; 303 → that the visitor is sent to sign in. `stranger` is garant of another point.
 */
const table = `
                                visitor author citizen garant deputy stranger staff admin
GET  /navrhy/N                  200     200    200     200    200    200      200   200
GET  /navrhy/N/komentare        200     200    200     200    200    200      200   200
GET  /navrhy/N/uprava           303     200    403     403    403    403      403   403
POST /navrhy/N/uprava           303     422    403     403    403    403      403   403
GET  /navrhy/N/prizpusobeni     303     409    403     403    403    403      403   403
POST /navrhy/N/prizpusobeni     303     409    403     403    403    403      403   403
POST /navrhy/N/potvrzeni        303     409    403     403    403    403      403   403
POST /navrhy/N/stazeni          303     -       403     403     403    403      403   403
POST /navrhy/N/postoj           303     400     400     400     400    400      400   400
POST /navrhy/N/hlas             400     400    400     400    400    400      400   400
GET  SECTION/navrhy             200     200    200     200    200    200      200   200
GET  SECTION/navrhy/strety      200     200    200     200    200    200      200   200
GET  SECTION/navrh              200     200    200     200    200    200      200   200
GET  POINT/autorstvi            200     200    200     200    200    200      200   200
GET  POINT/vyporadani           200     200    200     200    200    200      200   200
GET  /garant/navrhy/N           303     403    403     200    200    404      200   200
POST /garant/navrhy/N/prijeti   303     403    403     -      -      404      404   404
POST /garant/navrhy/N/odmitnuti 303     403    403     422    422    404      404   404
POST /garant/navrhy/N/posouzeni 303     403    403     -      -      404      404   404
POST /garant/navrhy/N/otevreni  303     403    403     422    422    404      404   404
POST /garant/navrhy/N/vraceni   303     403    403     409    409    404      404   404
GET  /garant/navrhy/N/slouceni  303     403    403     303    303    404      404   404
POST /garant/navrhy/N/slouceni  303     403    403     409    409    404      404   404
GET  DESK                       303     403    403     200    200    404      404   404
POST DESK                       303     403    403     200    200    404      404   404
GET  SECTION/uprava             303     403    403     200    200    404      200   200
`;

describe('what each person may do about a suggestion', () => {
  const here = deskWorld(sqliteDatabase());
  const people = new Map<Who, Person>();
  let suggestion: Suggestion;

  const grant = (person: Person, role: RoleGrant['role'], pointId: string | null = null) =>
    here.write((manager) =>
      manager.insert(RoleGrant, {
        id: newId(),
        accountId: person.id,
        role,
        personUid: null,
        pointId,
        grantedById: null,
        grantedAt: now(),
        revokedAt: null,
      }),
    );

  beforeAll(async () => {
    const deputy = await here.person('Zástup');
    const staff = await here.person('Správa', 'nekdo-jiny');
    const admin = await here.person('Admin');
    await grant(deputy, 'garant', (await here.point()).id);
    await grant(staff, 'staff');
    await grant(admin, 'admin');
    const all: [Who, Person][] = [
      ['author', await here.person('Eva')],
      ['citizen', await here.person('Petr')],
      ['garant', await here.person('Jana', 'jana')],
      ['deputy', deputy],
      ['stranger', await here.person('Cizí', 'nekdo-jiny')],
      ['staff', staff],
      ['admin', admin],
    ];
    for (const [name, person] of all) people.set(name, person);
    const author = people.get('author');
    if (!author) throw new Error('nobody writes');
    suggestion = await here.suggest(author, `${texts.second} Zdarma.`);
  });

  const addressOf = (pattern: string, number: number, section = 2, point = here.path) =>
    pattern
      .replace('DESK', `/garant/slouceni${point.replace('/program', '')}/${section}`)
      .replace('SECTION', `${point}/sekce/${section}`)
      .replace('POINT', point)
      .replace('/N', `/${number}`);
  const ask = (method: string, path: string, name: Who) => {
    const as = people.get(name);
    return method === 'GET' ? here.get(path, as) : here.post(path, {}, as);
  };
  const rows = table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [method = '', pattern = '', ...statuses] = line.split(/ +/);
      return { method, pattern, statuses };
    });
  const state = async () =>
    JSON.stringify([
      await here.app.database.read.find(Suggestion),
      await here.app.database.read.count(SuggestionEvent),
      await here.app.database.read.count(PointVersion),
    ]);

  test.each(rows)('$method $pattern', async ({ method, pattern, statuses }) => {
    const before = await state();
    const got: string[] = [];
    for (const [i, name] of who.entries()) {
      // What a button alone does would be done.
      if (statuses[i] === '-') got.push('-');
      else got.push(String((await ask(method, addressOf(pattern, suggestion.number), name)).status));
    }
    expect(got).toEqual(statuses);
    expect(await state()).toBe(before);
  });

  test('what one may not see answers as what never was, with the same words', async () => {
    const hidden = rows.flatMap(({ method, pattern, statuses }) =>
      who.flatMap((name, i) => (statuses[i] === '404' ? [{ method, pattern, name }] : [])),
    );
    expect(hidden.length).toBeGreaterThan(20);
    for (const { method, pattern, name } of hidden) {
      const there = addressOf(pattern, suggestion.number);
      const nowhere = addressOf(pattern, 987_654, 98);
      const [foreign, missing] = [await ask(method, there, name), await ask(method, nowhere, name)];
      expect([method, nowhere, name, missing.status]).toEqual([method, nowhere, name, 404]);
      expect(wordsOf(foreign.text, there)).toBe(wordsOf(missing.text, nowhere));
    }
  });

  // Where a role or a field is missing, that is said first.
  const looked = rows
    .filter(({ pattern }) => !pattern.startsWith('POINT') && !pattern.endsWith('/postoj'))
    .flatMap(({ method, pattern, statuses }) =>
      who.filter((name, i) => mayAsk(pattern, name, statuses[i])).map((name) => ({ method, pattern, name })),
    );

  test.each(looked)(
    '$method $pattern of what never was is 404 to a $name',
    async ({ method, pattern, name }) => {
      expect((await ask(method, addressOf(pattern, 987_654, 98), name)).status).toBe(404);
    },
  );
});

/** Nobody is turned away before it is looked for. */
function mayAsk(pattern: string, name: Who, status: string | undefined): boolean {
  if (name === 'visitor') return status !== '303';
  return status !== '403' || pattern.startsWith('/navrhy');
}

/** A page without what differs from request to request. */
function wordsOf(text: string, path: string): string {
  return text
    .replaceAll(path, 'PATH')
    .replaceAll(encodeURIComponent(path), 'PATH')
    .replace(/name="_csrf" value="[^"]*"/g, '')
    .replace(/<time[^>]*>[^<]*<\/time>|<code>[^<]*<\/code>/g, '')
    .replace(/nonce-[\w-]+|req-[\w-]+/g, '');
}
