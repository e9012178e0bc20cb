import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { TreeFile } from '../content/files.js';
import { matchPoints } from '../content/matching/match-points.js';
import type { ReadPerson } from '../content/people.js';
import type { PointContent, ReadFile } from '../content/point.js';
import { breathe, inSlices } from '../content/slices.js';
import { type ContentTree, readTree } from '../content/tree.js';
import type { ImportScope } from '../content-import.entity.js';
import { Person } from '../person.entity.js';
import { SettingsImport, type SettingsOutcome, type SettingsPlan } from '../settings-import.service.js';
import type { Correction } from './fates.js';
import { knownPoints, type StoredPoint, withTexts } from './known-points.js';
import { type FileToPlan, planTree } from './plan-tree.js';
import { type KnownPointText, type PlannedFile, untouched } from './tree-plan.js';

/** What is to be planned. */
export interface ImportInput {
  files: readonly TreeFile[];
  scope: ImportScope;
  corrections: readonly Correction[];
  signal?: AbortSignal;
  /** Told the share of the work that is done, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** What an import would do. */
export interface ImportPlan {
  tree: ContentTree;
  /** All files, settings too, by path; then points whose files are gone. */
  files: PlannedFile[];
  /** Those that change something; what is in one group is written together. */
  groups: PlannedFile[][];
  /** There is no text and there are no settings, so that every point would be archived: most likely the wrong folder. */
  isNothing: boolean;
}

interface PointFile {
  file: ReadFile & { status: 'imported' };
  point: PointContent;
}

/** Plans imports; writes nothing. */
@Injectable()
export class ImportPlanner {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsImport,
  ) {}

  /** Reads the files, finds out which points and sections they are, and says what would become of each. */
  async plan(input: ImportInput): Promise<ImportPlan> {
    const { scope, corrections, signal, onProgress } = input;
    const people = await this.peopleBeside(input);
    const tree = await inSlices(counting(readTree(input.files, people), input), signal);
    const known = await knownPoints(this.database.read);
    signal?.throwIfAborted();
    const points = tree.files.flatMap((file): PointFile[] =>
      file.status === 'imported' ? [{ file, point: file.point }] : [],
    );
    const found = await inSlices(matchPoints(matchable(tree, points, known, scope)), signal);
    const olds = found.map((match) => known[match] ?? null);
    const corrected = new Set(corrections.map(({ path }) => path));
    const isSame = ({ file, point }: PointFile, old: StoredPoint | null) =>
      old?.source === point.source && old.path === file.path && !old.archived && !corrected.has(file.path);
    const changing = points.map((point, i) => !isSame(point, olds[i] ?? null));
    const gone = goneFrom(tree, known, olds, scope);
    onProgress?.(0.55);
    const wanted = [...olds.filter((old, i) => changing[i] && old !== null), ...gone];
    const texts = await this.texts(
      wanted.flatMap((old) => old ?? []),
      signal,
    );
    onProgress?.(0.7);
    const textOf = (old: StoredPoint | null | undefined) => (old && texts.get(old.id)) ?? null;
    const plan = await inSlices(
      planTree({
        files: points.flatMap(({ file, point }, i): FileToPlan[] =>
          changing[i] ? [{ ...pathAndRemarks(file), content: point, known: textOf(olds[i]) }] : [],
        ),
        gone: gone.flatMap((old) => textOf(old) ?? []),
        corrections,
      }),
      signal,
    );
    const planned = new Map(plan.files.map((file) => [file.path, file]));
    const byOldPath = new Map(known.map((point) => [point.path, point]));
    const oldOf = new Map(points.map(({ file }, i) => [file.path, olds[i] ?? null]));
    const files = tree.files.map(
      (file) => planned.get(file.path) ?? unchanged(file, oldOf.get(file.path) ?? byOldPath.get(file.path)),
    );
    files.push(...settingsFiles(tree, await this.settings.plan(this.database.read, tree)));
    onProgress?.(1);
    const isLive = known.some(({ archived }) => !archived);
    return {
      tree,
      files: [...files.sort(byPath), ...plan.files.filter(({ outcome }) => outcome === 'archived')],
      groups: plan.groups.filter((group) => group.some(({ outcome }) => outcome !== 'unchanged')),
      isNothing: scope === 'whole' && isLive && hasNothing(tree),
    };
  }

