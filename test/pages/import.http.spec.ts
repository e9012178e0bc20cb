import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { projectRoot } from '../../src/ops/paths.js';
import {
  ContentImport,
  contentImportOf,
  NothingToImport,
} from '../../src/programme/content-import.service.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('an import into the running application', (store) => {
  const app = testApplication(store);
  let folder: string;
  const etags = new Map<string, string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(inject('databaseServers').folder, 'content-'));
    cpSync(join(projectRoot, 'content'), folder, { recursive: true });
    await app.application.get(ContentImport).run(folder, null);
  });

  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const edit = (path: string, from: string | RegExp, to: string) =>
    put(path, readFileSync(join(folder, path), 'utf8').replace(from, to));
  /** As the command line does it: in another process, with connections of its own. */
  const run = async () => {
    const elsewhere = await store.open();
    const { files } = await contentImportOf(elsewhere).run(folder, null);
    return new Map(files.map((file) => [file.path, file]));
  };
  const readAgain = async (path: string) => {
    const answer = await app
      .http()
      .get(path)
      .set('if-none-match', etags.get(path) ?? '');
    if (answer.headers.etag) etags.set(path, answer.headers.etag);
    return answer;
  };
  const home = '/';
  const kraj = '/program/kraj2020';
  const nadrazi = '/program/nadrazi2026';
  const point = `${kraj}/digitalizace`;

  test('shows at the very next request: people, settings and texts', async () => {
    for (const path of [home, kraj, point]) await readAgain(path);
    for (const path of [home, kraj, point]) expect((await readAgain(path)).status).toBe(304);
    edit('people/jiri-jaros.md', /name: .*/, 'name: Jiří <b>Nový</b>');
    await run();
    expect((await readAgain(point)).text).toContain('Jiří &lt;b&gt;Nový&lt;/b&gt;');
    expect((await readAgain(kraj)).text).toContain('Jiří &lt;b&gt;Nový');
    edit('programmes.yaml', 'title: Program pro kraj', 'title: "Program <i>jinak</i>"');
    await run();
    for (const path of [home, kraj, point])
      expect((await readAgain(path)).text).toContain('Program &lt;i&gt;jinak&lt;/i&gt;');
    edit('kraj2020/digitalizace.md', /^title: .*$/m, 'title: "Digi <script>alert(1)</script>"');
    await run();
    for (const path of [kraj, point]) {
      const { text } = await readAgain(path);
      expect(text).toContain('Digi &lt;script&gt;');
      expect(text).not.toContain('<script>alert');
    }
    edit('programmes.yaml', 'closes: 2027-01-31', 'closes: 2026-11-02');
    await run();
    expect((await readAgain(point)).text).not.toContain('<textarea');
    edit('programmes.yaml', 'closes: 2026-11-02', 'closes: 2027-01-31');
    await run();
  });

  test('moves a point to another programme, and both pages say so', async () => {
    for (const path of [kraj, nadrazi]) await readAgain(path);
    expect((await readAgain(kraj)).status).toBe(304);
    edit('kraj2020/doprava.md', /^campaignCategoryUid: .*$/m, 'campaignCategoryUid: nadrazi2026');
    await run();
    expect((await readAgain(nadrazi)).text).toContain('/program/nadrazi2026/doprava"');
    const { status, text } = await readAgain(kraj);
    expect([status, text.includes('/doprava"')]).toEqual([200, false]);
    expect((await readAgain(home)).text).not.toContain('/program/kraj2020/doprava"');
  });

  test('leaves a point whose file is gone readable, but nothing can be said about it', async () => {
    await readAgain(kraj);
    const from = join(folder, 'kraj2020', 'zdravotnictvi.md');
    const away = join(folder, '_zdravotnictvi.md');
    renameSync(from, away);
    await run();
    expect((await readAgain(kraj)).text).not.toContain('zdravotnictvi');
    const page = await app.http().get(`${kraj}/zdravotnictvi`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<textarea');
    const form = await app.http().get(`${kraj}/zdravotnictvi/sekce/1/komentare`);
    expect(form.status).toBe(409);
    expect((await app.http().get(`${kraj}/zdravotnictvi/sekce/1/navrh`)).status).toBe(409);
    renameSync(away, from);
    await run();
    expect((await app.http().get(`${kraj}/zdravotnictvi`)).text).toContain('<textarea');
  });

  test('takes whatever a file says, and brings the rest', async () => {
    const long = 'x'.repeat(500);
    put('people/zly.md', `---\nuid: ${long}\nname: "a\\0b${long}"\nmail: "${long}"\nimg: "${long}"\n---\n`);
    const header = (lines: string) =>
      `---\ncampaignCategoryUid: kraj2020\n${lines}\n---\n\n## Část\n\nText.\n`;
    put('kraj2020/a-nul.md', header('title: "nul\\0tady"\nuid: nul'));
    put('kraj2020/b-garant.md', header(`title: Garant\ngarant: [${long}, "a\\0b"]`));
    put(
      'kraj2020/c-pole.md',
      header(`title: ${long}\nshortTitle: ${long}\nimg: ${long}\nuid: ${long}\napproved: ${long}`),
    );
    put('kraj2020/d-nadpis.md', header('title: Nadpis').replace('## Část', `## ${long} ${long}`));
    put('kraj2020/e-surrogate.md', header('title: "a\\ud800b"\nperex: "\\ud800"'));
    put('kraj2020/f-program.md', header('title: Cizí').replace('kraj2020', '"ž/..?#\\n\\"x"'));
    put('kraj2020/g-program.md', header('title: Cizí').replace('kraj2020', '"nul\\0"'));
    put(`kraj2020/${'dlouhy-nazev-'.repeat(15)}.md`, header('title: Jméno'));
    put('kraj2020/z-dobry.md', header('title: Dobrý bod'));
    const files = await run();
    expect(files.get('kraj2020/z-dobry.md')?.outcome).toBe('new');
    const { text } = await readAgain(kraj);
    expect(text).toContain('Dobrý bod');
    for (const [, path = ''] of text.matchAll(/href="(\/program\/[^"#?]*)"/g))
      expect([path, (await app.http().get(path)).status]).toEqual([path, 200]);
    const front = await app.http().get('/');
    for (const [, path = ''] of front.text.matchAll(/href="(\/program\/[^"#?]*)"/g))
      expect([path, (await app.http().get(path)).status]).toEqual([path, 200]);
  });

  test('of a folder without a single text is refused, rather than taking everything away', async () => {
    const before = (await app.http().get(kraj)).text;
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await expect(run()).rejects.toThrow(NothingToImport);
    expect((await app.http().get(kraj)).text).toBe(before);
  });
});
