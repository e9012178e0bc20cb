import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { newId } from '../../src/database/id.js';
import type { OpenDatabase } from '../../src/database/open.js';
import { now } from '../../src/database/time.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { Votes } from '../../src/feedback/votes.service.js';
import { feedbackOf } from '../../src/imports/feedback-touched.js';
import { listFiles } from '../../src/programme/content/files.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import {
  contentImportOf,
  importJobsOf,
  importPlannerOf,
} from '../../src/programme/content-import.service.js';
import { FormerPointAddress } from '../../src/programme/former-point-address.entity.js';
import { FormerSectionNumber } from '../../src/programme/former-section-number.entity.js';
import { summaryOf } from '../../src/programme/import/fates.js';
import { ImportFile } from '../../src/programme/import-file.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Points, type SectionText } from '../../src/programme/points.service.js';
import { Section } from '../../src/programme/section.entity.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { Versions } from '../../src/programme/versions.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { Refusal } from '../../src/web/refusal.js';
import { eachDatabase } from '../support/databases.js';
import { compile, run } from '../support/separate-process.js';

const text = {
  buses:
    'Z každé obce pojede ve všední den aspoň jeden spoj za hodinu, o víkendu jeden za dvě hodiny a na přestupu se čeká.',
  roads:
    'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek každý rok zveřejníme na mapě.',
  bikes:
    'Mezi městy postavíme stezky pro kola oddělené od aut a u každého nádraží bude krytý stojan pod kamerou.',
  schools:
    'U každé školy vznikne bezpečný přechod a učitelé dostanou plán cest, které si děti samy prošly a zakreslily.',
  ponds:
    'Obnovíme tůně, meandry a mokřady, které v krajině bývaly, a obcím zaplatíme projekt i všechna povolení.',
  wells:
    'Studny ve veřejném prostoru vyčistíme, označíme a jednou za rok dáme jejich vodu rozebrat v laboratoři.',
  doctors:
    'Lékaři, který otevře ordinaci tam, kde víc než rok žádná není, dá kraj příspěvek na vybavení a byt.',
  nurses:
    'Sestry v krajských nemocnicích dostanou směny vypsané aspoň měsíc dopředu a za záskok příplatek navíc.',
  libraries:
    'Knihovny budou otevřené i v neděli odpoledne a půjčí kromě knih také nářadí, hry a hudební nástroje.',
  museums:
    'Do krajských muzeí pustíme školní třídy zdarma a každé muzeum jednou za dva roky obnoví jednu síň.',
};

type Part = [heading: string, body: string];
const head = (uid: string, more = '') =>
  `---\ncampaignCategoryUid: kraj\nuid: ${uid}\ntitle: Bod ${uid}\n${more}---\n\n`;
const file = (uid: string, parts: Part[], more = '') =>
  `${head(uid, more)}${parts.map(([heading, body]) => `## ${heading}\n\n${body}`).join('\n\n')}\n`;
const programmes =
  'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n  - uid: obec\n    title: Obec\n';

/** What people can do to a text, each in a point of its own; the texts before. */
const before: Record<string, string> = {
  'programmes.yaml': programmes,
  'same.md': file('same', [['Autobusy', text.buses]]),
  'edited.md': file('edited', [
    ['Autobusy', text.buses],
    ['Silnice', text.roads],
  ]),
  'typography.md': file('typography', [['Knihovny', text.libraries.replaceAll('ě ', 'ě  ')]]),
  'order.md': file('order', [
    ['Autobusy', text.buses],
    ['Silnice', text.roads],
    ['Kola', text.bikes],
  ]),
  'renamed.md': file('renamed', [['Studny', text.wells]]),
  'split.md': file('split', [
    ['Doprava', `${text.buses}\n\n${text.bikes}`],
    ['Voda', text.ponds],
  ]),
  'merged.md': file('merged', [
    ['Silnice', text.roads],
    ['Školy', text.schools],
    ['Voda', text.ponds],
  ]),
  'from.md': file('from', [
    ['Lékaři', text.doctors],
    ['Sestry', text.nurses],
  ]),
  'to.md': file('to', [['Muzea', text.museums]]),
  'gone.md': file('gone', [
    ['Studny', text.wells],
    ['Tůně', text.ponds],
  ]),
  'replaced.md': file('replaced', [['Silnice', text.roads]]),
  'programme.md': file('programme', [['Muzea', text.museums]]),
  'broken.md': file('broken', [['Školy', text.schools]]),
};

