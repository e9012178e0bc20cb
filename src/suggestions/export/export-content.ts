import { mkdir } from 'node:fs/promises';
import type { WriteProblem } from '../../programme/export/write-back.js';
import { type FolderProblem, findFile, orProblem, writeFile } from './content-folder.js';
import type { PointStates } from './text-states.js';

/** Why a file was left as it is: somebody else changed it, it cannot be reached, or the text does not fit into it. */
export type ExportProblem = 'foreign' | FolderProblem | WriteProblem['code'];

/** What became of the file of one point. */
export type ExportedFile =
  | { path: string; outcome: 'written' | 'unchanged' }
  | { path: string; outcome: 'refused'; problem: ExportProblem };

/** A file that may be brought up to date. */
export interface OpenFile {
  point: PointStates;
  /** Its path by the names of the folder. */
  name: string;
  /** What it holds; null where it is not there. */
  text: string | null;
  /** What it should hold. */
  target: string;
}

/** The file of a point in a folder, unless it must be left alone. */
export async function openFile(
  folder: string,
  point: PointStates,
): Promise<OpenFile | { problem: ExportProblem }> {
  const target = point.states.at(-1)?.text ?? null;
  if (point.problem || target === null) return { problem: point.problem?.code ?? 'other' };
  const place = await orProblem(findFile(folder, point.path));
  if ('problem' in place) return place;
  const { name, text } = place;
  const isOurs = text === null || point.states.some((state) => state.text === text);
  return isOurs ? { point, name, text, target } : { problem: 'foreign' };
}

/**
 * Writes the present text of every point into a folder. A file that holds anything but what was imported last or a
 * state since then is left alone: whoever changed it would lose that.
 */
export async function exportContent(folder: string, points: readonly PointStates[]): Promise<ExportedFile[]> {
  await mkdir(folder, { recursive: true });
  const files: ExportedFile[] = [];
  for (const point of points) {
    const { path } = point;
    const file = await openFile(folder, point);
    if ('problem' in file) files.push({ path, outcome: 'refused', problem: file.problem });
    else if (file.text === file.target) files.push({ path, outcome: 'unchanged' });
    else {
      const failed = await orProblem(writeFile(folder, file.name, file.target));
      files.push(
        failed ? { path, outcome: 'refused', problem: failed.problem } : { path, outcome: 'written' },
      );
    }
  }
  return files;
}
