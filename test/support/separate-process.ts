import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Compiles source folders, so that a test can run one of their modules in a process that it may kill. The result lies
 * where Node finds the packages.
 * @returns the folder of the compiled files.
 */
export function compile(folders: string[]): string {
  const output = join(root, 'node_modules', '.cache', `podnet-test-${process.pid}`);
  for (const file of folders.flatMap(sourcesIn)) {
    const { code } = transformFileSync(file, { configFile: join(root, '.swcrc'), sourceMaps: false });
    const target = join(output, relative(root, file).replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  writeFileSync(join(output, 'package.json'), '{ "type": "module" }');
  return output;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Calls the default export of a compiled module in a process of its own. */
export function run(file: string, ...args: string[]): ChildProcessByStdio<null, Readable, null> {
  const call = 'import(process.argv[1]).then((module) => module.default(...process.argv.slice(2)))';
  return spawn(process.execPath, ['-e', call, pathToFileURL(file).href, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
