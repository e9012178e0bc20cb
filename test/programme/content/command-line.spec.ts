import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contentCheck } from '../../../src/cli/content-check.js';
import { contentDiff } from '../../../src/cli/content-diff.js';
import { contentMessages, diagnosticMessage } from '../../../src/cli/content-messages.js';
import { runCommandLine } from '../../../src/cli/run.js';
import { diagnostic, diagnosticCodes } from '../../../src/programme/content/diagnostics.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'content-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const into = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    printed[stream] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(into('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(into('err'));
  const program = new Command('podnet').addCommand(contentCheck()).addCommand(contentDiff());
  const status = await runCommandLine(program, ['node', 'podnet', ...args]);
  vi.restoreAllMocks();
  return { status, ...printed };
}

const good =
  '---\ncampaignCategoryUid: kraj\nuid: a\norder: 1\ntitle: A\n---\n## Silnice\nText.\n## Vlaky\nJiný.\n';

describe('content check', () => {
  it('prints path, line and a sentence for every remark, and a total', async () => {
    await writeFile(join(root, 'a.md'), good.replace('uid: a\n', ''));
    const { status, out } = await run('check', root);
    expect(status).toBe(0);
    expect(out).toContain('a.md:1: chybí uid, použije se „a“ podle názvu souboru');
    expect(out).toContain('1 soubor: 1 k importu');
  });

  it('prints JSON as an import would read it', async () => {
    await writeFile(join(root, 'a.md'), good);
    const { out } = await run('check', root, '--json');
    expect(JSON.parse(out).files).toEqual([
      {
        path: 'a.md',
        status: 'imported',
        programme: 'kraj',
        group: null,
        uid: 'a',
        title: 'A',
        order: 1,
        garants: [],
        sections: [
          { kind: 'heading', heading: 'Silnice', slug: 'silnice', line: 7, bodySha1: '962649499c8a' },
          { kind: 'heading', heading: 'Vlaky', slug: 'vlaky', line: 9, bodySha1: '1f8623019fc5' },
        ],
        diagnostics: [],
      },
    ]);
  });

  it('ends with status 1 when a file is rejected, having read the others', async () => {
    await writeFile(join(root, 'a.md'), good);
    await writeFile(join(root, 'b.md'), '---\ntitle: a: b\n---\n');
    const { status, out, err } = await run('check', root, '--lang', 'en');
    expect(status).toBe(1);
    expect(out).toContain('b.md:2: the header is not valid YAML');
    expect(err).toBe('1 file was rejected.\n');
  });

  it('refuses what is no folder, and calls wrong usage by status 2', async () => {
    expect((await run('check', join(root, 'nic'))).status).toBe(1);
    expect((await run('check')).status).toBe(2);
    expect((await run('check', root, '--lang', 'de')).status).toBe(2);
    expect((await run('check', '--help')).status).toBe(0);
  });
});

describe('content diff', () => {
  it('prints one line of JSON for each pair of files', async () => {
    const [old, now] = [join(root, 'old.md'), join(root, 'new.md')];
    await writeFile(old, good);
    await writeFile(now, good.replace('## Silnice\nText.\n', '').concat('## Silnice\nText.\n'));
    const { status, out } = await run('diff', old, now, old, old, '--json');
    expect(status).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { matches: [1, 0], splits: [], merges: [] },
      { matches: [0, 1], splits: [], merges: [] },
    ]);
    expect((await run('diff', old, now)).out).toContain('1 „Silnice“ → 2 „Silnice“');
  });

  it('refuses a broken file with its line, and an odd number of files', async () => {
    const file = join(root, 'a.md');
    await writeFile(file, 'text');
    const { status, err } = await run('diff', file, file);
    expect(status).toBe(1);
    expect(err).toContain(`${file}:1: chybí hlavička`);
    expect((await run('diff', file)).status).toBe(2);
  });
});

describe('messages', () => {
  const values = {
    ...{
      key: 'k',
      limit: 1,
      uid: 'u',
      path: 'p',
      name: 'n',
      order: 1,
      garant: 'g',
      count: 2,
      heading: 'h',
      nth: 2,
    },
    ...{
      length: 130,
      text: 't',
      tag: 'b',
      reason: 'missing_char',
      expected: 'contact',
      after: 'a',
      level: 3,
      address: '/',
    },
  };

  it.each(['cs', 'en'] as const)('say every diagnostic in %s', (language) => {
    const messages = contentMessages(language);
    const said = diagnosticCodes.map((code) => diagnosticMessage(diagnostic(code, 1, values), messages));
    for (const sentence of said) expect(sentence).not.toMatch(/^content\.|\{[a-z]|undefined/);
    expect(new Set(said).size).toBe(diagnosticCodes.length);
  });

  it('name the reason', () => {
    const messages = contentMessages('cs');
    const say = (reason: string) => diagnosticMessage(diagnostic('E-FILE', 1, { reason }), messages);
    expect([say('not_a_file'), say('EMFILE')]).toEqual([
      'soubor nelze přečíst (není to obyčejný soubor)',
      'soubor nelze přečíst (EMFILE)',
    ]);
  });
});
