import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.js';
import { compile, run } from '../support/separate-process.js';
import { createNotes, Note } from './note.entity.js';

let compiled = '';
beforeAll(() => {
  compiled = compile(['src/database', 'test/database']);
});
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

/** Lets a process write and kills it in the middle; answers with the ids it was told are stored. */
async function writeAndKill(url: string, prefix: string, pause: number): Promise<string[]> {
  const child = run(join(compiled, 'test', 'database', 'endless-writer.js'), url, prefix);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), pause);
    output += text;
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return output.split('\n').slice(0, -1);
}

eachDatabase('a process killed while it writes', (database) => {
  test('has lost no acknowledged write and left no half of one', { timeout: 120_000 }, async () => {
    const opened = await database.open({}, [Note]);
    await createNotes(opened);
    const acknowledged: string[] = [];
    for (const [round, pause] of [5, 23, 60, 110].entries()) {
      acknowledged.push(...(await writeAndKill(database.url, `round${round}`, pause)));
    }
    const stored = new Set((await opened.read.find(Note)).map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThan(4);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    const halves = [...stored].filter(
      (id) => !stored.has(id.endsWith('-twin') ? id.slice(0, -5) : `${id}-twin`),
    );
    expect(halves).toEqual([]);
    if (database.kind === 'sqlite') {
      expect(await opened.read.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    }
    await opened.write((manager) => manager.insert(Note, { id: 'afterwards', amount: 1 }));
  });
});
