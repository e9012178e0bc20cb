import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { queriesDuring } from '../conventions/queries.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';

const longAgo = '2020-01-01T00:00:00.000Z';

eachDatabase('an import in the background', (store) => {
  const app = testApplication(store, { DEMO: 'true', CONTENT_DIR: 'content' });
  let staff: Visitor;

  beforeAll(async () => {
    staff = await signedIn(app, 'sprava');
  });

  /** As another process would be working on it. */
  async function elsewhere(state: ContentImport['state'], beatAt = now()): Promise<ContentImport> {
    const last = await app.database.read.maximum(ContentImport, 'number');
    const job: ContentImport = {
      id: newId(),
      number: (last ?? 0) + 1,
      state,
      origin: 'upload',
      originName: 'texty.zip',
      scope: 'partial',
      actorId: staff.accountId,
      createdAt: beatAt,
      turn: null,
      beatAt,
      finishedAt: null,
      done: 1200,
      total: 3000,
      corrections: '[]',
      failure: null,
    };
    await app.database.write((manager) => manager.insert(ContentImport, job));
    return job;
  }

  test('shows how far it is, and is loaded anew by itself with and without script', async () => {
    const { number, id } = await elsewhere('running');
    const { text } = await staff.get(`/sprava/import/${number}`);
    expect(wordsOf(text)).toMatch(/Provádíme import 1\s200 \/ 3\s000/);
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>');
    expect((await staff.get(`/sprava/import/${number}/soubory/0`)).text).toContain('<job-progress');
    const part = await app
      .http()
      .get(`/sprava/import/${number}`)
      .set({ 'x-fragment': '1', cookie: staff.cookie });
    expect(part.text).toMatch(/^\s*<job-progress[^>]* id="prubeh">/);
    await finish(id);
  });

  test('is the only one: whoever comes second is told, with a link', async () => {
    const { number, id } = await elsewhere('rehearsing');
    const answers = [
      await staff.post('/sprava/import'),
      await staff.upload('partial', [{ name: 'a.md', bytes: Buffer.from('x') }]),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(409);
      expect(text).toContain(`href="/sprava/import/${number}"`);
    }
    expect(await app.database.read.count(ContentImport)).toBe(number);
    await finish(id);
  });

  test('can be stopped by somebody else than who began it', async () => {
    const { number } = await elsewhere('running');
    expect((await staff.post(`/sprava/import/${number}/zruseni`)).status).toBe(303);
    expect(wordsOf((await staff.get(`/sprava/import/${number}`)).text)).toContain('Import je zrušený.');
  });

  test('whose process died is told as interrupted, and holds up nobody', async () => {
    const { number } = await elsewhere('running', longAgo);
    const page = wordsOf((await staff.get(`/sprava/import/${number}`)).text);
    expect(page).toContain('Import se přerušil.');
    expect(page).toContain('Pokračovat');
    const here = await staff.uploadZip('partial', { 'kraj/a.md': pointFile({ title: 'A' }, ['B', 'C']) });
    await staff.post(`${here}/provedeni`);
    expect(await app.database.read.countBy(Point, { path: 'kraj/a.md' })).toBe(1);
  });

  test('from the folder of the configuration takes what is there, whatever else is sent', async () => {
    expect((await staff.post('/sprava/import', { folder: '/etc' })).status).toBe(400);
    const { status, location } = await staff.post('/sprava/import');
    expect(status).toBe(303);
    const page = wordsOf((await staff.get(location)).text);
    expect(page).toContain('složka content na serveru');
    expect(page).toContain('kraj2020/digitalizace.md');
    await staff.post(`${location}/zruseni`);
  });

  test('is shown with as many queries for 300 files as for 3', async () => {
    const counts: number[][] = [];
    for (const size of [3, 300]) {
      const texts = Object.fromEntries(
        Array.from({ length: size }, (_, at) => [
          `mesto/bod-${at}.md`,
          pointFile({ title: `Bod ${at}`, uid: `b${at}` }, ['Věc', `Text číslo ${at} a číslo ${size}.`]),
        ]),
      );
      const here = await staff.uploadZip('partial', texts);
      await finished(here);
      const paths = ['/sprava/import', here, `${here}?druh=beze-zmeny`, `${here}/soubory/1`];
      const measured: number[] = [];
      for (const path of paths) {
        const queries = await queriesDuring(app.database, async () => {
          expect((await staff.get(path)).status).toBe(200);
        });
        measured.push(queries.length);
      }
      counts.push(measured);
      await staff.post(`${here}/zruseni`);
    }
    expect(counts[1]).toEqual(counts[0]);
  }, 60_000);

  /** Waits until an import works no more. */
  async function finished(path: string): Promise<void> {
    while ((await staff.get(path)).text.includes('<job-progress')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function finish(id: string): Promise<void> {
    await app.database.write((manager) => manager.update(ContentImport, { id }, { state: 'cancelled' }));
  }
});