const after: Record<string, string | null> = {
  'edited.md': file('edited', [
    ['Autobusy', text.buses],
    ['Silnice', `${text.roads} Kdo za úsek ručí, bude na cedulích.`],
  ]),
  'typography.md': file('typography', [['Knihovny', text.libraries]]),
  'order.md': file('order', [
    ['Kola', text.bikes],
    ['Autobusy', text.buses],
    ['Silnice', text.roads],
  ]),
  'renamed.md': null,
  'voda/studny.md': file('renamed', [['Studny', text.wells]]),
  'split.md': file('split', [
    ['Doprava', text.buses],
    ['Stezky', text.bikes],
    ['Voda', text.ponds],
  ]),
  'merged.md': file('merged', [
    ['Silnice', `${text.roads}\n\n${text.schools}`],
    ['Voda', text.ponds],
  ]),
  'from.md': file('from', [['Lékaři', text.doctors]]),
  'to.md': file('to', [
    ['Muzea', text.museums],
    ['Sestry', text.nurses],
  ]),
  'gone.md': null,
  'replaced.md': file('replaced', [['Lékaři', text.doctors]]),
  'programme.md': file('programme', [['Muzea', text.museums]]).replace('Uid: kraj', 'Uid: obec'),
  'broken.md': file('broken', [['Školy', text.libraries]]).replace('title: Bod', 'title: "Bod'),
};

const currentVote = { agree: 1, undecided: 0, disagree: 0, older: 0 };
const olderVote = { agree: 0, undecided: 0, disagree: 0, older: 1 };

function folderOf(files: Record<string, string | null>): string {
  const folder = mkdtempSync(join(inject('databaseServers').folder, 'living-'));
  put(folder, files);
  return folder;
}

function put(folder: string, files: Record<string, string | null>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (content === null) rmSync(join(folder, path));
    else writeFileSync(join(folder, path), content);
  }
}

