import { IsNull } from 'typeorm';
import { beforeAll, expect, test } from 'vitest';
import { Database } from '../../src/database/database.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { contentImportOf } from '../../src/programme/content-import.service.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import type { Viewer } from '../../src/web/viewer.js';
import { folderOf } from '../cli/export-world.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';

const size = 80;

/** A tree of files with a text of its own for each time. */
function tree(time: string, title = 'Kraj'): Record<string, string> {
  const files: Record<string, string> = {
    'programmes.yaml': `programmes:\n  - uid: kraj\n    title: ${title}\n    opens: 2020-01-01\n`,
  };
  for (let i = 0; i < size; i++)
    files[`kraj/bod-${i}.md`] = pointFile(
      { title: `Bod ${i}`, uid: `bod-${i}` },
      ['Věc', `Text číslo ${i}, který je tu po ${time}.`],
      ['Druhá věc', `Tady se mezi importy nemění nic, bod má číslo ${i}.`],
    );
  return files;
}

eachDatabase('imports that meet', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  let staff: Visitor;
  const jobs = () => app.application.get(ImportJobs);
  const read = () => app.database.read;
  const job = (path: string) =>
    read().findOneByOrFail(ContentImport, { number: Number(path.split('/').at(-1)) });
  const settled = async (path: string) => {
    for (;;) {
      const { state } = await job(path);
      if (!['rehearsing', 'running'].includes(state)) return state;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const rehearsed = async (files: Record<string, string>) => {
    const here = await staff.uploadZip('whole', files);
    expect(await settled(here)).toBe('rehearsed');
    return here;
  };

  const begun = async (path: string) => {
    while ((await job(path)).state === 'rehearsed') await new Promise((resolve) => setImmediate(resolve));
  };

  beforeAll(async () => {
    staff = await signedIn(app, 'sprava');
  });

  test('carried out fifty times at once, an import is carried out once', async () => {
    const here = await rehearsed(tree('první'));
    const answers = await Promise.all(Array.from({ length: 50 }, () => staff.post(`${here}/provedeni`)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    expect(await settled(here)).toBe('done');
    expect(await read().count(PointVersion)).toBe(size);
  });

  test('of ten that begin at once, one does', async () => {
    const before = await read().count(ContentImport);
    const { 'kraj/bod-0.md': text = '' } = tree('první');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        staff.upload('partial', [{ name: 'bod-0.md', bytes: Buffer.from(text) }]),
      ),
    );
    const begun = answers.filter(({ status }) => status === 303).length;
    expect(answers.every(({ status }) => status === 303 || status === 409)).toBe(true);
    expect(await read().count(ContentImport)).toBe(before + begun);
    expect(begun).toBeGreaterThan(0);
  });

  test('while one works, neither the command line nor the browser begins another', async () => {
    const command = contentImportOf(app.application.get(Database));
    const [first, second] = [
      folderOf(tree('druhé')),
      folderOf({ 'programmes.yaml': tree('druhé')['programmes.yaml'] ?? '' }),
    ];
    const answers: Promise<unknown>[] = [];
    await command.run(first, null, {
      onFile: (done) => {
        if (done !== 20) return;
        answers.push(
          command.run(second, null, { scope: 'partial' }).catch((error: { key?: string }) => error.key),
          staff.post('/sprava/import').then(({ status }) => status),
        );
      },
    });
    expect(await Promise.all(answers)).toEqual(['content.refusal.importRunning', 409]);
  });

  test('texts edited while an import runs keep both changes', async () => {
    const viewer = {
      accountId: staff.accountId,
      isStaff: true,
      isAdmin: true,
      garantOf: { pointIds: [], personUids: [] },
    };
    const here = await rehearsed(tree('třetí'));
    const carriedOut = staff.post(`${here}/provedeni`);
    await begun(here);
    const edited: string[] = [];
    for (let i = size - 1; i >= size - 30; i--) {
      const found = await app.application.get(Points).findSection('kraj', `bod-${i}`, 2);
      if (!found) throw new Error(`bod-${i}`);
      const { sectionId, revisionId, heading, body } = found.section;
      const editing = {
        sectionId,
        revisionId,
        wording: { heading, body: `${body} Doplněno.` },
        note: 'Doplnění.',
        minor: false,
        viewer: viewer as unknown as Viewer,
      };
      await app.database.write((manager) => app.application.get(Edits).edit(manager, editing));
      edited.push(`bod-${i}`);
    }
    await carriedOut;
    expect(await settled(here)).toBe('done');
    for (const slug of edited) {
      const first = await app.application.get(Points).findSection('kraj', slug, 1);
      const second = await app.application.get(Points).findSection('kraj', slug, 2);
      expect(first?.section.body).toContain('po třetí');
      expect(second?.section.body).toContain('Doplněno.');
      expect(second?.point.versionNumber).toBe(4);
    }
  });

  test('one that is given up before it wrote anything changes no settings either', async () => {
    const here = await rehearsed(tree('čtvrté', 'Jiný název'));
    const { id } = await job(here);
    const working = jobs().carryOut(id);
    await begun(here);
    await jobs().cancel(id);
    await working;
    expect((await job(here)).state).toBe('cancelled');
    expect(await read().findOneBy(Programme, { uid: 'kraj' })).toMatchObject({ title: 'Kraj' });
    expect((await app.application.get(Points).findSection('kraj', 'bod-0', 1))?.section.body).toContain(
      'po třetí',
    );
  });

  test('cancelled and carried out at once, it is one of both', async () => {
    for (let i = 0; i < 5; i++) {
      const here = await rehearsed({
        'kraj/dalsi.md': pointFile({ title: 'Další', uid: 'dalsi' }, ['Věc', `Text ${i}.`]),
        ...tree('třetí'),
      });
      const answers = await Promise.all([staff.post(`${here}/provedeni`), staff.post(`${here}/zruseni`)]);
      expect(answers.every(({ status }) => status === 303 || status === 409)).toBe(true);
      expect(['done', 'cancelled']).toContain(await settled(here));
    }
    expect(await read().countBy(Point, { archivedAt: IsNull() })).toBeGreaterThanOrEqual(size);
  });

  test('one that was interrupted, after which another was carried out, is shown anew instead of being stuck', async () => {
    const first = await rehearsed(tree('páté'));
    const { id } = await job(first);
    await app.database.write((manager) =>
      manager.update(
        ContentImport,
        { id },
        { state: 'running', beatAt: new Date(Date.now() - 60_000).toISOString() },
      ),
    );
    const second = await rehearsed(tree('šesté'));
    expect((await staff.post(`${second}/provedeni`)).status).toBe(303);
    expect(await settled(second)).toBe('done');
    expect(wordsOf((await staff.get(first)).text)).toContain('Import se přerušil');
    const { status, location } = await staff.post(`${first}/provedeni`);
    expect([status, location.split('?')[0]]).toEqual([303, first]);
    expect(await settled(first)).toBe('rehearsed');
    expect((await staff.post(`${first}/provedeni`)).status).toBe(303);
    expect(await settled(first)).toBe('done');
    expect((await app.application.get(Points).findSection('kraj', 'bod-0', 1))?.section.body).toContain(
      'po páté',
    );
  });

  test('one that staff give up tells the command line so', async () => {
    const running = contentImportOf(app.application.get(Database)).run(folderOf(tree('sedmé')), null, {
      onFile: (done) => {
        if (done === 10)
          void read()
            .findOneByOrFail(ContentImport, { state: 'running' })
            .then(({ id }) => jobs().cancel(id));
      },
    });
    await expect(running).rejects.toMatchObject({ status: 409 });
    const first = await app.application.get(Points).findSection('kraj', 'bod-79', 1);
    expect(first?.section.body).not.toContain('sedmé');
  });
});
