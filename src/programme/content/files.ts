import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from './diagnostics.js';

/** One file of a content folder: its bytes, or why it is not read. */
export type TreeFile =
  | { path: string; bytes: Uint8Array }
  | { path: string; status: 'skipped' | 'rejected'; diagnostic: Diagnostic };

const maxBytes = 1024 * 1024;
const maxDepth = 16;
const maxPath = 400;

/**
 * The files of a folder in the order of their paths (by code unit; `/` between folders, NFC), less `README.md` and
 * names that begin with `.` or `_`. Only `*.md` and a `programmes.yaml` at the root are opened. Symbolic links are
 * never followed; what is no ordinary file, larger than 1 MiB or deeper than 16 folders is refused.
 */
export async function listFiles(root: string): Promise<TreeFile[]> {
  const files: TreeFile[] = [];
  await walk(root, '', 0, files);
  return files.sort((a, b) => compare(a.path, b.path));
}

/** Reads one ordinary file of at most 1 MiB without following a link at its end. */
export async function readBounded(file: string, path: string): Promise<TreeFile> {
  const refuse = (found: Diagnostic): TreeFile => ({ path, status: 'rejected', diagnostic: found });
  try {
    // Non-blocking: opening a pipe would otherwise wait for somebody to write into it.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return refuse(diagnostic('E-FILE', 1, { reason: 'not_a_file' }));
      const buffer = Buffer.alloc(maxBytes + 1);
      const length = await fill(handle, buffer);
      if (length > maxBytes) return refuse(diagnostic('E-SIZE', 1, { limit: maxBytes / 1024 }));
      return { path, bytes: Buffer.from(buffer.subarray(0, length)) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return refuse(code === 'ELOOP' ? diagnostic('E-SYMLINK', 1) : diagnostic('E-FILE', 1, { reason: code }));
  }
}

async function fill(handle: Awaited<ReturnType<typeof open>>, buffer: Buffer): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

async function walk(root: string, below: string, depth: number, files: TreeFile[]): Promise<void> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    if (/^[._]/.test(entry.name) || entry.name === 'README.md') continue;
    const relative = below === '' ? entry.name : `${below}/${entry.name}`;
    const path = relative.normalize('NFC');
    if (entry.isSymbolicLink())
      files.push({ path, status: 'rejected', diagnostic: diagnostic('E-SYMLINK', 1) });
    else if (!entry.isDirectory()) files.push(await readEntry(root, relative, path));
    else if (depth < maxDepth) await walk(root, relative, depth + 1, files);
    else files.push({ path, status: 'rejected', diagnostic: diagnostic('E-DEPTH', 1, { limit: maxDepth }) });
  }
}

async function readEntry(root: string, relative: string, path: string): Promise<TreeFile> {
  if (!path.endsWith('.md') && path !== 'programmes.yaml') {
    return { path, status: 'skipped', diagnostic: diagnostic('I-NOT-MD', 1) };
  }
  if (path.length > maxPath) {
    return { path, status: 'rejected', diagnostic: diagnostic('E-PATH', 1, { limit: maxPath }) };
  }
  return readBounded(join(root, relative), path);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