eachDatabase('feedback on a text that changes', (store) => {
  let database: OpenDatabase;
  let folder: string;
  /** Each section as it was when something was said on it, by `file/number`. */
  const read = new Map<string, SectionText>();
  const rows: { comments: Comment[]; votes: Vote[]; suggestions: Suggestion[] } = {
    comments: [],
    votes: [],
    suggestions: [],
  };

  beforeAll(async () => {
    database = await store.open();
    folder = folderOf(before);
    await contentImportOf(database).run(folder, null);
    const person = await newPerson(database);
    for (const point of await database.read.find(Point)) {
      for (const section of await new Points(database).sections(point)) {
        read.set(`${point.uid}/${section.number}`, section);
        await speak(database, person, section, rows.suggestions.length + 1);
        rows.suggestions.push(
          await database.read.findOneByOrFail(Suggestion, { sectionId: section.sectionId }),
        );
      }
    }
    rows.comments = await database.read.find(Comment, { order: { id: 'ASC' } });
    rows.votes = await database.read.find(Vote, { order: { id: 'ASC' } });
    rows.suggestions = await database.read.find(Suggestion, { order: { id: 'ASC' } });
    put(folder, after);
  });

  const section = (name: string) => {
    const found = read.get(name);
    if (!found) throw new Error(`Nobody read ${name}`);
    return found;
  };
  const point = (uid: string) => database.read.findOneByOrFail(Point, { uid });
  const sections = async (uid: string) => new Points(database).sections(await point(uid));
  const rowOf = (name: string) => database.read.findOneByOrFail(Section, { id: section(name).sectionId });
  const tally = async (name: string) => {
    const { sectionId } = section(name);
    return (await new Votes(database, new ActivityLog()).tallyOfSections([sectionId])).get(sectionId);
  };

  test('is foretold by the rehearsal, which writes nothing', async () => {
    const state = await stateOf(database);
    const files = await listFiles(folder);
    const plan = await importPlannerOf(database).plan({ files, scope: 'whole', corrections: [] });
    const fates = Object.fromEntries(
      plan.files
        .filter(({ summary }) => summary.sections.length > 0)
        .map(({ path, summary }) => [path, summary.sections.map(({ kind }) => kind)]),
    );
    expect(fates).toEqual({
      'edited.md': ['unchanged', 'edited'],
      'from.md': ['unchanged', 'moved'],
      'gone.md': ['archived', 'archived'],
      'merged.md': ['edited', 'unchanged', 'merged'],
      'order.md': ['unchanged', 'unchanged', 'unchanged'],
      'programme.md': ['unchanged'],
      'replaced.md': ['new', 'archived'],
      'split.md': ['edited', 'split', 'unchanged'],
      'to.md': ['unchanged', 'moved'],
      'typography.md': ['edited'],
      'voda/studny.md': ['unchanged'],
    });
    const ids = [...read.values()].map(({ sectionId }) => sectionId);
    const touched = await feedbackOf(database.read, ids);
    expect(new Set([...touched.values()].map((said) => JSON.stringify(said)))).toEqual(
      new Set([JSON.stringify({ comments: 1, votes: 1, suggestions: 1 })]),
    );
    expect(await stateOf(database)).toEqual(state);
  });

  describe('once the import is carried out', () => {
    beforeAll(async () => {
      await contentImportOf(database).run(folder, null);
    });

    test('is all there, on the section and the wording it was given on', async () => {
      expect(await database.read.find(Comment, { order: { id: 'ASC' } })).toEqual(rows.comments);
      expect(await database.read.find(Vote, { order: { id: 'ASC' } })).toEqual(rows.votes);
      expect(await database.read.find(Suggestion, { order: { id: 'ASC' } })).toEqual(rows.suggestions);
      for (const { revisionId, kind, heading, body } of read.values())
        expect(await database.read.findOneByOrFail(SectionRevision, { id: revisionId })).toMatchObject({
          kind,
          heading,
          body,
        });
    });

    test('counts as current exactly where the words are those that were read', async () => {
      const texts = await Promise.all((await database.read.find(Point)).map((one) => sections(one.uid)));
      const current = new Map(texts.flat().map((one) => [one.sectionId, one]));
      const words = (one?: SectionText) => one && `${one.heading} ${one.body}`.split(/\s+/).join(' ');
      for (const [name, before] of read) {
        const isSame = words(current.get(before.sectionId)) === words(before);
        expect([name, await tally(name)]).toEqual([name, isSame ? currentVote : olderVote]);
      }
    });

    test('stays with sections that stay, whatever their file and place are now', async () => {
      expect((await sections('order')).map(({ number }) => number)).toEqual([3, 1, 2]);
      expect((await point('renamed')).path).toBe('voda/studny.md');
      expect((await point('renamed')).slug).toBe('renamed');
      expect((await sections('renamed'))[0]?.revisionId).toBe(section('renamed/1').revisionId);
      expect((await sections('edited'))[1]).toMatchObject({
        sectionId: section('edited/2').sectionId,
        number: 2,
        revisionNumber: 2,
        body: expect.stringContaining('cedulích'),
      });
    });

    test('stays current where only the typography was mended', async () => {
      const [libraries] = await sections('typography');
      const revision = await database.read.findOneByOrFail(SectionRevision, {
        id: libraries?.revisionId ?? '',
      });
      expect(revision.sameAsId).toBe(section('typography/1').revisionId);
    });

    test('is found from the children of what was divided, and where things went together', async () => {
      const [parent, child] = await sections('split');
      expect(parent?.sectionId).toBe(section('split/1').sectionId);
      const row = await database.read.findOneByOrFail(Section, { id: child?.sectionId ?? '' });
      expect(row).toMatchObject({ number: 3, splitFromId: parent?.sectionId });
      expect(await rowOf('merged/2')).toMatchObject({
        mergedIntoId: section('merged/1').sectionId,
        archivedAt: expect.any(String),
      });
    });

    test('goes with a section to another point, and its old address knows where', async () => {
      const [, nurses] = await sections('to');
      expect(nurses).toMatchObject({
        sectionId: section('from/2').sectionId,
        revisionId: section('from/2').revisionId,
        number: 2,
      });
      expect(await database.read.find(FormerSectionNumber)).toEqual([
        { pointId: (await point('from')).id, number: 2, sectionId: section('from/2').sectionId },
      ]);
      expect((await sections('from')).map(({ number }) => number)).toEqual([1]);
      expect((await rowOf('from/2')).archivedAt).toBeNull();
    });

    test('goes with a point to another programme', async () => {
      const { id, programmeId } = await point('programme');
      const [former] = await database.read.find(FormerPointAddress);
      expect(former).toMatchObject({ pointId: id, slug: 'programme' });
      expect(former?.programmeId).not.toBe(programmeId);
    });

    test('stays readable where the text is gone, and is given to no other', async () => {
      expect((await point('gone')).archivedAt).not.toBeNull();
      expect((await rowOf('replaced/1')).archivedAt).not.toBeNull();
      expect((await sections('replaced')).map(({ number }) => number)).toEqual([2]);
      expect((await sections('broken'))[0]).toEqual(section('broken/1'));
    });

    test('is where it was when the old text comes back', async () => {
      const back = [
        ['Silnice', text.roads],
        ['Školy', text.schools],
        ['Voda', text.ponds],
      ] as Part[];
      put(folder, {
        'merged.md': file('merged', back),
        'from.md': before['from.md'] ?? '',
        'to.md': before['to.md'] ?? '',
        'replaced.md': before['replaced.md'] ?? '',
        'gone.md': before['gone.md'] ?? '',
      });
      await contentImportOf(database).run(folder, null);
      expect((await sections('merged')).map(({ sectionId }) => sectionId)).toEqual(
        ['merged/1', 'merged/2', 'merged/3'].map((name) => section(name).sectionId),
      );
      expect(await rowOf('merged/2')).toMatchObject({ mergedIntoId: null, archivedAt: null });
      expect((await sections('from')).map(({ sectionId, number }) => [sectionId, number])).toEqual([
        [section('from/1').sectionId, 1],
        [section('from/2').sectionId, 2],
      ]);
      expect((await sections('replaced'))[0]).toEqual(section('replaced/1'));
      expect((await sections('gone')).map(({ revisionId }) => revisionId)).toEqual([
        section('gone/1').revisionId,
        section('gone/2').revisionId,
      ]);
      expect(await new ActivityLog().verify(database.read)).toMatchObject({ firstBroken: null });
    });
  });
});

