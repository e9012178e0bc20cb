import { posix } from 'node:path';
import { diagnostic } from '../programme/content/diagnostics.js';
import type { TreeFile } from '../programme/content/files.js';
import { readPoint } from '../programme/content/point.js';
import { slugify } from '../programme/content/slug.js';
import { UploadProblem } from './upload-problem.js';

/** A point that is there already, as far as finding a file's place needs it. */
export interface KnownPoint {
  path: string;
  programmeUid: string;
}

/** A file without folders, as a browser sends it. */
export interface LooseFile {
  name: string;
  bytes: Uint8Array;
}

const settings = 'programmes.yaml';
const maxBytes = 1024 * 1024;

/**
 * The files of an archive with their paths as the content folder has them: archives are mostly made of a folder, which
 * then stands at the beginning of every path. As many shared folders are taken off as make most paths known; where none
 * is known, as many as put `programmes.yaml` at the root, or points into the folders of their programmes.
 */
export function withoutTopFolders(files: readonly TreeFile[], known: ReadonlySet<string>): TreeFile[] {
  const depth = depthToTakeOff(files, known);
  const cut = files.map((file) => ({ ...file, path: partsOf(file.path).slice(depth).join('/') }));
  return inOrder(cut.map(settingsOnlyAtRoot));
}

/** Only at the root is it what its name says. */
function settingsOnlyAtRoot(file: TreeFile): TreeFile {
  if (file.path === settings || !file.path.endsWith(`/${settings}`)) return file;
  return { path: file.path, status: 'skipped', diagnostic: diagnostic('I-NOT-MD', 1) };
}

function depthToTakeOff(files: readonly TreeFile[], known: ReadonlySet<string>): number {
  const folders = sharedFolders(files);
  const depths = Array.from({ length: folders.length + 1 }, (_, depth) => depth);
  const hits = depths.map((depth) => files.filter(({ path }) => known.has(cutPath(path, depth))).length);
  const most = Math.max(...hits);
  if (most > 0) return hits.indexOf(most);
  const root = depths.find((depth) => files.some(({ path }) => cutPath(path, depth) === settings));
  if (root !== undefined) return root;
  const deepest = `${folders.join('/')}/`;
  const hasTextInDeepest = files.some(
    ({ path }) =>
      path.endsWith('.md') && path.startsWith(deepest) && !path.slice(deepest.length).includes('/'),
  );
  return Math.max(0, folders.length - (hasTextInDeepest ? 1 : 0));
}

function sharedFolders(files: readonly TreeFile[]): string[] {
  const [first, ...others] = files.map(({ path }) => partsOf(path).slice(0, -1));
  return (first ?? []).filter((_, depth) =>
    others.every((folders) => folders.slice(0, depth + 1).join('/') === first?.slice(0, depth + 1).join('/')),
  );
}

const partsOf = (path: string): string[] => path.split('/');
const cutPath = (path: string, depth: number): string => partsOf(path).slice(depth).join('/');

/**
 * Files without folders with the paths where they belong: a text goes to the point of its programme whose file has the
 * same name, else it is a new one in the folder of its programme.
 *
 * @throws UploadProblem when two of them belong to one place.
 */
export function placeLooseFiles(files: readonly LooseFile[], known: readonly KnownPoint[]): TreeFile[] {
  const placed = files.map((file) => placeLooseFile({ ...file, name: plainName(file.name) }, known));
  const paths = placed.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UploadProblem('duplicate', twice);
  return inOrder(placed);
}

function plainName(name: string): string {
  const plain = (name.split(/[\\/]/).at(-1) ?? '').normalize('NFC');
  if (plain === '' || plain.length > 200 || /\p{Cc}/u.test(plain)) throw new UploadProblem('badName', name);
  return plain;
}

function placeLooseFile({ name, bytes }: LooseFile, known: readonly KnownPoint[]): TreeFile {
  if (name === settings) return { path: name, bytes };
  if (!name.endsWith('.md')) return { path: name, status: 'skipped', diagnostic: diagnostic('I-NOT-MD', 1) };
  if (bytes.length > maxBytes) {
    const tooLarge = diagnostic('E-SIZE', 1, { limit: maxBytes / 1024 });
    return { path: placeOf(name, null, known), status: 'rejected', diagnostic: tooLarge };
  }
  const read = readPoint(name, bytes, { people: new Set() });
  const programme = read.status === 'imported' ? read.point.programme : null;
  return { path: placeOf(name, programme, known), bytes };
}

/** @param programme uid of the programme the file names; null when it cannot be read. */
function placeOf(name: string, programme: string | null, known: readonly KnownPoint[]): string {
  const candidates = known.filter(({ path }) => posix.basename(path) === name);
  const here = candidates.filter(({ programmeUid }) => programme === null || programmeUid === programme);
  const [only] = here;
  if (only && here.length === 1) return only.path;
  if (programme === null) return name;
  return `${folderOf(programme, known)}/${name}`;
}

function folderOf(programme: string, known: readonly KnownPoint[]): string {
  const neighbour = known.find(({ programmeUid }) => programmeUid === programme);
  const folder = neighbour ? posix.dirname(neighbour.path) : '.';
  return folder === '.' ? slugify(programme) || 'program' : folder;
}

function inOrder(files: readonly TreeFile[]): TreeFile[] {
  return [...files].sort((a, b) => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1));
}
