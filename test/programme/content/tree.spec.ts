import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readContentTree } from '../../../src/programme/content/tree.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'content-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function point(uid: string, order: number, garant = ''): string {
  return `---\ncampaignCategoryUid: kraj\nuid: ${uid}\norder: ${order}\ntitle: T\ngarant: ${garant}\n---\n## A\nx\n`;
}

async function readRoot() {
  const tree = await readContentTree(root);
  return tree.files.map(({ path, status, diagnostics }) => [
    path,
    status,
    ...diagnostics.map(({ code }) => code),
  ]);
}

describe('a content folder', () => {
  it('is read in the order of paths, whatever files are called', async () => {
    await write('kraj/b.md', point('b', 2));
    await write('kraj/# á č.md', point('a', 1));
    await write('kraj/poznámky.txt', 'x');
    await write('kraj/stránka.md', '---\ntitle: x\n---\n');
    for (const hidden of [
      'README.md',
      'kraj/README.md',
      '.skryté.md',
      '_drafts/x.md',
      'kraj/_x.md',
      '.git/x.md',
    ]) {
      await write(hidden, 'x');
    }
    expect(await readRoot()).toEqual([
      ['kraj/# á č.md', 'imported'],
      ['kraj/b.md', 'imported'],
      ['kraj/poznámky.txt', 'skipped', 'I-NOT-MD'],
      ['kraj/stránka.md', 'skipped', 'I-PAGE'],
    ]);
  });

  it('rejects a broken file and reads the rest', async () => {
    await write('a.md', '---\ntitle: a: b\n---\n');
    await write('b.md', point('b', 1));
    expect(await readRoot()).toEqual([
      ['a.md', 'rejected', 'E-YAML'],
      ['b.md', 'imported'],
    ]);
  });

  it('remarks on uids and orders that repeat within a programme, on the later path', async () => {
    await write('a.md', point('x', 1));
    await write('b.md', point('x', 1));
    await write('c.md', point('x', 1).replace('Uid: kraj', 'Uid: obec'));
    expect(await readRoot()).toEqual([
      ['a.md', 'imported'],
      ['b.md', 'imported', 'W-UID-DUP', 'W-ORDER-DUP'],
      ['c.md', 'imported'],
    ]);
  });

  it('knows garants from people/, the first of those who share a uid', async () => {
    await write('people/a.md', '---\nuid: jana\nname: Jana\n---\n');
    await write('people/b.md', '---\nuid: jana\nname: Jiná\n---\n');
    await write('kraj/a.md', point('a', 1, 'jana, nikdo'));
    const tree = await readContentTree(root);
    expect(tree.people.map(({ name }) => name)).toEqual(['Jana']);
    expect(tree.peopleFiles[1]?.diagnostics.map(({ code }) => code)).toEqual(['W-UID-DUP']);
    expect(tree.files[0]?.diagnostics.map(({ values }) => values)).toEqual([{ garant: 'nikdo' }]);
  });

  it('reads programmes.yaml at its root only', async () => {
    await write('programmes.yaml', 'programmes:\n  - { uid: kraj, title: Kraj }\n');
    await write('kraj/programmes.yaml', 'programmes: 5');
    const tree = await readContentTree(root);
    expect(tree.programmes.map(({ uid }) => uid)).toEqual(['kraj']);
    expect(tree.files.map(({ status }) => status)).toEqual(['skipped']);
  });

  it('never follows symbolic links, to files or to folders', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'secret.md'), point('s', 1));
    await symlink(join(outside, 'secret.md'), join(root, 'file.md'));
    await symlink(outside, join(root, 'folder'));
    await symlink(root, join(root, 'loop'));
    expect(await readRoot()).toEqual([
      ['file.md', 'rejected', 'E-SYMLINK'],
      ['folder', 'rejected', 'E-SYMLINK'],
      ['loop', 'rejected', 'E-SYMLINK'],
    ]);
    await rm(outside, { recursive: true });
  });

  it('refuses a huge file, a pipe and folders without end, and does not wait for them', async () => {
    await write('big.md', Buffer.alloc(1024 * 1024 + 1, 97));
    await write(`${'d/'.repeat(17)}deep.md`, point('d', 1));
    execFileSync('/usr/bin/env', ['mkfifo', join(root, 'pipe.md')]);
    expect(await readRoot()).toEqual([
      ['big.md', 'rejected', 'E-SIZE'],
      ['d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d', 'rejected', 'E-DEPTH'],
      ['pipe.md', 'rejected', 'E-FILE'],
    ]);
  });
});
