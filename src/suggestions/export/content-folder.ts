import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Why a file of a folder is neither read nor written. */
export type FolderProblem = 'path' | 'link' | 'kind' | 'system';

/** Where a file of the content is in a folder, by the names the folder itself has. */
export type FolderPlace = { name: string; text: string | null } | { problem: FolderProblem };

/**
 * Finds a file below a folder by its path (NFC, `/` between folders) and reads it; `text` is null where there is none.
 * Never follows a link and never leaves the folder.
 */
export async function findFile(folder: string, path: string): Promise<FolderPlace> {
  const steps = path.split('/');
  if (!path.endsWith('.md') || steps.some((step) => !isStep(step))) return { problem: 'path' };
  let name = '';
  for (const [i, step] of steps.entries()) {
    const known = await nameIn(join(folder, name), step);
    name = name === '' ? known : `${name}/${known}`;
    const found = await lstat(join(folder, name)).catch(() => null);
    if (found?.isSymbolicLink()) return { problem: 'link' };
    const isLast = i === steps.length - 1;
    if (found && !(isLast ? found.isFile() : found.isDirectory())) return { problem: 'kind' };
  }
  return { name, text: await read(join(folder, name)) };
}

/** Writes a file whole or not at all, with the folders above it; `name` is from `findFile`. */
export async function writeFile(folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  const fresh = join(dirname(file), `.podnet-${randomUUID()}.tmp`);
  try {
    const handle = await open(
      fresh,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    );
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/**
 * Waits for work on one file. What the system refuses there, for want of rights or room or because of a name it cannot
 * have, is a problem of that file alone.
 */
export async function orProblem<T>(work: Promise<T>): Promise<T | { problem: FolderProblem }> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return { problem: 'system' };
    throw error;
  }
}

/** As in a content folder: hidden names, which a repository's own files have, and names with an underscore are none. */
function isStep(step: string): boolean {
  return step !== '' && !/^[._]/.test(step) && !/[\\\0]/.test(step) && !/^[a-z]:/i.test(step);
}

/** The name as it stands there: some systems take accents apart. */
async function nameIn(folder: string, step: string): Promise<string> {
  if (await lstat(join(folder, step)).catch(() => null)) return step;
  const names = await readdir(folder).catch(() => []);
  return names.find((name) => name.normalize('NFC') === step) ?? step;
}

async function read(file: string): Promise<string | null> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return null;
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
