import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { IsNull } from 'typeorm';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { contentImport } from '../../../src/cli/content-import.js';
import { runCommandLine } from '../../../src/cli/run.js';
import { newId } from '../../../src/database/id.js';
import { now } from '../../../src/database/time.js';
import { OutboxMail } from '../../../src/mail/outbox-mail.entity.js';
import { importJobsOf } from '../../../src/programme/content-import.service.js';
import { Point } from '../../../src/programme/point.entity.js';
import { SectionRevision } from '../../../src/programme/section-revision.entity.js';
import { Suggestion } from '../../../src/suggestions/suggestion.entity.js';
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

  test('carries suggestions along and leaves the mail about it to the server', async () => {
    const database = await store.open();
    put('a.md', ['Silnice', roads], ['Tůně', ponds]);
    await run();
    const author = newId();
    await database.write(async (manager) => {
      await manager.insert(Account, {
        id: author,
        email: 'eva@example.org',
        publicName: 'Eva',
        nameSkeleton: 'eva',
        locale: 'cs',
        createdAt: now(),
        bannedAt: null,
        erasedAt: null,
      });
      const due = { createdAt: now(), notBefore: now(), attempts: 0, subjectId: null, locale: 'cs' };
      const body = 'Text.';
      await manager.insert(OutboxMail, {
        id: newId(),
        recipient: 'adam@example.org',
        subject: 'Čeká',
        kind: 'a.b',
        body,
        ...due,
      });
      const wording = await manager.findOneByOrFail(SectionRevision, { heading: 'Silnice' });
      const common = { baseRevisionId: wording.id, sectionId: wording.sectionId, authorId: author };
      await manager.insert(Suggestion, {
        ...{ id: newId(), number: 1, kind: 'reword', state: 'open', createdAt: now(), reason: 'Proto.' },
        ...{ heading: 'Silnice', body: roads.replace('nejprve', 'pečlivě'), ...common },
      });
    });
    put('a.md', ['Silnice', `${roads} Každý rok.`], ['Tůně', ponds]);
    const { out, err, status } = await run('--json');
    expect({ status, err, changed: JSON.parse(out).totals.changed }).toEqual({
      status: 0,
      err: '',
      changed: 1,
    });
    expect(await database.read.findOneByOrFail(Suggestion, { number: 1 })).toMatchObject({
      standing: 'merged',
    });
    const mails = await database.read.find(OutboxMail, { order: { createdAt: 'ASC' } });
    expect(mails.map(({ recipient, sentAt }) => [recipient, sentAt])).toEqual([
      ['adam@example.org', null],
      ['eva@example.org', null],
    ]);
  });
});
