import { describe, expect, test } from 'vitest';
import { type KnownPoint, placeLooseFiles, withoutTopFolders } from '../../src/imports/placement.js';
import { UploadProblem } from '../../src/imports/upload-problem.js';
import type { TreeFile } from '../../src/programme/content/files.js';

const files = (...paths: string[]): TreeFile[] => paths.map((path) => ({ path, bytes: Buffer.from('x') }));
const cut = (paths: string[], known: string[] = []) =>
  withoutTopFolders(files(...paths), new Set(known)).map(({ path }) => path);

describe('folders at the top of an archive', () => {
  test('go as far as the rest is known', () => {
    expect(cut(['web-main/content/kraj/a.md', 'web-main/content/kraj/b.md'], ['kraj/a.md'])).toEqual([
      'kraj/a.md',
      'kraj/b.md',
    ]);
    expect(cut(['kraj/a.md', 'kraj/b.md'], ['kraj/b.md'])).toEqual(['kraj/a.md', 'kraj/b.md']);
  });

  test('go until programmes.yaml stands at the root, where no file is known', () => {
    expect(cut(['top/programmes.yaml', 'top/kraj/a.md'])).toEqual(['kraj/a.md', 'programmes.yaml']);
  });

  test('stay where they are the folder of a programme', () => {
    expect(cut(['kraj/a.md', 'kraj/b.md'])).toEqual(['kraj/a.md', 'kraj/b.md']);
    expect(cut(['content/kraj/a.md', 'content/kraj/b.md'])).toEqual(['kraj/a.md', 'kraj/b.md']);
    expect(cut(['content/kraj/a.md', 'content/mesto/b.md'])).toEqual(['kraj/a.md', 'mesto/b.md']);
  });

  test('stay where files share none', () => {
    expect(cut(['a.md'])).toEqual(['a.md']);
    expect(cut(['kraj/a.md', 'mesto/b.md'])).toEqual(['kraj/a.md', 'mesto/b.md']);
  });

  test('leave a second programmes.yaml unread', () => {
    const [first, second] = withoutTopFolders(files('kraj/programmes.yaml', 'programmes.yaml'), new Set());
    expect(first).toMatchObject({ path: 'kraj/programmes.yaml', status: 'skipped' });
    expect(second).toMatchObject({ path: 'programmes.yaml', bytes: Buffer.from('x') });
  });
});

describe('files without folders', () => {
  const known: KnownPoint[] = [
    { path: 'kraj/doprava.md', programmeUid: 'kraj2020' },
    { path: 'mesto/doprava.md', programmeUid: 'mesto' },
    { path: 'kraj/skoly.md', programmeUid: 'kraj2020' },
  ];
  const text = (programme: string) =>
    Buffer.from(`---\ntitle: Bod\ncampaignCategoryUid: ${programme}\n---\n## Nadpis\n\nText.\n`);
  const place = (name: string, bytes: Buffer) =>
    placeLooseFiles([{ name, bytes }], known).map(({ path }) => path);

  test('belong to the point of their programme with that name', () => {
    expect(place('doprava.md', text('kraj2020'))).toEqual(['kraj/doprava.md']);
    expect(place('doprava.md', text('mesto'))).toEqual(['mesto/doprava.md']);
  });

  test('are new beside the other points of their programme', () => {
    expect(place('vzduch.md', text('kraj2020'))).toEqual(['kraj/vzduch.md']);
    expect(place('skoly.md', text('mesto'))).toEqual(['mesto/skoly.md']);
  });

  test('are new in a folder of the programme that nobody knows yet, which never leads out', () => {
    expect(place('skoly.md', text('obec'))).toEqual(['obec/skoly.md']);
    expect(place('skoly.md', text('../../etc'))).toEqual(['etc/skoly.md']);
  });

  test('that cannot be read are laid at the one point of that name, so that the error is seen there', () => {
    expect(place('skoly.md', Buffer.from([0xff]))).toEqual(['kraj/skoly.md']);
    expect(place('doprava.md', Buffer.from([0xff]))).toEqual(['doprava.md']);
  });

  test('are refused where two belong to one place', () => {
    const twice = ['a.md', 'C:\\texty\\a.md'].map((name) => ({ name, bytes: text('kraj2020') }));
    expect(() => placeLooseFiles(twice, known)).toThrow(new UploadProblem('duplicate', 'kraj/a.md'));
  });

  test('of another kind are skipped', () => {
    expect(placeLooseFiles([{ name: 'a.docx', bytes: Buffer.from('x') }], known)).toMatchObject([
      { path: 'a.docx', status: 'skipped' },
    ]);
  });
});
