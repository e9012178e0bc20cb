import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemo } from '../../src/demo/seed-demo.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { type Browser, fillIn, hiddenFields, post, tickedBoxes } from '../accounts/people.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { importContent } from './support.js';

const point = '/program/kraj2020/digitalizace';
const section = `${point}/sekce/4`;
const email = 'zuzana@example.org';
const publicName = 'Zuzana "z" Tovačova & syn';
const words = {
  rude: 'Tenhle komentář <script>alert(1)</script> je čirá reklama.',
  wish: '=Bezplatná wifi; "i na nádražích"',
  answer: 'Děkujeme, nádraží <em>doplníme</em>.',
  why: 'Obce si ho pak mohou upravit samy <img src=x onerror=alert(1)>.',
  facts: 'Nabízí zboží a s programem nesouvisí <u>vůbec</u>.',
  thanks: 'Souhlasím & děkuji.',
  added: 'Systém bude mít otevřený zdrojový kód.',
};

eachDatabase('the whole application', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  importContent(app);
  let visitor: Browser;
  let garant: Browser;
  let etags: Map<string, string>;

  const become = async (name: string): Promise<Browser> => {
    const browser = app.browser();
    const action = `/demo/prihlaseni/${name}`;
    expect((await fillIn(browser, action, action, {})).status).toBe(303);
    return browser;
  };
  /** Reads as a visitor's browser does that has seen the page before. */
  const readAgain = async (path: string) => {
    const answer = await app
      .http()
      .get(path)
      .set('if-none-match', etags.get(path) ?? '');
    if (answer.headers.etag) etags.set(path, answer.headers.etag);
    return answer;
  };
  const sign = async (page: Awaited<ReturnType<typeof post>>) => {
    expect(page.status).toBe(200);
    const fields = { email, publicName, consent: 'yes', terms: 'yes', website: '' };
    const action = '/prihlaseni/prispevek';
    const sent = await post(visitor, action, { ...hiddenFields(page, action), ...fields });
    expect(sent.status).toBe(303);
  };
  const mails = () =>
    app.database.read.find(OutboxMail, { where: { recipient: email }, order: { id: 'DESC' } });

  beforeAll(async () => {
    await seedDemo(app.application);
    visitor = app.browser();
    garant = await become('garant');
    etags = new Map();
  }, 60_000);
  afterAll(() => app.sendMail());

  test('a visitor comments, votes and suggests, and signs all of it once', async () => {
    const comment = await fillIn(visitor, section, `${section}/komentare`, { body: words.rude });
    await sign(comment);
    await sign(await fillIn(visitor, section, `${section}/komentare`, { body: words.wish }));
    await sign(await fillIn(visitor, section, `${section}/hlas`, { volba: 'agree' }));
    const form = await visitor.get(`${section}/navrh`);
    const [, body = ''] = /<textarea[^>]*name="body"[^>]*>([\s\S]*?)<\/textarea>/.exec(form.text) ?? [];
    const [, heading = ''] = /name="heading"[^>]*value="([^"]*)"/.exec(form.text) ?? [];
    const proposal = { kind: 'reword', heading, body: `${body.trim()} ${words.added}`, reason: words.why };
    const hidden = hiddenFields(form, `${section}/navrh`);
    const preview = await post(visitor, `${section}/navrh`, { ...hidden, ...proposal, intent: 'preview' });
    expect(preview.text).toContain('<ins>');
    await sign(await post(visitor, `${section}/navrh`, { ...hidden, ...proposal, intent: 'send' }));

    const [mail] = await mails();
    const link = /\/prihlaseni\/overeni\/[\w-]{43}/.exec(mail?.body ?? '')?.[0] ?? '';
    const page = await visitor.get(link);
    const chosen = Object.fromEntries(tickedBoxes(page).map((name) => [name, 'yes']));
    expect(Object.keys(chosen)).toHaveLength(4);
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(visitor, link, { ...hiddenFields(page, link), ...chosen })),
    );
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(await app.database.read.countBy(Comment, { body: words.wish })).toBe(1);
    expect((await visitor.get('/muj-ucet')).text).toContain('Zuzana');
  });

  test('what is decided shows at the very next request, also to those who have the page', async () => {
    const pages = ['/', '/program/kraj2020', point, section, '/moderace', '/en/moderace', '/sitemap.xml'];
    for (const path of pages) expect((await readAgain(path)).status).toBe(200);
    for (const path of pages.slice(0, 6)) expect((await readAgain(path)).status).toBe(304);
    const { read } = app.database;
    const comment = async (body: string) => (await read.findOneByOrFail(Comment, { body })).id;
    const decide = async (path: string, action: string, fields: Record<string, string>) => {
      const answer = await fillIn(garant, path, `${path}/${action}`, fields);
      expect(answer.status).toBe(303);
    };
    const rude = await comment(words.rude);
    expect((await readAgain(section)).status).toBe(304);
    await decide(`/garant/komentare/${rude}`, 'skryti', { ground: 'spam', facts: words.facts });
    for (const path of [point, section, '/moderace', '/en/moderace', '/']) {
      const { status, text } = await readAgain(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toContain('čirá reklama');
    }
    expect((await app.http().get(section)).text).toContain('Nabízí zboží a s programem nesouvisí');
    await decide(`/garant/komentare/${await comment(words.wish)}`, 'odpoved', { body: words.answer });
    expect((await readAgain(section)).text).toContain('Děkujeme, nádraží');
    const { number } = await read.findOneByOrFail(Suggestion, { reason: words.why });
    await readAgain(`/navrhy/${number}`);
    expect((await readAgain(`/navrhy/${number}`)).status).toBe(304);
    await decide(`/garant/navrhy/${number}`, 'prijeti', { statement: words.thanks });
    for (const path of [point, section, '/program/kraj2020', '/', `/navrhy/${number}`])
      expect([path, (await readAgain(path)).status]).toEqual([path, 200]);
    expect((await app.http().get(point)).text).toContain(words.added);
    await fillIn(visitor, '/muj-ucet/nastaveni', '/muj-ucet/nastaveni/jmeno', { publicName: 'Jiná' });
    for (const path of [point, section, '/', '/program/kraj2020', `/navrhy/${number}`]) {
      const { status, text } = await readAgain(path);
      expect([path, status === 304 || !text.includes('Tovačova')]).toEqual([path, true]);
      expect((await app.http().get(path)).text).not.toContain('Tovačova');
    }
  });

  test('nobody reads what was hidden, nor an address', async () => {
    const secrets = /čirá reklama|zuzana@example|jana\.dvorakova@|sprava@example/;
    const readers = [app.browser(), await become('obcan'), await become('sprava'), garant];
    const paths = ['/', '/program/kraj2020', '/program/kraj2020?hledat=reklama', point, section, '/moderace'];
    paths.push('/muj-ucet', '/sprava', '/sprava/prehled/kraj2020', '/sprava/vystupy');
    paths.push('/sprava/vystupy/kraj2020.csv', '/sitemap.xml');
    for (const reader of readers)
      for (const path of paths) {
        const { text } = await reader.get(path);
        expect([path, secrets.exec(text ?? '')?.[0]]).toEqual([path, undefined]);
      }
  });

  test('a page is not kept under an odd spelling of its address that somebody came with', async () => {
    await app.http().get('/program/kraj2020/%64oprava/?x=%22%3E').expect(200);
    const { text } = await app.http().get('/program/kraj2020/doprava');
    expect(text).toMatch(/<link rel="canonical" href="[^"?]*\/program\/kraj2020\/doprava">/);
    expect(text).not.toContain('%64');
    expect(text).not.toContain('doprava/"');
  });

  test('what people wrote is text wherever it stands', async () => {
    const staff = await become('sprava');
    const readers = [app.browser(), visitor, garant, staff];
    const markup = /<(script>alert|img src=x|u>vůbec|em>doplníme|b>z Tov)/;
    const paths = ['/', point, section, '/moderace', '/muj-ucet', '/garant/fronta', '/demo/posta', '/sprava'];
    for (const reader of readers)
      for (const path of paths) {
        const { text } = await reader.get(path);
        expect([path, markup.exec(text)?.[0]]).toEqual([path, undefined]);
      }
    const { text } = await staff.get('/sprava/vystupy/kraj2020.csv');
    expect(text).not.toMatch(/(^|;|\n)"?=Bezplatná/);
    expect(text).toContain("'=Bezplatná wifi");
  });
});