eachDatabase('an import that meets accepted suggestions', (store) => {
  let database: OpenDatabase;
  let folder: string;
  const points = () => new Points(database);
  const accepted = `${text.roads} Zhotovitel ponese záruku osm let.`;

  beforeAll(async () => {
    database = await store.open();
    folder = folderOf({ 'programmes.yaml': programmes });
  });

  /** A point of two sections, the second of which was reworded by an acceptance; then its file is edited. */
  async function edit(uid: string, body: string): Promise<{ body: string | undefined; clash: unknown }> {
    put(folder, {
      [`${uid}.md`]: file(uid, [
        ['Autobusy', text.buses],
        ['Silnice', text.roads],
      ]),
    });
    await contentImportOf(database).run(folder, null);
    const point = await database.read.findOneByOrFail(Point, { uid });
    const [first, second] = await points().sections(point);
    if (!first || !second) throw new Error('two sections');
    const wording = { kind: second.kind, heading: second.heading, body: accepted };
    const origin = { cause: 'acceptance' as const, actorId: null, authorId: null, note: null };
    await database.write((manager) =>
      new Versions().add(
        manager,
        point,
        [{ keep: first.revisionId }, { section: second.sectionId, wording }],
        origin,
      ),
    );
    put(folder, {
      [`${uid}.md`]: file(uid, [
        ['Autobusy', text.buses],
        ['Silnice', body],
      ]),
    });
    await contentImportOf(database).run(folder, null);
    const noted = await database.read.find(ImportFile, {
      where: { path: `${uid}.md` },
      order: { importId: 'DESC' },
    });
    const now = await points().sections(await database.read.findOneByOrFail(Point, { uid }));
    expect(now.map(({ sectionId }) => sectionId)).toEqual([first.sectionId, second.sectionId]);
    return { body: now[1]?.body, clash: noted[0] && summaryOf(noted[0]).sections[1]?.clash };
  }

  test('merges their words with those of the file where both can stand', async () => {
    const mended = text.roads.replace('Silnice nejprve změříme', 'Silnice i mosty nejprve změříme');
    expect(await edit('both', mended)).toEqual({
      body: accepted.replace('Silnice nejprve', 'Silnice i mosty nejprve'),
      clash: 'merged',
    });
  });

  test('lets the file win where they collide, and says so', async () => {
    const other = `${text.roads} Záruku ponese kraj.`;
    expect(await edit('collide', other)).toEqual({ body: other, clash: 'overwritten' });
  });

  test('goes on from the accepted words where the file has them', async () => {
    const further = `${accepted} Potom dalších pět.`;
    expect(await edit('knows', further)).toEqual({ body: further, clash: null });
  });
});

