import { withRepeatedPeople, withRepeats } from './cross-remarks.js';
import { listFiles, type TreeFile } from './files.js';
import { type PersonContent, type ReadPerson, readPerson } from './people.js';
import { type ReadFile, readPoint } from './point.js';
import { type ProgrammeContent, type ReadProgrammes, readProgrammes } from './programmes.js';
import { inSlices } from './slices.js';

/** A whole content folder, read. */
export interface ContentTree {
  /** `programmes.yaml`; null without one. */
  programmesFile: ReadProgrammes | null;
  programmes: ProgrammeContent[];
  /** Every file of `people/`, by path. */
  peopleFiles: ReadPerson[];
  /** One person for each uid: the one whose path comes first. */
  people: PersonContent[];
  /** Every other file, by path: points, pages, and what is skipped or rejected. */
  files: ReadFile[];
}

/** Reads a content folder. Throws only when the folder itself cannot be listed. */
export async function readContentTree(root: string): Promise<ContentTree> {
  return inSlices(readTree(await listFiles(root)));
}

/**
 * Reads the files of a content folder, sorted by path. Pure; yields after each file, so that others get a turn.
 * @param otherPeople uids of people who exist although no file names them.
 */
export function* readTree(
  treeFiles: readonly TreeFile[],
  otherPeople: readonly string[] = [],
): Generator<void, ContentTree> {
  const readPeople: ReadPerson[] = [];
  for (const file of treeFiles.filter(isPersonFile)) {
    if ('bytes' in file) readPeople.push(readPerson(file.path, file.bytes));
    yield;
  }
  const peopleFiles = withRepeatedPeople(readPeople);
  const people = firstOfEachUid(peopleFiles);
  const uids = new Set([...otherPeople, ...people.map(({ uid }) => uid)]);
  const pointFiles = treeFiles.filter(
    (file) => !('bytes' in file && (isPersonFile(file) || isProgrammes(file))),
  );
  const programmes = treeFiles.find((file) => 'bytes' in file && isProgrammes(file));
  const programmesFile =
    programmes && 'bytes' in programmes ? readProgrammes(programmes.path, programmes.bytes) : null;
  const files: ReadFile[] = [];
  for (const file of pointFiles) {
    files.push(readTreeFile(file, uids));
    yield;
  }
  return {
    programmesFile,
    programmes: programmesFile?.programmes ?? [],
    peopleFiles,
    people,
    files: withRepeats(files),
  };
}

function readTreeFile(file: TreeFile, people: ReadonlySet<string>): ReadFile {
  if ('bytes' in file) return readPoint(file.path, file.bytes, { people });
  return { path: file.path, status: file.status, diagnostics: [file.diagnostic] };
}

/** Whether a file says something about programmes or people, and is no point. */
export function isSettings(path: string): boolean {
  return path === 'programmes.yaml' || path.startsWith('people/');
}

function isPersonFile({ path }: TreeFile): boolean {
  return path.startsWith('people/');
}

function isProgrammes({ path }: TreeFile): boolean {
  return path === 'programmes.yaml';
}

function firstOfEachUid(files: readonly ReadPerson[]): PersonContent[] {
  const people = new Map<string, PersonContent>();
  for (const file of files) {
    if (file.status === 'imported' && !people.has(file.person.uid)) people.set(file.person.uid, file.person);
  }
  return [...people.values()];
}
