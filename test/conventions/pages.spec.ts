import { HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, test } from 'vitest';
import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import { importContent } from '../pages/support.js';
import { testApplication } from '../support/application.js';
import { sqliteDatabase } from '../support/databases.js';
import { type Crawl, crawl, formsOf, isRouted } from './crawl.js';
import { routesOf } from './routes.js';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: {
    // How it is written, not whether it is valid.
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    // Lists without bullets lose their role in Safari; role="list" gives it back.
    'no-redundant-role': 'off',
    // A label around its control that also names it is understood by more assistive technology.
    'no-redundant-for': 'off',
    // Our style sheet and scripts come from this host.
    'require-sri': 'off',
    'no-inline-style': 'error',
  },
});

const store = sqliteDatabase();

describe('every page that can be reached by links', () => {
  const app = testApplication(store, { DEMO: 'true' });
  importContent(app);
  beforeAll(async () => {
    await seedDemo(app.application);
    await app.application.get(Demo).ensure();
  }, 60_000);

  describe.each(['visitor', ...demoPeople.map(({ name }) => name)])('by %s', (reader) => {
    let seen: Crawl;

    beforeAll(async () => {
      const browser = app.browser();
      if (reader !== 'visitor') await signIn(browser, reader);
      seen = await crawl(app, browser, ['/', '/en', '/sitemap.xml', ...beginningsOf(reader)]);
    }, 120_000);

    const htmlPages = () => seen.pages.filter(({ type }) => type === 'text/html');

    test('is there', () => {
      expect(htmlPages().length).toBeGreaterThan(60);
      const broken = seen.pages
        .filter(({ status }) => status !== 200 && status !== 303)
        .map(({ path, status }) => `${status} ${path}, linked from ${seen.linkedFrom.get(path)}`);
      expect(broken).toEqual([]);
    });

    test('is valid HTML', async () => {
      // Pages are made of the same parts: each problem is told once, with the first page that has it.
      const problems = new Map<string, string>();
      for (const { path, html } of htmlPages()) {
        const report = await validator.validateString(html, path);
        for (const { ruleId, message, line } of report.results.flatMap(({ messages }) => messages)) {
          const problem = `${ruleId} ${message}`;
          if (!problems.has(problem)) problems.set(problem, `${path}:${line}`);
        }
      }
      expect([...problems]).toEqual([]);
    }, 120_000);

    test('has a title of its own, one main heading, and no id twice', () => {
      for (const { path, html } of htmlPages()) {
        expect(`${path} ${/<title>[^<]+<\/title>/.test(html)}`).toBe(`${path} true`);
        expect(`${path} ${html.match(/<h1\b/g)?.length}`).toBe(`${path} 1`);
        const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
        expect([path, ids.filter((id, place) => ids.indexOf(id) !== place)]).toEqual([path, []]);
      }
    });

    test('has links within the page that lead to something', () => {
      const broken = htmlPages().flatMap(({ path, html }) => {
        const ids = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
        const anchors = [...html.matchAll(/\shref="#([^"]+)"/g)].map(([, id]) => id);
        return anchors.filter((id) => !ids.has(id)).map((id) => `${path}#${id}`);
      });
      expect(broken).toEqual([]);
    });

    test('has forms that lead somewhere', () => {
      const routes = routesOf(app.application);
      const broken = htmlPages().flatMap(({ path, html }) =>
        formsOf(html)
          .filter((form) => !isRouted(form, routes))
          .map(({ method, action }) => `${path}: ${method} ${action}`),
      );
      expect(broken).toEqual([]);
    });

    test('loads nothing from other hosts', () => {
      const foreign = htmlPages().flatMap(({ path, html }) =>
        [...html.matchAll(/<(?:img|script|link|iframe|source)\b[^>]*\s(?:src|href)="(https?:)?\/\/[^"]*"/g)]
          .map(([tag]) => tag)
          .filter((tag) => !tag.includes('rel="canonical"'))
          .map((tag) => `${path} ${tag}`),
      );
      expect(foreign).toEqual([]);
    });

    test('shows no sentence by its key and nothing undefined', () => {
      const odd = htmlPages().flatMap(({ path, html }) =>
        [...html.matchAll(/\[object Object\]|>\s*(?:undefined|null|NaN)\s*<|Invalid Date/g)].map(
          ([text]) => `${path} ${text}`,
        ),
      );
      expect(odd).toEqual([]);
    });

    test(reader === 'visitor' ? 'sets no cookie' : 'is kept by no cache', () => {
      for (const { path, headers } of htmlPages()) {
        if (reader === 'visitor') expect([path, headers['set-cookie']]).toEqual([path, undefined]);
        else expect([path, headers['cache-control']]).toEqual([path, 'private, no-store']);
      }
    });
  });

  async function signIn(browser: ReturnType<typeof app.browser>, name: string): Promise<void> {
    const { text } = await browser.get('/demo');
    const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await browser.post(`/demo/prihlaseni/${name}`).type('form').send({ _csrf: token }).expect(303);
  }
});

function beginningsOf(reader: string): string[] {
  if (reader === 'visitor') return ['/prihlaseni', '/moderace', '/demo', '/demo/posta'];
  const own = ['/muj-ucet', '/muj-ucet/prispevky', '/muj-ucet/nastaveni'];
  if (reader.includes('garant')) return [...own, '/garant', '/garant/fronta'];
  if (reader === 'obcan') return own;
  return [...own, '/sprava', '/sprava/vystupy'];
}
