import * as fs from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import git from 'isomorphic-git';
import type { Locale } from '../../web/i18n/messages.js';
import { commitMessage, type Signature, signatureOf } from './commit-message.js';
import { findFile, writeFile } from './content-folder.js';
import { type ExportedFile, type ExportProblem, type OpenFile, openFile } from './export-content.js';
import type { PointStates, TextState } from './text-states.js';

/** A commit that was made. */
export interface MadeCommit {
  oid: string;
  /** First line of its message. */
  subject: string;
  paths: string[];
}

/** What an export with history did; `staged`: somebody has prepared a commit of their own, so nothing was done. */
export type GitExport = { files: ExportedFile[]; commits: MadeCommit[] } | { problem: 'staged' };

/** How commits are written: for links and addresses, and in which language. */
export interface GitSettings {
  baseUrl: string;
  locale: Locale;
}

/** A repository and where in it the content is ('' at its root, else with `/` at its end). */
interface Repository {
  dir: string;
  prefix: string;
}

/** A file of the content, with the state its repository has of it: -1 where it has none. */
interface Tracked extends OpenFile {
  committed: number;
}

/**
 * Brings a repository up to date: the imported files in one commit, then one commit for each acceptance and edit since
 * then, in the order of time over all points. Begins at the state that is committed, so that running again adds
 * nothing. Makes a repository where there is none.
 */
export async function exportToGit(
  folder: string,
  points: readonly PointStates[],
  settings: GitSettings,
): Promise<GitExport> {
  await mkdir(folder, { recursive: true });
  const repository = await repositoryOf(await realpath(folder));
  if (await isStaged(repository)) return { problem: 'staged' };
  const files: ExportedFile[] = [];
  const tracked: Tracked[] = [];
  for (const point of points) {
    const file = await trackedFile(repository, folder, point);
    const { path } = point;
    if ('problem' in file) files.push({ path, outcome: 'refused', problem: file.problem });
    else {
      tracked.push(file);
      const isCurrent = file.text === file.target && file.committed === point.states.length - 1;
      files.push({ path, outcome: isCurrent ? 'unchanged' : 'written' });
    }
  }
  const commits = await commitAll(repository, tracked, settings);
  for (const { name, target, text } of tracked) {
    const now = await findFile(folder, name.normalize('NFC'));
    if (text !== target || ('text' in now && now.text !== target)) await writeFile(folder, name, target);
  }
  return { files, commits };
}

/** The repository the folder is part of, if that knows anything of it; else one of its own. */
async function repositoryOf(folder: string): Promise<Repository> {
  const above = await git.findRoot({ fs, filepath: folder }).catch(() => null);
  if (above !== null) {
    const path = relative(above, folder).split(sep).join('/');
    if (path === '' || (await holds(above, path)))
      return { dir: above, prefix: path === '' ? '' : `${path}/` };
  }
  await git.init({ fs, dir: folder, defaultBranch: 'main' });
  return { dir: folder, prefix: '' };
}

async function holds(dir: string, path: string): Promise<boolean> {
  const oid = await headOf(dir);
  if (oid === null) return false;
  return git.readTree({ fs, dir, oid, filepath: path }).then(
    () => true,
    () => false,
  );
}

async function headOf(dir: string): Promise<string | null> {
  return git.resolveRef({ fs, dir, ref: 'HEAD' }).catch(() => null);
}

/** Whether anything waits in the index that is not committed: it would slip into a commit of ours. */
async function isStaged({ dir }: Repository): Promise<boolean> {
  const head = await headOf(dir);
  const trees = head === null ? [git.STAGE()] : [git.TREE({ ref: head }), git.STAGE()];
  const differing: string[] = await git.walk({
    fs,
    dir,
    trees,
    map: async (path, entries) => {
      const [committed, staged] = head === null ? [null, entries[0]] : entries;
      const kinds = [await committed?.type(), await staged?.type()];
      if (path === '.' || kinds.includes('tree')) return undefined;
      return (await committed?.oid()) === (await staged?.oid()) ? undefined : path;
    },
  });
  return (differing ?? []).length > 0;
}

