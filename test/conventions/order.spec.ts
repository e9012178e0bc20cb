import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/ops/paths.js';

const run = promisify(execFile);
const cruiser = join(projectRoot, 'node_modules', '.bin', 'depcruise');

test('modules import only from those before them, and pure files know neither Nest nor TypeORM', async () => {
  const options = ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'];
  const { stdout, code } = await run(cruiser, options, { cwd: projectRoot }).then(
    (done) => ({ ...done, code: 0 }),
    (failed: { stdout: string; code: number }) => failed,
  );
  expect([code, stdout]).toEqual([0, expect.stringContaining('no dependency violations found')]);
}, 60_000);
