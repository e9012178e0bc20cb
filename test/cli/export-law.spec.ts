import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { Refusal } from '../../src/web/refusal.js';
import { anyBody, anyFile } from '../programme/export/files.js';
import { testApplication } from '../support/application.js';
import { sqliteDatabase } from '../support/databases.js';
import { acting, files, folderOf, runExport, textIn } from './export-world.js';

describe('whatever the files', () => {
  const database = sqliteDatabase();
  const app = testApplication(database);
  const people = acting(app);
  const sources = fc.sample(anyFile, 80);
  const bodies = fc.sample(anyBody, 160);
  const programme = { 'programmes.yaml': files['programmes.yaml'] ?? '' };
  const content = Object.fromEntries(sources.map((source, i) => [`kraj/bod${i}.md`, source]));
  const stored = async () => [
    await app.database.read.find(PointVersion, { order: { id: 'ASC' } }),
    await app.database.read.find(SectionRevision, { order: { id: 'ASC' } }),
  ];

  test('what is imported, edited and exported is, imported again, what it was', async () => {
    await people.import(folderOf({ ...programme, ...content }));
    const untouched = folderOf(programme);
    expect((await runExport(database, untouched)).status).toBe(0);
    for (const [path, source] of Object.entries(content)) expect(textIn(untouched, path)).toBe(source);

    let edited = 0;
    for (const [i, body] of bodies.entries()) {
      const slug = `bod${i % sources.length}`;
      const sections = await people.sections(slug);
      const section = sections[i % Math.max(sections.length, 1)];
      if (!section) continue;
      const isDone = await people.edit(slug, section.number, body).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          return false;
        },
      );
      if (isDone) edited += 1;
    }
    expect(edited).toBeGreaterThan(bodies.length / 5);

    const target = folderOf(programme);
    const { status, err } = await runExport(database, target);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const before = await stored();
    const { files: report } = await people.import(target);
    expect(report.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
    expect(await stored()).toEqual(before);
  });
});
