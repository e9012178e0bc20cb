import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import type { OpenDatabase } from '../../src/database/open.js';
import { entities } from '../../src/entities.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { contentImportOf } from '../../src/programme/content-import.service.js';
import { ImportFile } from '../../src/programme/import-file.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { Versions } from '../../src/programme/versions.service.js';
import { eachDatabase } from '../support/databases.js';

const programmes = `programmes:
  - uid: kraj
    title: Program pro kraj
    opens: 2026-11-01
    closes: 2027-01-31
    votes: { shown: always }
`;
const person = '---\nuid: jana.nova\nname: Jana Nová\n---\n';
const buses = 'Z každé obce pojede ve všední den aspoň jeden spoj za hodinu, o víkendu jeden za dvě hodiny.';
const roads = 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.';

const point = (title: string, ...sections: [string, string][]): string =>
  [
    `---\ncampaignCategoryUid: kraj\nuid: ${title.toLowerCase()}\ntitle: ${title}\norder: 1\ngarant: jana.nova\n---`,
    ...sections.map(([heading, body]) => `## ${heading}\n${body}`),
  ].join('\n\n');

const transport = point('Doprava', ['Autobusy', buses], ['Silnice', roads]);

eachDatabase('importing content', (store) => {
  let database: OpenDatabase;
  let folder: string;
  let points: Points;
  let versions: Versions;

  beforeEach(async () => {
    database = await store.open();
    points = new Points(database);
    versions = new Versions();
    await empty(database);
    folder = mkdtempSync(join(inject('databaseServers').folder, 'content-'));
    put('programmes.yaml', programmes);
    put('people/jana-nova.md', person);
    put('kraj/doprava.md', transport);
  });

  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const run = async () => {
    return (await contentImportOf(database).run(folder, null)).files;
  };
  const doprava = async () => {
    const found = await points.find('kraj', 'doprava');
    if (!found) throw new Error('not imported');
    return { ...found, sections: await points.sections(found.point) };
  };

  test('brings programmes, people and points in', async () => {
    expect(await run()).toEqual([{ path: 'kraj/doprava.md', outcome: 'new', diagnostics: [] }]);
    const { programme, point: row, garants, sections } = await doprava();
    expect(programme).toMatchObject({ title: 'Program pro kraj', votesShown: 'always' });
    expect(row).toMatchObject({ title: 'Doprava', slug: 'doprava', versionNumber: 1 });
    expect(garants).toEqual([{ uid: 'jana.nova', name: 'Jana Nová', img: null }]);
    expect(sections.map(({ number, heading, body }) => [number, heading, body])).toEqual([
      [1, 'Autobusy', buses],
      [2, 'Silnice', roads],
    ]);
  });

  test('changes nothing at all when nothing changed', async () => {
    await run();
    const before = await dump(database);
    expect(await run()).toEqual([{ path: 'kraj/doprava.md', outcome: 'unchanged', diagnostics: [] }]);
    expect(await dump(database)).toEqual(before);
  });

  test('names a broken file with its line and leaves its last good version live', async () => {
    put('kraj/voda.md', point('Voda', ['Tůně', 'Obnovíme tři sta tůní a mokřadů.']));
    await run();
    const before = await doprava();
    put('kraj/doprava.md', transport.replace('title: Doprava', 'title: "Doprava'));
    put('kraj/voda.md', point('Voda', ['Tůně', 'Obnovíme čtyři sta tůní a mokřadů.']));
    const [broken, other] = await run();
    expect(broken).toMatchObject({ path: 'kraj/doprava.md', outcome: 'rejected' });
    expect(broken?.diagnostics).toMatchObject([{ code: 'E-YAML', severity: 'error' }]);
    expect(broken?.diagnostics[0]?.line).toBeGreaterThan(1);
    expect(other).toMatchObject({ path: 'kraj/voda.md', outcome: 'changed' });
    expect(await doprava()).toEqual(before);
  });

  test('archives the point of a missing file, and brings it back with its sections', async () => {
    await run();
    const { sections } = await doprava();
    rmSync(join(folder, 'kraj/doprava.md'));
    expect(await run()).toEqual([{ path: 'kraj/doprava.md', outcome: 'archived', diagnostics: [] }]);
    expect((await doprava()).point.archivedAt).not.toBeNull();
    expect(await run()).toEqual([]);
    put('kraj/doprava.md', transport);
    expect(await run()).toMatchObject([{ outcome: 'changed' }]);
    const back = await doprava();
    expect(back.point.archivedAt).toBeNull();
    expect(back.sections).toEqual(sections);
  });

  test('makes one new version of an edited file and keeps the revisions of untouched sections', async () => {
    await run();
    const [firstBuses, firstRoads] = (await doprava()).sections;
    const edited = `${roads} Každý rok znovu.`;
    put('kraj/doprava.md', point('Doprava', ['Autobusy', buses], ['Silnice', edited]));
    expect(await run()).toMatchObject([{ outcome: 'changed' }]);
    const { point: row, sections } = await doprava();
    expect(row.versionNumber).toBe(2);
    expect(await database.read.countBy(PointVersion, { pointId: row.id })).toBe(2);
    expect(sections[0]).toEqual(firstBuses);
    expect(sections[1]).toMatchObject({
      sectionId: firstRoads?.sectionId,
      number: 2,
      revisionNumber: 2,
      body: edited,
    });
  });

  test('makes a version when the title changed, with every section in the wording it had', async () => {
    await run();
    const before = await doprava();
    put('kraj/doprava.md', transport.replace('title: Doprava', 'title: Doprava a silnice'));
    expect(await run()).toMatchObject([{ outcome: 'changed' }]);
    const after = await doprava();
    expect(after.point).toMatchObject({ title: 'Doprava a silnice', versionNumber: 2 });
    expect(after.sections).toEqual(before.sections);
    const [, second] = await database.read.find(PointVersion, { order: { number: 'ASC' } });
    expect(JSON.parse(second?.fields ?? '{}')).toMatchObject({ title: 'Doprava a silnice' });
  });

  test('makes no version when another part of the header changed, but keeps the file', async () => {
    await run();
    const edited = transport.replace('order: 1', 'order: 7 # za školami');
    put('kraj/doprava.md', edited);
    expect(await run()).toMatchObject([{ outcome: 'changed' }]);
    const { point: row } = await doprava();
    expect(row).toMatchObject({ position: 7, versionNumber: 1, source: edited });
  });

  test('never gives the number of a section that is gone to another one', async () => {
    await run();
    put('kraj/doprava.md', point('Doprava', ['Autobusy', buses]));
    await run();
    put('kraj/doprava.md', point('Doprava', ['Autobusy', buses], ['Kola', 'Postavíme stezky mezi městy.']));
    await run();
    expect((await doprava()).sections.map(({ number }) => number)).toEqual([1, 3]);
  });

  describe('after a suggestion was accepted', () => {
    const accepted = 'Silnice opravíme podle měření, které si každý může přečíst.';

    beforeEach(async () => {
      await run();
      const { point: row, sections } = await doprava();
      const [first, second] = sections;
      if (!first || !second) throw new Error('two sections');
      const wording = { kind: second.kind, heading: second.heading, body: accepted };
      const places = [{ keep: first.revisionId }, { section: second.sectionId, wording }];
      const origin = { cause: 'acceptance' as const, actorId: null, authorId: null, note: null };
      await database.write((manager) => versions.add(manager, row, places, origin));
    });

    test('an unchanged file changes nothing', async () => {
      const before = await dump(database);
      await run();
      expect(await dump(database)).toEqual(before);
      expect((await doprava()).sections[1]?.body).toBe(accepted);
    });

    test('an edit elsewhere in the file leaves the accepted words', async () => {
      put('kraj/doprava.md', point('Doprava', ['Autobusy', `${buses} I v noci.`], ['Silnice', roads]));
      await run();
      const { sections } = await doprava();
      expect(sections.map(({ body }) => body)).toEqual([`${buses} I v noci.`, accepted]);
    });
  });
});

/** Every row of every table, in an order that does not depend on where it lies; less the list of imports itself. */
async function dump(database: OpenDatabase): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const entity of entities.filter((one) => one !== ContentImport && one !== ImportFile)) {
    const rows = await database.read.find(entity);
    tables[entity.name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return tables;
}

/** The activity log refuses to be emptied; it stays and tells of earlier tests. */
async function empty(database: OpenDatabase): Promise<void> {
  const tables = [
    'import_file',
    'former_section_number',
    'former_point_address',
    'version_section',
    'point_version',
    'content_import',
    'section_revision',
    'section',
    'point_garant',
    'point',
  ];
  await database.write(async (manager) => {
    for (const table of [...tables, 'person', 'programme']) await manager.query(`DELETE FROM ${table}`);
  });
}
