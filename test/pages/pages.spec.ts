import { beforeAll, describe, expect, test } from 'vitest';
import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import { Votes } from '../../src/feedback/votes.service.js';
import { Points, type SectionInContext } from '../../src/programme/points.service.js';
import { Versions } from '../../src/programme/versions.service.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { importContent } from './support.js';

eachDatabase('pages', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  importContent(app);
  let people: Record<(typeof demoPeople)[number]['name'], string>;

  beforeAll(async () => {
    await seedDemo(app.application);
    people = await app.application.get(Demo).ensure();
  }, 60_000);

  const read = async (path: string) => (await app.http().get(path).expect(200)).text;
  const readAs = async (name: string, path: string) => {
    const person = demoPeople.find((one) => one.name === name);
    if (!person) throw new Error(name);
    const token = await app.application.get(Demo).signIn(person, 'test');
    return (await app.http().get(path).set('cookie', `podnet=${token}`).expect(200)).text;
  };
  const section = async (point: string, number: number): Promise<SectionInContext> => {
    const found = await app.application.get(Points).findSection('kraj2020', point, number);
    if (!found) throw new Error('no such section');
    return found;
  };
  const voteBox = (html: string, number: number) =>
    new RegExp(`<(form|div) class="vote-box" id="hlas-${number}"[\\s\\S]*?</\\1>`).exec(html)?.[0] ?? '';

  describe('home', () => {
    test('puts what is open first and what is settled last, with what was said', async () => {
      const html = await read('/');
      expect(html.indexOf('Program pro kraj')).toBeGreaterThan(0);
      expect(html.indexOf('Program pro kraj')).toBeLessThan(html.indexOf('Okolí nádraží'));
      expect(html).toContain('Uzavřeno a vypořádáno');
      expect(html).toMatch(/<b>4<\/b> body/);
    });

    test('tells of texts that people changed, newest first', async () => {
      const html = await read('/');
      const changes = html.slice(html.indexOf('class="changes"'));
      expect(changes.indexOf('vojta_m')).toBeGreaterThan(0);
      expect(changes.indexOf('vojta_m')).toBeLessThan(changes.indexOf('Alena z Kopřivnice'));
    });
  });

  describe('a programme', () => {
    test('shows its points by order', async () => {
      const html = await read('/program/kraj2020');
      const places = ['Doprava', 'Zdravotnictví', 'Životní prostředí', 'Digitalizace'].map((title) =>
        html.indexOf(`>${title}</a></h2>`),
      );
      expect(places.every((place) => place > 0)).toBe(true);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    });

    test('is searched without regard to case and diacritics', async () => {
      const html = await read('/program/kraj2020?hledat=PREHLEDNE+zastavky');
      expect(html).toContain('Nic jsme nenašli');
      const found = await read('/program/kraj2020?hledat=SILNICE+zaruku');
      expect(found).toContain('Našli jsme 1 bod.');
      expect(found).toContain('/program/kraj2020/doprava/sekce/4');
      expect(found).toContain('<mark>');
      expect(found).not.toContain('>Digitalizace</a></h2>');
    });

    test('takes any search as text', async () => {
      const html = await read('/program/kraj2020?hledat=%3Cscript%3Ealert(1)%3C/script%3E');
      expect(html).not.toContain('<script>alert');
      await read('/program/kraj2020?hledat=%25%27%22;--');
      await read('/program/kraj2020?hledat=a&hledat=b');
      await read(`/program/kraj2020?hledat=${'slovo+'.repeat(500)}`);
    });
  });

  describe('a point', () => {
    test('names its garant, its version and whose change is the last', async () => {
      const html = await read('/program/kraj2020/digitalizace');
      expect(html).toContain('Jiří Jaroš');
      expect(html).toContain('people/jiri.jaros.svg');
      expect(html).toMatch(/href="\/program\/kraj2020\/digitalizace\/verze\/(\d+)">Verze \1<\/a>, změněno/);
      const suggested = await read('/program/kraj2020/doprava');
      expect(suggested).toMatch(/autor: <bdi><b>strojvedoucí ve výslužbě<\/b><\/bdi>/);
    });

    test('shows a motto, and a definition list of the text as such', async () => {
      expect(await read('/program/kraj2020/zivotni-prostredi')).toContain('Krajina si pamatuje');
      expect(await read('/program/kraj2020/zdravotnictvi')).toContain('<dt>Stipendia</dt>');
    });

    test('offers forms while it is open, and none once it is over, but all that was said', async () => {
      const open = await read('/program/kraj2020/doprava');
      expect(open).toContain('action="/program/kraj2020/doprava/sekce/1/komentare"');
      const over = await read('/program/nadrazi2026/namesti');
      expect(over).not.toMatch(/<form[^>]*(komentare|hlas)"/);
      expect(over).not.toContain('/navrh"');
      expect(voteBox(over, 1)).toContain('Souhlasí');
      const section3 = await read('/program/nadrazi2026/namesti/sekce/3');
      expect(section3).toContain('přebalovací pult');
      expect(section3).not.toMatch(/<form[^>]*komentare"/);
    });
  });

  describe('votes', () => {
    test('are shown only after one has voted, where the programme says so', async () => {
      const path = '/program/kraj2020/digitalizace';
      expect(voteBox(await read(path), 5)).not.toContain('vote-shares');
      expect(voteBox(await readAs('jiny-garant', path), 5)).not.toContain('vote-shares');
      const mine = voteBox(await readAs('obcan', path), 4);
      expect(mine).not.toContain('vote-shares');
    });

    test('show one’s own pressed, and the distribution with it', async () => {
      const { sectionId, revisionId } = (await section('digitalizace', 6)).section;
      await app.database.write((manager) =>
        app.application
          .get(Votes)
          .cast(manager, { sectionId, revisionId, accountId: people.obcan, value: 'undecided' }),
      );
      const box = voteBox(await readAs('obcan', '/program/kraj2020/digitalizace'), 6);
      expect(box).toMatch(/id="hlas-6-undecided"[^>]*value="withdraw"[^>]*aria-pressed="true"/);
      expect(box).toMatch(/id="hlas-6-agree"[^>]*value="agree"[^>]*aria-pressed="false"/);
      expect(box).toContain('vote-shares');
      expect(voteBox(await read('/program/kraj2020/digitalizace'), 6)).not.toContain('aria-pressed="true"');
    });

    test('on an older wording are counted apart, and asked to be confirmed', async () => {
      const { section: text, point } = await section('digitalizace', 5);
      const own = await app.application.get(Votes).ofAccount(people.obcan, [text.sectionId]);
      expect(own.get(text.sectionId)?.revisionId).not.toBe(text.revisionId);
      const box = voteBox(await readAs('obcan', `/program/kraj2020/${point.slug}/sekce/5`), 5);
      expect(box).toMatch(/K dřívějšímu znění jste hlasovali „\S+“\./);
      expect(box).toContain('/sekce/5/zneni/1..2"');
      expect(box).toMatch(/<b>\d+<\/b> hlas\S* k tomuto znění, <b>\d+<\/b> ke staršímu/);
      expect(box).not.toContain('aria-pressed="true"');
    });
  });

  describe('a section', () => {
    test('shows its thread, the garant’s answer before others and hidden comments with the reason', async () => {
      const html = await read('/program/kraj2020/digitalizace/sekce/2');
      expect(html.indexOf('Nejdřív pokrytí')).toBeLessThan(html.indexOf('jednáme o sdílení'));
      expect(html.indexOf('jednáme o sdílení')).toBeLessThan(html.indexOf('Na trati do Suchdola'));
      const hiding = await read('/program/kraj2020/digitalizace/sekce/3');
      expect(hiding).toContain('Tento příspěvek je skrytý.');
      expect(hiding).toContain('Urážky a nenávist');
      expect(hiding).not.toContain('normální blázen');
    });

    test('shows what was suggested, what came of it and how the text came to be', async () => {
      const path = '/program/kraj2020/digitalizace/sekce/2';
      const html = await read(path);
      expect(html).toContain('Všechny návrhy (');
      const list = await read(`${path}/navrhy?stav=vse`);
      expect(list).toContain('Máte pravdu, dávám do textu.');
      expect(list).toContain('<ins>');
      expect(html).toMatch(/Historie této části \(2 znění\)/);
    });

    test('marks one’s own comments for oneself only', async () => {
      const path = '/program/kraj2020/digitalizace/sekce/5';
      expect(await readAs('obcan', path)).toContain('Váš příspěvek');
      expect(await read(path)).not.toContain('Váš příspěvek');
      expect(await readAs('garant', '/program/kraj2020/doprava/sekce/1')).not.toContain('Váš příspěvek');
    });

    test('stays readable when the text no longer has it', async () => {
      const { point } = await section('zivotni-prostredi', 1);
      const sections = await app.application.get(Points).sections(point);
      const kept = sections
        .filter(({ number }) => number !== 5)
        .map(({ revisionId }) => ({ keep: revisionId }));
      const origin = { cause: 'edit' as const, actorId: null, authorId: null, note: null };
      await app.database.write((manager) => app.application.get(Versions).add(manager, point, kept, origin));
      const html = await read('/program/kraj2020/zivotni-prostredi/sekce/5');
      expect(html).toContain('už v současném textu není');
      expect(html).toContain('společné mytí');
      expect(html).not.toMatch(/<form[^>]*(komentare|hlas)"/);
    });
  });

  test.each([
    '/program/nic',
    '/program/kraj2020/nic',
    '/program/kraj2020/digitalizace/sekce/99',
    '/program/kraj2020/digitalizace/sekce/0',
    '/program/kraj2020/digitalizace/sekce/1e3',
    '/program/kraj2020/digitalizace/sekce/99999999999999999999',
    '/program/%00',
    '/program/kraj2020/%00',
    '/napoveda/dal',
  ])('%s is not there, in the site’s own look', async (path) => {
    const { status, text } = await app.http().get(path);
    expect([400, 404]).toContain(status);
    expect(text).toContain('class="wordmark"');
  });

  test('a page is sent once as long as nothing changes, and anew once something does', async () => {
    const path = '/program/kraj2020/zdravotnictvi';
    const first = await app.http().get(path);
    const tag = String(first.headers.etag);
    await app.http().get(path).set('if-none-match', tag).expect(304);
    const { sectionId, revisionId } = (await section('zdravotnictvi', 4)).section;
    await app.database.write((manager) =>
      app.application
        .get(Votes)
        .cast(manager, { sectionId, revisionId, accountId: people.admin, value: 'agree' }),
    );
    const second = await app.http().get(path).set('if-none-match', tag).expect(200);
    expect(second.headers.etag).not.toBe(tag);
  });

  test('my contributions show what I said and what came of it, to me alone', async () => {
    const html = await readAs('obcan', '/muj-ucet/prispevky');
    expect(html).toContain('Bude v datech o dopravě i zpoždění autobusů?');
    expect(html).toContain('Čeká na rozhodnutí');
    expect(html).toContain('platí pro starší znění');
    await app.http().get('/muj-ucet/prispevky').expect(303);
    expect(await readAs('garant', '/muj-ucet/prispevky')).not.toContain('zpoždění autobusů');
  });

  test('every page names itself once, in both languages', async () => {
    const html = await read('/en/program/kraj2020/doprava');
    expect(html).toMatch(/<html lang="en">/);
    expect(html).toMatch(/rel="canonical" href="http[^"]*\/en\/program\/kraj2020\/doprava"/);
    const { text, type } = await app.http().get('/sitemap.xml').expect(200);
    expect(type).toBe('application/xml');
    expect(text).toContain('/en/program/kraj2020/doprava</loc>');
    expect(text).not.toContain('/muj-ucet');
  });
});
