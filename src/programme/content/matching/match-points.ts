import { type Fingerprint, fingerprint, fingerprints } from './fingerprint.js';
import { minBigrams } from './score.js';
import { oneToOne, similarPairs } from './similar-pairs.js';

/** What a point is recognised by. */
export interface MatchablePoint {
  path: string;
  /** Uid of its programme. */
  programme: string;
  uid: string;
  /** Its whole text. */
  text(): string;
}

/** A point that is known from earlier imports. */
export interface FormerPoint extends MatchablePoint {
  archived: boolean;
}

/** What is compared, and whether the files are all there are. */
export interface PointsToMatch {
  known: readonly FormerPoint[];
  files: readonly MatchablePoint[];
  /** Paths that are there, though no point could be read from them. */
  otherPaths: ReadonlySet<string>;
  /** Otherwise a point whose file is missing may still have it elsewhere, and is only recognised by words as well. */
  whole: boolean;
}

const leastLikeness = 0.5;

/**
 * Finds which known point each file is: by path; then, among those whose file is gone, by a uid that is unique in the
 * programme, by one that is unique at all, and by words. Live points come before archived ones.
 * @returns for each file the index of a known point, or -1.
 */
export function* matchPoints(given: PointsToMatch): Generator<void, number[]> {
  const { known, files, otherPaths, whole } = given;
  const byPath = new Map(known.map((point, i) => [point.path, i]));
  const matches = files.map((file) => byPath.get(file.path) ?? -1);
  const filePaths = new Set(files.map((file) => file.path));
  for (const archived of [false, true]) {
    const isGone = (point: FormerPoint) =>
      point.archived === archived && !filePaths.has(point.path) && !otherPaths.has(point.path);
    const gone = known.flatMap((point, i) => (isGone(point) ? [i] : []));
    const peers = known.filter((point) => point.archived === archived);
    for (const key of [programmeAndUid, uidOnly])
      yield* matchByKey({ given, matches, gone, peers, key, whole });
    if (whole) yield* matchByWords(given, matches, gone);
  }
  return matches;
}

type Key = (point: MatchablePoint) => string;
const programmeAndUid: Key = ({ programme, uid }) => JSON.stringify([programme, uid]);
const uidOnly: Key = ({ uid }) => uid;

interface ByKey {
  given: PointsToMatch;
  matches: number[];
  gone: readonly number[];
  peers: readonly FormerPoint[];
  key: Key;
  whole: boolean;
}

/** A uid counts only where it is unique among all points and among all files, not just among those left over. */
function* matchByKey({ given, matches, gone, peers, key, whole }: ByKey): Generator<void> {
  const { known, files } = given;
  const ofKnown = counted(peers.map(key));
  const ofFiles = counted(files.map(key));
  const left = new Map(free(gone, matches).map((i) => [keyAt(known, i, key), i]));
  for (const [i, file] of files.entries()) {
    const name = key(file);
    const old = left.get(name);
    const isUnique = ofKnown.get(name) === 1 && ofFiles.get(name) === 1;
    if (matches[i] !== -1 || old === undefined || !isUnique) continue;
    if (whole || (yield* isAlike(known[old], file))) matches[i] = old;
  }
}

function* isAlike(old: MatchablePoint | undefined, now: MatchablePoint): Generator<void, boolean> {
  const pairs = yield* similarPairs([printOf(old)], [printOf(now)], leastLikeness);
  return pairs.length > 0;
}

function* matchByWords(
  { known, files }: PointsToMatch,
  matches: number[],
  gone: readonly number[],
): Generator<void> {
  const old = free(gone, matches);
  const now = matches.flatMap((match, i) => (match === -1 ? [i] : []));
  if (old.length === 0 || now.length === 0) return;
  const oldPrints = yield* fingerprints(old.map((i) => known[i]?.text() ?? ''));
  const nowPrints = yield* fingerprints(now.map((i) => files[i]?.text() ?? ''));
  const isLong = (print: Fingerprint | undefined) => print !== undefined && print.length >= minBigrams;
  const pairs = (yield* similarPairs(oldPrints, nowPrints, leastLikeness)).filter(
    ({ old, now, likeness }) => likeness > leastLikeness && isLong(oldPrints[old]) && isLong(nowPrints[now]),
  );
  for (const pair of oneToOne(pairs)) {
    matches[now[pair.now] ?? -1] = old[pair.old] ?? -1;
  }
}

function printOf(point: MatchablePoint | undefined): Fingerprint {
  return fingerprint(point?.text() ?? '');
}

function free(gone: readonly number[], matches: readonly number[]): number[] {
  const taken = new Set(matches);
  return gone.filter((i) => !taken.has(i));
}

function keyAt(points: readonly MatchablePoint[], i: number, key: Key): string {
  const point = points[i];
  return point ? key(point) : '';
}

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
