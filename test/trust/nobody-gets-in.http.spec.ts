import { Writable } from 'node:stream';
import { pino } from 'pino';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { createApplication } from '../../src/application.js';
import { Database } from '../../src/database/database.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { readConfig } from '../../src/ops/config.js';
import { askForLink, fillIn, useLink } from '../accounts/people.js';
import { routesOf } from '../conventions/routes.js';
import { type Person, texts, world } from '../feedback/world.js';
import { eachDatabase, sqliteDatabase } from '../support/databases.js';

eachDatabase('Nobody gets in', (database) => {
  const here = world(database);
  let eva: Person;
  let jana: Person;
  const commentForm = () => `${here.path}/sekce/2/komentare`;
  const count = async () => [
    await here.app.database.read.count(Comment),
    await here.app.database.read.count(Activity),
    await here.app.database.read.count(OutboxMail),
  ];
  const pagesWithoutParameters = () =>
    routesOf(here.app.application)
      .filter(({ method, path }) => method === 'GET' && !path.includes(':') && !path.includes('*'))
      .map(({ path }) => path);

  beforeAll(async () => {
    eva = await here.person('Eva');
    jana = await here.person('Jana', 'jana');
    await here.post(commentForm(), { body: 'Slovo Evy.' }, eva);
  });

  test('by looking: what one may not see is answered like what never was', async () => {
    const { id } = await here.app.database.read.findOneByOrFail(Comment, { number: 1 });
    expect((await here.get(`/garant/komentare/${id}`, jana)).status).toBe(200);
    const other = await here.person('Petr', 'petr');
    const nothing = '00000000-0000-7000-8000-000000000000';
    const [foreign, unknown] = [
      await here.get(`/garant/komentare/${id}`, other),
      await here.get(`/garant/komentare/${nothing}`, other),
    ];
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const same = (text: string) =>
      text.replaceAll(id, nothing).replaceAll(/(Číslo požadavku|č\.) [\w-]+/g, '');
    expect(same(foreign.text)).toBe(same(unknown.text));
  });

  test('by asking elsewhere: what was hidden is in no page, search, sitemap or log of others', async () => {
    await here.post(`${here.path}/sekce/3/komentare`, { body: 'Pozorovatelnostník je hrubé slovo.' }, eva);
    const { id } = await here.app.database.read.findOneByOrFail(Comment, {
      body: 'Pozorovatelnostník je hrubé slovo.',
    });
    const hiding = { ground: 'insult', facts: 'Uráží ostatní lidi v diskusi.', standing: 'waiting' };
    expect((await here.post(`/garant/komentare/${id}/skryti`, hiding, jana)).status).toBe(303);
    const addresses = [
      here.path,
      `${here.path}/sekce/3`,
      `${here.path}/sekce/3/komentare`,
      `${here.path}/vyporadani?vse=1`,
      '/program/zkusebni?hledat=Pozorovatelnostník',
      '/moderace',
      '/sitemap.xml',
      '/',
    ];
    const adam = await here.person('Adam');
    const told = [];
    for (const address of addresses)
      for (const by of [undefined, adam]) {
        const { text, status } = await here.get(encodeURI(address), by);
        expect(`${status} ${address}`).toBe(`200 ${address}`);
        if (
          text.replace(/value="Pozorovatelnostník"|„Pozorovatelnostník“/g, '').includes('Pozorovatelnostník')
        )
          told.push(address);
      }
    expect(told).toEqual([]);
    expect((await here.get('/muj-ucet/prispevky', eva)).text).toContain('Pozorovatelnostník');
  });

  test('with a cookie of somebody else’s making: it is that of a visitor', async () => {
    for (const token of ['x'.repeat(43), '', `${eva.cookie.split('=')[1]}x`, '../../etc', '%00']) {
      const answer = await here.app.http().get('/muj-ucet').set('cookie', `podnet=${token}`);
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe('/prihlaseni?next=%2Fmuj-ucet');
    }
  });

  test('unnoticed: an anonymous visit of any page sets no cookie', async () => {
    const set = [];
    for (const path of [...pagesWithoutParameters(), here.path, `${here.path}/sekce/2`, '/nic-takoveho']) {
      const { headers } = await here.get(path);
      if (headers['set-cookie']) set.push(path);
    }
    expect(set).toEqual([]);
  });

  test('with a forged form: none is taken without its token or from another site', async () => {
    const before = await count();
    const taken = [];
    const forms = routesOf(here.app.application).filter(({ method }) => method === 'POST');
    expect(forms.length).toBeGreaterThan(30);
    for (const { path } of forms) {
      const address = path.replace(/:\w+/g, '1');
      const bare = await here.app.http().post(address).type('form').set('cookie', jana.cookie).send({});
      const foreign = await here.post(address, {}, jana, { origin: 'https://jinde.example' });
      for (const { status } of [bare, foreign]) if (status < 400) taken.push(`${status} ${path}`);
    }
    expect(taken).toEqual([]);
    expect(await count()).toEqual(before);
  });

  test('by way of next: it leads to our own pages only', async () => {
    const elsewhere = [
      'https://jinde.example',
      '//jinde.example',
      '/\\jinde.example',
      '\\\\jinde.example',
      '/\t/jinde.example',
      'javascript:alert(1)',
      ' /muj-ucet',
      '/%0d%0aLocation:https://jinde.example',
    ];
    for (const next of elsewhere) {
      const { text } = await here.get(`/prihlaseni?next=${encodeURIComponent(next)}`);
      const [, kept = ''] = /name="next" value="([^"]*)"/.exec(text) ?? [];
      const leads = new URL(kept.replaceAll('&amp;', '&') || '/', 'https://podnet.example');
      expect(`${next} → ${leads.origin}`).toBe(`${next} → https://podnet.example`);
    }
  });

  test('with fields that no form has: 400, and nothing is written', async () => {
    const before = await count();
    const { _csrf } = await tokenOf(eva);
    const odd = [
      '&isStaff=1',
      '&authorId=1',
      '&body=znovu',
      '&body[]=pole',
      '&body[$ne]=1',
      '&__proto__=1',
      '&__proto__[isAdmin]=1',
      '&constructor=1',
      '&constructor[prototype][isAdmin]=1',
    ];
    const answers = [];
    for (const more of odd) {
      const { status } = await here.app
        .http()
        .post(commentForm())
        .set('cookie', eva.cookie)
        .type('form')
        .send(`_csrf=${_csrf}&body=Text${more}`);
      answers.push(`${status} ${more}`);
    }
    expect(answers).toEqual(odd.map((more) => `400 ${more}`));
    expect(await count()).toEqual(before);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  test('through a shared cache: pages of a signed-in person are private, their own are not stored', async () => {
    const shared = [];
    for (const path of [...pagesWithoutParameters(), here.path]) {
      const { headers, status } = await here.get(path, jana);
      if (status !== 200 || !String(headers['content-type']).includes('text/html')) continue;
      const kept = String(headers['cache-control']);
      const own = /^\/(muj-ucet|garant|sprava|prihlaseni)/.test(path);
      if (!(own ? /no-store/ : /private|no-store/).test(kept) || /public/.test(kept)) {
        shared.push(`${path} ${kept}`);
      }
    }
    expect(shared).toEqual([]);
  });

  test('by what one writes: markup is text in the page', async () => {
    const nasty = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    await here.post(commentForm(), { body: nasty }, eva);
    const page = (await here.get(`${here.path}/sekce/2`)).text;
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&lt;script&gt;');
  });

  test('by a name: it stands apart from the sentence around it, whatever its direction', async () => {
    const page = (await here.get(`${here.path}/sekce/2`)).text;
    const around = [...page.matchAll(/(<[^>]*>)\s*Eva\s*(<[^>]*>)/g)].map(
      ([, before = '', after = '']) => before + after,
    );
    expect(around.length).toBeGreaterThan(0);
    for (const tags of around) expect(tags).toMatch(/^<bdi[^>]*><\/bdi>$/);
  });

  async function tokenOf(person: Person): Promise<{ _csrf: string }> {
    const { text } = await here.get('/muj-ucet/nastaveni', person);
    return { _csrf: /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' };
  }
});

describe('Nobody gets in by reading the log', () => {
  const lines: string[] = [];
  const database = sqliteDatabase();
  let application: Awaited<ReturnType<typeof createApplication>>;

  beforeAll(async () => {
    const output = new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      SESSION_SECRET: 'a secret for tests only, 32 characters',
      DEMO: 'true',
    });
    // Nothing is cut out here: what must not be told is not written in the first place.
    application = await createApplication(config, pino({ level: 'trace' }, output));
    await application.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => application?.close());

  test('it holds lines of JSON without addresses, tokens or what people write', async () => {
    const browser = supertest.agent(application.getHttpServer());
    const email = 'tajna.adresa@example.org';
    await askForLink(browser, email);
    await askForLink(browser, 'není adresa, ale tajemství');
    const { read } = application.get(Database);
    const [mail] = await read.find(OutboxMail, { where: { recipient: email } });
    const [link = '', token = ''] = /\/prihlaseni\/overeni\/([\w-]{43})/.exec(mail?.body ?? '') ?? [];
    expect(token).toHaveLength(43);
    const signedIn = await useLink(browser, link, { publicName: 'Utajená Osoba' });
    expect(signedIn.status).toBe(303);
    const session = /podnet=([\w-]+)/.exec(String(signedIn.headers['set-cookie']))?.[1] ?? '';
    expect(session.length).toBeGreaterThan(20);
    await browser.get('/muj-ucet?tajny=dotaz');
    await fillIn(browser, '/muj-ucet/nastaveni', '/muj-ucet/nastaveni/jmeno', {
      publicName: 'Jiné Utajené Jméno',
    });

    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    const log = lines.join('');
    expect(log).toContain('/prihlaseni');
    for (const secret of [
      email,
      'tajemství',
      token,
      session,
      'Utajen',
      'tajny=dotaz',
      '127.0.0.1',
      texts.first,
    ])
      expect(log).not.toContain(secret);
  });
});