eachDatabase('imports as jobs', (store) => {
  let database: OpenDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await store.open();
    folder = folderOf(before);
  });

  const begin = async () => {
    const files = await listFiles(folder);
    const fresh = { origin: 'folder', originName: 'content', scope: 'whole', actorId: null, files } as const;
    return database.write((manager) => importJobsOf(database).begin(manager, fresh));
  };
  const jobs = () => importJobsOf(database);
  const job = (id: string) => database.read.findOneByOrFail(ContentImport, { id });
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof Refusal ? [error.status, error.key] : error),
    );

  test('are rehearsed first, and nothing of the text changes until somebody says yes', async () => {
    const { id, number } = await begin();
    expect(await refusal(begin())).toEqual([409, 'content.refusal.importRunning']);
    await jobs().rehearse(id);
    expect(await jobs().find(number)).toMatchObject({ state: 'rehearsed' });
    expect(await database.read.count(Point)).toBe(0);
    expect((await jobs().counts(id)).files).toMatchObject({ new: 14, rejected: 0 });
    await jobs().carryOut(id);
    expect(await job(id)).toMatchObject({ state: 'done', done: 14, total: 14 });
    expect(await database.read.count(Point)).toBe(13);
    expect(await refusal(jobs().carryOut(id))).toEqual([409, 'content.refusal.importOver']);
    const files = await database.read.findBy(ImportFile, { importId: id });
    expect(files.every(({ source }) => source === null)).toBe(true);
    expect(files.filter(({ pointId }) => pointId !== null)).toHaveLength(13);
    const versions = await database.read.find(PointVersion);
    expect(versions.every(({ importId }) => importId === id)).toBe(true);
  });

  test('follow a person who knows better', async () => {
    put(folder, {
      'replaced.md': file('replaced', [['Cesty', text.doctors]]),
      'same.md': file('same', [['Knihovny', text.libraries]]),
    });
    const { id } = await begin();
    await jobs().rehearse(id);
    const files = await database.read.findBy(ImportFile, { importId: id });
    const at = (path: string) => files.find((one) => one.path === path)?.position ?? -1;
    const plan = await jobs().filePlan(id, at('replaced.md'));
    expect(plan?.sections.map(({ kind }) => kind)).toEqual(['new', 'archived']);
    expect(plan?.sections[0]).toMatchObject({
      before: null,
      after: { heading: 'Cesty', body: text.doctors },
    });
    const own = plan?.candidates.find((candidate) => candidate.own);
    const foreign = plan?.candidates.find((candidate) => candidate.pointTitle === 'Bod same');
    expect([own?.heading, foreign?.heading]).toEqual(['Silnice', 'Autobusy']);
    const path = 'replaced.md';
    const wrong = { path, incoming: 7, sectionId: 'new' };
    expect(await refusal(jobs().correct(id, [wrong]))).toEqual([422, 'content.refusal.correctionFile']);
    const nobody = { path, incoming: 0, sectionId: newId() };
    expect(await refusal(jobs().correct(id, [nobody]))).toEqual([422, 'content.refusal.correctionSection']);
    await jobs().correct(id, [{ path, incoming: 0, sectionId: foreign?.sectionId ?? '' }]);
    await jobs().rehearse(id);
    const corrected = await jobs().filePlan(id, at('replaced.md'));
    expect(corrected?.sections[0]).toMatchObject({
      kind: 'moved',
      corrected: true,
      before: { heading: 'Autobusy', body: text.buses },
    });
    await jobs().correct(id, [{ path, incoming: 0, sectionId: own?.sectionId ?? '' }]);
    await jobs().rehearse(id);
    await jobs().carryOut(id);
    const point = await database.read.findOneByOrFail(Point, { path });
    const [section] = await new Points(database).sections(point);
    expect(section).toMatchObject({ sectionId: own?.sectionId, number: 1, body: text.doctors });
  });

  test('are refused once the text has changed since they were rehearsed', async () => {
    put(folder, { 'order.md': file('order', [['Silnice', text.roads]]) });
    const { id } = await begin();
    await jobs().rehearse(id);
    const point = await database.read.findOneByOrFail(Point, { path: 'order.md' });
    const places = (await new Points(database).sections(point)).map(({ revisionId }) => ({
      keep: revisionId,
    }));
    const origin = { cause: 'import' as const, actorId: null, authorId: null, note: null };
    await database.write((manager) => new Versions().add(manager, point, places.reverse(), origin));
    expect(await refusal(jobs().carryOut(id))).toEqual([409, 'content.refusal.importStale']);
    await jobs().cancel(id);
    expect(await job(id)).toMatchObject({ state: 'cancelled' });
    expect(await refusal(jobs().cancel(id))).toEqual([409, 'content.refusal.importOver']);
  });

  test('stop between two files when somebody gives them up', async () => {
    for (let i = 0; i < 40; i++)
      put(folder, { [`many/${i}.md`]: file(`many-${i}`, [['Studny', text.wells]]) });
    const { id } = await begin();
    const running = jobs().runAtOnce(id, undefined, (done) => {
      if (done === 30) void jobs().cancel(id);
    });
    await running;
    expect(await job(id)).toMatchObject({ state: 'cancelled' });
    const written = await database.read.count(Point);
    expect(written).toBeGreaterThan(13);
    expect(written).toBeLessThan(53);
    await contentImportOf(database).run(folder, null);
    expect(await database.read.count(Point)).toBe(53);
  });

  test('are left to whoever took them up while their own process was stalled', async () => {
    for (let i = 0; i < 40; i++)
      put(folder, { [`many/${i}.md`]: file(`many-${i}`, [['Studny', text.wells]]) });
    const { id } = await begin();
    let other: Promise<void> | undefined;
    const written: number[] = [];
    const stalled = jobs().runAtOnce(id, undefined, (done) => {
      written.push(done);
      const beatAt = new Date(Date.now() - 60_000).toISOString();
      other ??= database
        .write((manager) => manager.update(ContentImport, { id }, { beatAt }))
        .then(() => jobs().carryOut(id));
    });
    await stalled;
    const byStalled = written.length;
    await other;
    expect(byStalled).toBeLessThan(40);
    expect(written).toHaveLength(byStalled);
    expect(await job(id)).toMatchObject({ state: 'done' });
    expect(await database.read.count(Point)).toBe(53);
    const made = await database.read.findBy(PointVersion, { importId: id });
    expect(new Set(made.map(({ pointId }) => pointId)).size).toBe(made.length);
  });

  test('that were only rehearsed and given up do not make others wait for a new rehearsal', async () => {
    const waiting = await begin();
    await jobs().rehearse(waiting.id);
    const abandoned = await begin();
    await jobs().rehearse(abandoned.id);
    await jobs().cancel(abandoned.id);
    await jobs().carryOut(waiting.id);
    expect(await job(waiting.id)).toMatchObject({ state: 'done' });
  });
});