  /** People who are known already, where the files are not all there are, or say nothing about people. */
  private async peopleBeside({ files, scope }: ImportInput): Promise<string[]> {
    if (scope === 'whole' && files.some(({ path }) => path.startsWith('people/'))) return [];
    const people = await this.database.read.find(Person, { select: { uid: true } });
    return people.map(({ uid }) => uid);
  }

  private async texts(
    points: readonly StoredPoint[],
    signal?: AbortSignal,
  ): Promise<Map<string, KnownPointText>> {
    const texts = new Map<string, KnownPointText>();
    for (let from = 0; from < points.length; from += 20) {
      for (const [id, text] of await withTexts(this.database.read, points.slice(from, from + 20)))
        texts.set(id, text);
      await breathe(signal);
    }
    return texts;
  }
}

/** Tells how far reading is: the first half of the work. */
function* counting<T>(work: Generator<void, T>, { files, onProgress }: ImportInput): Generator<void, T> {
  for (let done = 1; ; done++) {
    const step = work.next();
    if (step.done) return step.value;
    onProgress?.((0.5 * done) / Math.max(1, files.length));
    yield;
  }
}

function matchable(
  tree: ContentTree,
  points: readonly PointFile[],
  known: readonly StoredPoint[],
  scope: ImportScope,
) {
  return {
    known: known.map(({ path, programme, uid, archived, source }) => ({
      path,
      programme,
      uid,
      archived,
      text: () => withoutHeader(source),
    })),
    files: points.map(({ file: { path }, point }) => ({
      path,
      programme: point.programme,
      uid: point.uid,
      text: () => withoutHeader(point.source),
    })),
    otherPaths: new Set(tree.files.map(({ path }) => path)),
    whole: scope === 'whole',
  };
}

/** Headers are alike in all files, so they tell nothing. */
function withoutHeader(source: string): string {
  const close = /\r?\n(?:---|\.\.\.)[ \t]*\r?\n/.exec(source);
  return close ? source.slice(close.index + close[0].length) : '';
}

/** Live points that no file is there for; one whose file is there but cannot be read stays as it is. */
function goneFrom(
  tree: ContentTree,
  known: readonly StoredPoint[],
  olds: readonly (StoredPoint | null)[],
  scope: ImportScope,
): StoredPoint[] {
  if (scope === 'partial') return [];
  const paths = new Set(tree.files.map(({ path }) => path));
  const found = new Set(olds);
  return known.filter((point) => !point.archived && !paths.has(point.path) && !found.has(point));
}

function hasNothing({ programmesFile, files }: ContentTree): boolean {
  return programmesFile === null && files.every(({ status }) => status === 'skipped');
}

function settingsFiles(tree: ContentTree, plan: SettingsPlan): PlannedFile[] {
  const outcomes = [...plan.programmes.values()];
  const changes: SettingsOutcome = outcomes.find((outcome) => outcome !== 'unchanged') ?? 'unchanged';
  const settings = tree.programmesFile ? [{ file: tree.programmesFile, outcome: changes }] : [];
  const outcomeOf = (uid: string): SettingsOutcome => plan.people.get(uid) ?? 'unchanged';
  const people = tree.peopleFiles.map((file): { file: ReadPerson; outcome: SettingsOutcome } => ({
    file,
    outcome: file.status === 'imported' ? outcomeOf(file.person.uid) : 'unchanged',
  }));
  return [...settings, ...people].map(({ file: { path, diagnostics, status }, outcome }) =>
    untouched({ path, diagnostics, outcome: status === 'imported' ? outcome : status }),
  );
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

function pathAndRemarks({ path, diagnostics }: ReadFile) {
  return { path, diagnostics };
}

function unchanged(file: ReadFile, known: StoredPoint | null = null): PlannedFile {
  const outcome = file.status === 'imported' ? 'unchanged' : file.status;
  return untouched({ ...pathAndRemarks(file), outcome }, known);
}
