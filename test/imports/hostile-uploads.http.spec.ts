import { beforeAll, expect, test } from 'vitest';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { Point } from '../../src/programme/point.entity.js';
import { csrfToken } from '../../src/web/csrf.js';
import { Secret } from '../../src/web/secret.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';
import { type Packed, patched, renamed, zipOf } from './zips.js';

const programmes = 'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n';
const text = pointFile({ title: 'Doprava', uid: 'doprava' }, ['Autobusy', 'Autobusy pojedou každou hodinu.']);
const boundary = 'hranice-dilu';

function part(disposition: string, content: Buffer | string): Buffer {
  const head = `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')]);
}

const field = (name: string, value: string) => part(`name="${name}"`, value);
const file = (name: string, content: Buffer | string = text) =>
  part(`name="files"; filename="${name}"`, content);
const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
const many = (count: number, make: (i: number) => Buffer) => Array.from({ length: count }, (_, i) => make(i));

eachDatabase('a hostile upload', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  let staff: Visitor;
  let citizen: Visitor;

  beforeAll(async () => {
    staff = await signedIn(app, 'sprava');
    citizen = await signedIn(app, 'obcan');
    const here = await staff.uploadZip('whole', { 'programmes.yaml': programmes, 'kraj/doprava.md': text });
    await staff.post(`${here}/provedeni`);
  });

  const tokenOf = async (visitor: Visitor | null) => {
    const session = visitor?.cookie.slice('podnet='.length);
    const viewer = session ? await app.application.get(Sessions).ofToken(session) : null;
    return field('_csrf', csrfToken(app.application.get(Secret), { viewer }));
  };
  const send = async (
    body: Buffer,
    type = `multipart/form-data; boundary=${boundary}`,
    cookie = staff.cookie,
  ) => {
    const request = app.http().post('/sprava/import/soubory').set({ cookie, 'content-type': type });
    const { status, text: page, headers } = await request.send(body);
    return { status, page: wordsOf(page), location: String(headers.location ?? '') };
  };
  const stored = async () => [
    await app.database.read.count(ContentImport),
    await app.database.read.find(Point),
  ];
  /** What each of some bodies is answered with; after each everything is as it was. */
  const answers = async (bodies: Record<string, Buffer | [body: Buffer, type: string]>) => {
    const before = await stored();
    const all: [string, number][] = [];
    for (const [name, given] of Object.entries(bodies)) {
      const { status, page } = await (Array.isArray(given) ? send(...given) : send(given));
      expect([name, page.length > 40]).toEqual([name, true]);
      expect([name, await stored()]).toEqual([name, before]);
      all.push([name, status]);
    }
    return Object.fromEntries(all);
  };

  const atRest = async () => {
    while (await app.application.get(ImportJobs).working())
      await new Promise((resolve) => setTimeout(resolve, 20));
  };

  test('that is no proper form is refused', async () => {
    const token = await tokenOf(staff);
    const scope = field('scope', 'whole');
    const bodies = {
      'plain text': [Buffer.from('x'), 'text/plain'] as [Buffer, string],
      JSON: [Buffer.from('{"_csrf":"x"}'), 'application/json'] as [Buffer, string],
      'no boundary': [form(token, scope), 'multipart/form-data'] as [Buffer, string],
      'another boundary': [form(token, scope), 'multipart/form-data; boundary=jina'] as [Buffer, string],
      nothing: Buffer.alloc(0),
      'no token': form(scope, file('a.md')),
      'the token last': form(file('a.md'), scope, token),
      'a visitor’s token': form(await tokenOf(null), scope, file('a.md')),
      'a citizen’s token': form(await tokenOf(citizen), scope, file('a.md')),
      'two tokens': form(token, scope, token, file('a.md')),
      'two scopes': form(token, scope, scope, file('a.md')),
      'a field too many': form(token, scope, field('isStaff', '1'), file('a.md')),
      'a prototype': form(token, scope, field('__proto__', 'x'), file('a.md')),
      'another scope': form(token, field('scope', 'vše'), file('a.md')),
      'no scope': form(token, file('a.md')),
      'no file': form(token, scope),
      'cut off': form(token, scope, file('a.md')).subarray(0, -60),
      'a huge field': form(token, scope, field('x', 'y'.repeat(2_000_000))),
      'too many fields': form(token, scope, ...many(20, (i) => field(`f${i}`, 'x'))),
    };
    expect(await answers(bodies)).toEqual({
      'plain text': 415,
      JSON: 415,
      'no boundary': 400,
      'another boundary': 400,
      nothing: 403,
      'no token': 403,
      'the token last': 403,
      'a visitor’s token': 403,
      'a citizen’s token': 403,
      'two tokens': 400,
      'two scopes': 400,
      'a field too many': 400,
      'a prototype': 400,
      'another scope': 422,
      'no scope': 422,
      'no file': 422,
      'cut off': 400,
      'a huge field': 400,
      'too many fields': 413,
    });
  });

  test('of files that nobody should unpack is refused, and others are answered meanwhile', async () => {
    const start = [await tokenOf(staff), field('scope', 'whole')];
    const zip = async (...files: Packed[]) => form(...start, file('a.zip', await zipOf(files)));
    const good = await zipOf([{ name: 'aa/ab/name.md', content: text }]);
    const bodies = {
      bomb: await zip({ name: 'a.md', content: Buffer.alloc(900_000) }),
      outside: form(...start, file('a.zip', renamed(good, 'aa/ab/name.md', '../../name.md'))),
      link: await zip({ name: 'a.md', content: '/etc/passwd', mode: 0o120777 }),
      'cut off': form(...start, file('a.zip', good.subarray(0, -30))),
      'larger than it says': form(
        ...start,
        file(
          'a.zip',
          patched(good, 24, 4, () => 3),
        ),
      ),
      capitals: await zip({ name: 'kraj/a.md', content: text }, { name: 'kraj/A.md', content: text }),
      accents: await zip(
        { name: 'kraj/\u0161.md', content: text },
        { name: 'kraj/s\u030c.md', content: text },
      ),
      'accents of loose files': form(...start, file('\u0161.md'), file('s\u030c.md')),
      'a text beside': form(...start, file('a.zip', good), file('b.md')),
      'no texts': form(...start, file('a.exe', 'MZ')),
      empty: form(...start, file('a.zip', '')),
    };
    const reading = Promise.all(
      many(20, () => Buffer.alloc(0)).map(() => app.http().get('/program/kraj/doprava')),
    );
    const all = await answers(bodies);
    expect(all).toEqual(Object.fromEntries(Object.keys(bodies).map((name) => [name, 422])));
    expect((await reading).every(({ status }) => status === 200)).toBe(true);
    expect(
      await answers({
        '300 files': form(...start, ...many(300, (i) => file(`${i}.md`))),
        '25 MiB': form(...start, file('a.zip', Buffer.alloc(25 * 1024 * 1024))),
      }),
    ).toEqual({ '300 files': 413, '25 MiB': 413 });
  });

  test('of others than staff is not even looked at', async () => {
    const before = await stored();
    const body = [field('scope', 'whole'), file('a.md', Buffer.alloc(15_000_000))];
    const type = `multipart/form-data; boundary=${boundary}`;
    expect((await send(form(await tokenOf(citizen), ...body), type, citizen.cookie)).status).toBe(403);
    const visitor = await send(form(await tokenOf(null), ...body), type, '');
    expect([visitor.status, visitor.location]).toEqual([303, '/prihlaseni']);
    expect(await stored()).toEqual(before);
  });

  test('with one file that cannot be read rejects that one and takes the others', async () => {
    const broken = {
      'utf-16.md': Buffer.from(`\ufeff${text}`, 'utf16le'),
      'nul.md': text.replace('pojedou', 'poje\0dou'),
      'obr.md': text + 'x'.repeat(1_100_000),
      'nadpisy.md': text + '\n## A\n'.repeat(10_000),
      'bomba.md': `---\na: &a [x,x,x,x,x,x,x,x,x]\n${['b a', 'c b', 'd c', 'e d', 'f e']
        .map((pair) => pair.split(' '))
        .map(([to, from]) => `${to}: &${to} [${Array(9).fill(`*${from}`).join(',')}]\n`)
        .join('')}title: *f\ncampaignCategoryUid: kraj\n---\nx\n`,
      'hloubka.md': `---\ntitle: ${'['.repeat(20_000)}\n---\nx\n`,
      'klice.md': text.replace(
        'title:',
        `${many(20_000, (i) => Buffer.from(`k${i}: 1`)).join('\n')}\ntitle:`,
      ),
    };
    const start = [await tokenOf(staff), field('scope', 'partial')];
    const files = Object.entries(broken).map(([name, content]) => file(name, content));
    const good = file('dobry.md', text.replace('uid: doprava', 'uid: dobry'));
    const { status, location } = await send(form(...start, ...files, good));
    expect(status).toBe(303);
    await atRest();
    await staff.post(`${location}/provedeni`);
    await atRest();
    const page = wordsOf((await staff.get(location)).text);
    expect(page).toContain('1 nový, 7 odmítnutých');
    for (const name of Object.keys(broken))
      expect(page).toMatch(new RegExp(`${name.replace('.', '\\.')}:\\d+`));
    expect(await app.database.read.countBy(Point, { path: 'kraj/dobry.md' })).toBe(1);
  });
});
