import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { IsNull } from 'typeorm';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { contentImport } from '../../../src/cli/content-import.js';
import { runCommandLine } from '../../../src/cli/run.js';
import { importJobsOf } from '../../../src/programme/content-import.service.js';
import { Point } from '../../../src/programme/point.entity.js';
import { eachDatabase } from '../../support/databases.js';

const roads = 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.';
const ponds =
  'Obnovíme tůně, meandry a mokřady, které v krajině bývaly, a obcím zaplatíme projekt i povolení.';
const header = '---\ncampaignCategoryUid: kraj\nuid: a\norder: 1\ntitle: Voda\n---\n\n';

eachDatabase('content import on the command line', (store) => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(inject('databaseServers').folder, 'cli-'));
    mkdirSync(join(folder, 'people'));
    writeFileSync(join(folder, 'people/jana.md'), '---\nuid: jana\nname: Jana\n---\n');
    vi.stubEnv('DATABASE_URL', store.url);
    vi.stubEnv('NODE_ENV', 'development');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  const put = (name: string, ...sections: [string, string][]) =>
    writeFileSync(
      join(folder, name),
      header + sections.map(([heading, body]) => `## ${heading}\n\n${body}\n\n`).join(''),
    );

  async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
    const printed = { out: '', err: '' };
    const into = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
      printed[stream] += String(text);
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(into('out'));
    vi.spyOn(process.stderr, 'write').mockImplementation(into('err'));
    const program = new Command('podnet').addCommand(contentImport());
    const status = await runCommandLine(program, ['node', 'podnet', 'import', folder, ...args]);
    vi.restoreAllMocks();
    return { status, ...printed };
  }

  test('rehearses without storing anything, then does what it said', async () => {
    const database = await store.open();
    put('a.md', ['Silnice', roads], ['Tůně', ponds]);
    expect((await run('--dry-run')).out).toContain('nový a.md\n  + „Silnice“ nová');
    expect(await database.read.count(Point)).toBe(0);
    expect(await importJobsOf(database).recent(1)).toEqual([]);
    expect((await run()).out).toContain('nový a.md');
    put('b.md', ['Tůně', `${ponds} Do deseti let.`]);
    put('a.md', ['Silnice', `${roads} Každý rok.`]);
    const { out, status } = await run('--dry-run', '--lang', 'en');
    expect(status).toBe(0);
    expect(out).toContain('changed a.md\n  1 „Silnice“ edited\n  2 „Tůně“ moves to b.md');
    expect(out).toContain('new b.md\n  2 „Tůně“ moved from the point Voda, where it was section 2');
    expect(out).toContain('Rehearsal: nothing has changed.');
    const { files } = JSON.parse((await run('--dry-run', '--json')).out);
    expect(files[0].sections[0]).toMatchObject({ kind: 'edited', number: 1, comments: 0, votes: 0 });
    expect(JSON.parse((await run('--json')).out).totals).toMatchObject({ changed: 1, new: 1 });
  });

  test('leaves alone what a part does not hold, and archives it where it is the whole', async () => {
    const database = await store.open();
    put('c.md', ['Silnice', roads]);
    await run('--partial');
    const before = await database.read.countBy(Point, { archivedAt: IsNull() });
    expect((await run('--partial')).out).toContain('archivované: 0');
    expect((await run('--dry-run')).out).toContain('archivovaný');
    expect(await database.read.countBy(Point, { archivedAt: IsNull() })).toBe(before);
  });

  test('says who is at work when another import is', async () => {
    const database = await store.open();
    const fresh = {
      origin: 'upload',
      originName: 'a.zip',
      scope: 'partial',
      actorId: null,
      files: [],
    } as const;
    const { id, number } = await database.write((manager) => importJobsOf(database).begin(manager, fresh));
    put('a.md', ['Silnice', roads]);
    const { status, err } = await run();
    expect(status).toBe(1);
    expect(err).toContain(`Právě pracuje import č. ${number}.`);
    await importJobsOf(database).cancel(id);
  });
});