async function trackedFile(
  { dir, prefix }: Repository,
  folder: string,
  point: PointStates,
): Promise<Tracked | { problem: ExportProblem }> {
  const file = await openFile(folder, point);
  if ('problem' in file) return file;
  const text = await committedText(dir, prefix + file.name);
  if (text === null) return { ...file, committed: -1 };
  const committed = point.states.findLastIndex((state) => state.text === text);
  return committed < 0 ? { problem: 'foreign' } : { ...file, committed };
}

async function committedText(dir: string, filepath: string): Promise<string | null> {
  const oid = await headOf(dir);
  if (oid === null) return null;
  const found = await git.readBlob({ fs, dir, oid, filepath }).catch((error: { code?: string }) => {
    if (error.code === 'NotFoundError' || error.code === 'ObjectTypeError') return null;
    throw error;
  });
  return found ? Buffer.from(found.blob).toString('utf8') : null;
}

/** A change of one file that waits to be committed. */
interface Step {
  file: Tracked;
  state: TextState;
  text: string;
}

async function commitAll(
  repository: Repository,
  tracked: readonly Tracked[],
  settings: GitSettings,
): Promise<MadeCommit[]> {
  const commits: MadeCommit[] = [];
  const imported = tracked.flatMap((file) => (file.committed < 0 ? stepOf(file, 0) : []));
  const later = tracked.flatMap(laterSteps).sort(byTime);
  const newest = imported
    .map(({ state }) => state.at)
    .sort()
    .at(-1);
  // What was decided about one file before another one was imported still comes after the commit of all of them.
  const [at] = [newest, later[0]?.state.at].filter((time) => time !== undefined).sort();
  if (imported.length > 0 && at)
    commits.push(await commit(repository, imported, { change: { kind: 'imported' }, at }, settings));
  for (const step of later) commits.push(await commit(repository, [step], step.state, settings));
  return commits;
}

function stepOf(file: Tracked, index: number): Step[] {
  const state = file.point.states[index];
  return state && state.text !== null ? [{ file, state, text: state.text }] : [];
}

/** Changes after the committed state, less those that leave the file as it is. */
function laterSteps(file: Tracked): Step[] {
  const from = Math.max(file.committed, 0);
  const steps = file.point.states.flatMap((_, index) => (index > from ? stepOf(file, index) : []));
  let before = file.point.states[from]?.text;
  return steps.filter(({ text }) => {
    const differs = text !== before;
    before = text;
    return differs;
  });
}

function byTime(one: Step, other: Step): number {
  if (one.state.at !== other.state.at) return one.state.at < other.state.at ? -1 : 1;
  return one.file.point.path < other.file.point.path ? -1 : 1;
}

async function commit(
  { dir, prefix }: Repository,
  steps: readonly Step[],
  { change, at }: Pick<TextState, 'change' | 'at'>,
  settings: GitSettings,
): Promise<MadeCommit> {
  const paths = steps.map(({ file }) => prefix + file.name);
  for (const { file, text } of steps) {
    await writeFile(dir, prefix + file.name, text);
    // Written here and not by `add`, which may change line ends as the repository is configured.
    const oid = await git.writeBlob({ fs, dir, blob: Buffer.from(text, 'utf8') });
    await git.updateIndex({ fs, dir, filepath: prefix + file.name, oid, add: true, mode: 0o100644 });
  }
  const point = steps[0]?.file.point;
  const message = commitMessage(change, point, settings);
  const who: Signature = signatureOf(change, settings);
  const when = { timestamp: Math.floor(Date.parse(at) / 1000), timezoneOffset: 0 };
  const system = signatureOf({ kind: 'imported' }, settings);
  const oid = await git.commit({
    fs,
    dir,
    message,
    author: { ...who, ...when },
    committer: { ...system, ...when },
  });
  return { oid, subject: message.split('\n')[0] ?? '', paths };
}