let compiled = '';
beforeAll(() => {
  compiled = compile(['src', 'test/imports']);
}, 120_000);
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

eachDatabase('an import whose process is killed', (store) => {
  test('again and again leaves whole files, and going on finishes', { timeout: 120_000 }, async () => {
    const files: Record<string, string> = { 'programmes.yaml': programmes };
    for (let i = 0; i < 150; i++)
      files[`${i}.md`] = file(`bod-${i}`, [
        ['Autobusy', text.buses],
        ['Silnice', text.roads],
        ['Kola', text.bikes],
      ]);
    const folder = folderOf(files);
    const child = run(join(compiled, 'test', 'imports', 'endless-import.js'), store.url, folder);
    child.stdout.on('data', () => child.kill('SIGKILL'));
    const [, signal] = await once(child, 'close');
    expect(signal).toBe('SIGKILL');
    const database = await store.open();
    const half = await database.read.find(Point);
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(150);
    for (const point of half) expect(await new Points(database).sections(point)).toHaveLength(3);
    const [dead] = await database.read.find(ContentImport);
    expect(dead).toMatchObject({ state: 'running' });
    const id = dead?.id ?? '';
    const die = () => {
      const beatAt = new Date(Date.now() - 60_000).toISOString();
      return database.write((manager) => manager.update(ContentImport, { id }, { beatAt }));
    };
    for (const delay of [40, 90, 140]) {
      await die();
      if ((await importJobsOf(database).find(1))?.state === 'done') break;
      const again = run(join(compiled, 'test', 'imports', 'endless-import.js'), store.url, folder, id);
      again.stdout.on('data', () => setTimeout(() => again.kill('SIGKILL'), delay));
      await once(again, 'close');
      for (const point of await database.read.find(Point))
        expect(await new Points(database).sections(point)).toHaveLength(3);
    }
    await die();
    const job = await importJobsOf(database).find(1);
    expect(['interrupted', 'done']).toContain(job?.state);
    if (job?.state !== 'done') await importJobsOf(database).carryOut(id);
    expect(await database.read.count(Point)).toBe(150);
    expect(await database.read.count(PointVersion)).toBe(150);
    expect(await importJobsOf(database).find(1)).toMatchObject({ state: 'done' });
  });
});

