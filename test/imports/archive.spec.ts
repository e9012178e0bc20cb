import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../../src/imports/archive.js';
import { UploadProblem } from '../../src/imports/upload-problem.js';
import { type Packed, patched, renamed, zipOf } from './zips.js';

const text = '---\ntitle: Úřad\ncampaignCategoryUid: zkusebni\n---\n## Nadpis\n\nText.\n';

async function read(zip: Buffer) {
  return (await readArchive(zip)).map((file) =>
    'bytes' in file ? file.path : `${file.path} ${file.diagnostic.code}`,
  );
}

async function reasonOf(zip: Buffer): Promise<string> {
  try {
    await readArchive(zip);
    return 'accepted';
  } catch (error) {
    if (error instanceof UploadProblem) return error.reason;
    throw error;
  }
}

const reasonFor = async (...files: Packed[]) => reasonOf(await zipOf(files));

describe('an ordinary archive', () => {
  test('gives its texts to the letter, whatever alphabet their names are in', async () => {
    const files = await readArchive(await zipOf([{ name: 'škola/Příliš žluťoučký.md', content: text }]));
    expect(files).toEqual([{ path: 'škola/Příliš žluťoučký.md', bytes: Buffer.from(text) }]);
  });

  test('is read as a folder is: other files are skipped, hidden and underlined names passed over', async () => {
    const zip = await zipOf([
      { name: 'a/' },
      { name: 'a/x.md', content: text },
      { name: 'a/obrazek.png', content: 'png' },
      { name: 'a/inner.zip', content: await zipOf([{ name: 'y.md', content: text }]) },
      { name: 'README.md', content: 'x' },
      { name: '.git/config.md', content: 'x' },
      { name: '__MACOSX/a/x.md', content: 'x' },
      { name: 'a/_draft.md', content: 'x' },
      { name: 'programmes.yaml', content: '{}' },
    ]);
    expect(await read(zip)).toEqual([
      'a/x.md',
      'a/obrazek.png I-NOT-MD',
      'a/inner.zip I-NOT-MD',
      'programmes.yaml',
    ]);
  });

  test('rejects only the file that is too large', async () => {
    const large = randomBytes(1024 * 1024 + 1);
    expect(
      await read(
        await zipOf([
          { name: 'a.md', content: text },
          { name: 'b.md', content: large },
        ]),
      ),
    ).toEqual(['a.md', 'b.md E-SIZE']);
  });
});

describe('an archive is refused with a named reason', () => {
  const good = () => zipOf([{ name: 'aa/name.md', content: text }]);

  test.each<[string, string]>([
    ['../name.md!', 'outside'],
    ['aa/../a.md', 'outside'],
    ['/a/name.md', 'absolute'],
    ['C:/name.md', 'absolute'],
    ['aa\\name.md', 'backslash'],
    ['aa//ame.md', 'badName'],
    ['aa/./me.md', 'badName'],
    ['aa/na\0e.md', 'badName'],
    ['aa/na\ne.md', 'badName'],
  ])('when a name is %j', async (name, reason) => {
    expect(await reasonOf(renamed(await good(), 'aa/name.md', name.slice(0, 10)))).toBe(reason);
  });

  test('when a name is no UTF-8', async () => {
    const name = Buffer.from('aa/name.md');
    name[4] = 0xe1;
    expect(await reasonOf(renamed(await good(), 'aa/name.md', name))).toBe('badName');
  });

  test('when a name is there twice, be it in capitals', async () => {
    expect(await reasonFor({ name: 'a.md', content: text }, { name: 'A.md', content: text })).toBe(
      'duplicate',
    );
  });

  test('when it holds a link or a device', async () => {
    expect(await reasonFor({ name: 'a.md', content: '/etc/passwd', mode: 0o120777 })).toBe('link');
    expect(await reasonFor({ name: 'b.txt', content: '', mode: 0o020666 })).toBe('link');
  });

  test('when it is encrypted', async () => {
    expect(await reasonOf(patched(await good(), 8, 2, (flags) => flags | 1))).toBe('encrypted');
  });

  test('when its files swell', async () => {
    expect(await reasonFor({ name: 'a.md', content: Buffer.alloc(900_000) })).toBe('bomb');
    expect(await reasonFor({ name: 'a.png', content: Buffer.alloc(900_000) })).toBe('bomb');
  });

  test('when a file is larger than the table of contents says', async () => {
    expect(await reasonOf(patched(await good(), 24, 4, () => 3))).toBe('broken');
  });

  test('when it would be too large unpacked, before anything is', async () => {
    const zip = await zipOf([
      { name: 'a.png', content: 'x' },
      { name: 'b.png', content: 'x' },
    ]);
    const claims = patched(
      patched(zip, 24, 4, () => 60_000_000),
      20,
      4,
      () => 50_000_000,
    );
    expect(await reasonOf(claims)).toBe('tooLarge');
  });

  test('when it holds too many files', async () => {
    const files = Array.from({ length: 5_001 }, (_, at) => ({ name: `${at}.md` }));
    expect(await reasonFor(...files)).toBe('tooManyFiles');
  });

  test('when its folders are too deep', async () => {
    expect(await reasonFor({ name: `${'a/'.repeat(16)}b.md` })).toBe('tooDeep');
  });

  test('when it is cut off, no archive at all, or has nothing to read in it', async () => {
    const zip = await good();
    expect(await reasonOf(zip.subarray(0, zip.length - 30))).toBe('broken');
    expect(await reasonOf(Buffer.from('PK\x03\x04 nothing'))).toBe('broken');
    expect(await reasonFor({ name: 'a/' })).toBe('nothing');
  });
});