async function newPerson(database: OpenDatabase): Promise<string> {
  const id = newId();
  await database.write((manager) =>
    manager.insert(Account, {
      id,
      email: `${id}@example.org`,
      publicName: 'Petr Čtenář',
      nameSkeleton: 'petr ctenar',
      locale: 'cs',
      createdAt: now(),
      bannedAt: null,
      erasedAt: null,
    }),
  );
  return id;
}

/** A comment, a vote and a suggestion on a section, each on the wording of now. */
async function speak(database: OpenDatabase, accountId: string, section: SectionText, number: number) {
  const { sectionId, revisionId, heading, body } = section;
  const at = now();
  await database.write(async (manager) => {
    await manager.insert(Comment, {
      id: newId(),
      sectionId,
      suggestionId: null,
      number: 1,
      revisionId,
      parentId: null,
      authorId: accountId,
      voice: 'citizen',
      body: 'S tímhle souhlasím.',
      createdAt: at,
      dedupeKey: newId(),
      handledAt: null,
      handledById: null,
      hiddenAt: null,
    });
    await manager.insert(Vote, {
      id: newId(),
      accountId,
      sectionId,
      suggestionId: null,
      commentId: null,
      revisionId,
      value: 'agree',
      createdAt: at,
      changedAt: at,
    });
    await manager.insert(Suggestion, {
      id: newId(),
      number,
      sectionId,
      baseRevisionId: revisionId,
      kind: 'reword',
      heading,
      body: `${body} A to hned.`,
      reason: 'Spěchá to.',
      authorId: accountId,
      creditAgreedAt: null,
      state: 'open',
      createdAt: at,
      dedupeKey: newId(),
      statement: null,
      decidedById: null,
      decidedAt: null,
      versionId: null,
    });
  });
}

/** Everything an import could change. */
async function stateOf(database: OpenDatabase): Promise<string> {
  const rows = [];
  for (const entity of [Point, Section, SectionRevision, PointVersion, ContentImport, ImportFile])
    rows.push(await database.read.find(entity as typeof Point, { order: {} }));
  return JSON.stringify(rows.map((one) => one.map((row) => JSON.stringify(row)).sort()));
}
