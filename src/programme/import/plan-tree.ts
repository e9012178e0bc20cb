import type { Diagnostic } from '../content/diagnostics.js';
import type { PointContent } from '../content/point.js';
import { type Correction, isMatch, isStay } from './fates.js';
import { isTodaysText, layOut } from './lay-out.js';
import {
  alike,
  type KnownSection,
  matchPoint,
  type PointDecisions,
  type PointMatches,
} from './plan-point.js';
import { fieldsChanged, makesVersion } from './point-row.js';
import {
  type Destination,
  type KnownPointText,
  type MovedSection,
  type PlannedFile,
  type TreePlan,
  untouched,
} from './tree-plan.js';

/** A file whose point is found, or that is a new one. */
export interface FileToPlan {
  path: string;
  diagnostics: readonly Diagnostic[];
  content: PointContent;
  known: KnownPointText | null;
}

/** Files that change something, and live points whose files are gone. */
export interface TreeToPlan {
  files: readonly FileToPlan[];
  gone: readonly KnownPointText[];
  corrections: readonly Correction[];
}

/** A section with the place where it is today: an index into files, then into those that are gone. */
interface Owned extends KnownSection {
  owner: number;
}

/**
 * Plans an import: which section is which in each file, what moves between points, and what each point's next version
 * is. Yields now and then, so that others get a turn.
 */
export function* planTree({ files, gone, corrections }: TreeToPlan): Generator<void, TreePlan> {
  const decisions = files.map(({ path }) => decisionsFor(path, corrections));
  const matches: PointMatches[] = [];
  for (const [i, { known, content }] of files.entries()) {
    const text = known?.text ?? { last: [], current: [], archived: [] };
    const decided = decisions[i] ?? decisionsFor(files[i]?.path ?? '', []);
    matches.push(yield* matchPoint(text, content.sections, decided));
    yield;
  }
  const moves = [...pinnedMoves(files, gone, matches), ...(yield* foundMoves(files, gone, matches))];
  const planned: PlannedFile[] = [];
  for (const [i, file] of files.entries()) {
    const found = matches[i];
    if (found) planned.push(planFile(file, found, movesOf(moves, i), decisions[i]));
    yield;
  }
  planned.push(...gone.map((point, i) => planGone(point, movesOf(moves, files.length + i))));
  return { files: planned, groups: grouped(planned, moves) };
}

/** A section that changes its point. */
interface Move {
  section: Owned;
  moved: MovedSection;
  /** Index of the file it goes to, and of the section there. */
  to: number;
  destination: Destination;
}

function decisionsFor(path: string, corrections: readonly Correction[]): PointDecisions {
  const pins = new Map<number, string | null>();
  const elsewhere = new Set<string>();
  for (const { path: where, incoming, sectionId } of corrections.filter(isMatch)) {
    if (sectionId === null) continue;
    if (where === path) pins.set(incoming, sectionId === 'new' ? null : sectionId);
    else if (sectionId !== 'new') elsewhere.add(sectionId);
  }
  return { pins, elsewhere, kept: keptIn(path, corrections), staying: stayingIn(path, corrections) };
}

function keptIn(path: string, corrections: readonly Correction[]): Map<number, string> {
  const kept = new Map<number, string>();
  for (const correction of corrections) {
    if (isMatch(correction) || isStay(correction)) continue;
    if (correction.path !== path || correction.keep === null) continue;
    kept.set(correction.incoming, correction.keep);
  }
  return kept;
}

function stayingIn(path: string, corrections: readonly Correction[]): Set<string> {
  const own = corrections.filter(isStay).filter((correction) => correction.path === path && correction.stays);
  return new Set(own.map((correction) => correction.leaving));
}

/** Sections that a person said to be some of another point's file. */
function pinnedMoves(
  files: readonly FileToPlan[],
  gone: readonly KnownPointText[],
  matches: readonly PointMatches[],
): Move[] {
  const owned = new Map<string, Owned>();
  for (const [owner, known] of owners(files, gone)) {
    for (const section of known.text.current) owned.set(section.sectionId, { ...section, owner });
  }
  const moves: Move[] = [];
  for (const [to, { sections }] of matches.entries()) {
    const own = ownSections(files[to]?.known ?? null);
    for (const [incoming, sectionId] of sections.entries()) {
      if (sectionId === null || own.has(sectionId)) continue;
      sections[incoming] = null;
      const section = owned.get(sectionId);
      if (section) moves.push(moveOf(files, gone, section, to, incoming));
    }
  }
  return moves;
}

function ownSections(known: KnownPointText | null): Set<string> {
  const { last = [], current = [], archived = [] } = known?.text ?? {};
  return new Set([...last, ...current, ...archived].map(({ sectionId }) => sectionId));
}

/** Sections that no file of their point has any more, found in the file of another one. */
function* foundMoves(
  files: readonly FileToPlan[],
  gone: readonly KnownPointText[],
  matches: readonly PointMatches[],
): Generator<void, Move[]> {
  const lost: Owned[] = [];
  for (const [owner, known] of owners(files, gone)) {
    const sections = matches[owner]?.lost ?? known.text.current;
    lost.push(...sections.map((section) => ({ ...section, owner })));
  }
  const unknown = matches.flatMap(({ unknown }, to) => unknown.map((incoming) => ({ to, incoming })));
  const wordings = unknown.flatMap(({ to, incoming }) => files[to]?.content.sections[incoming] ?? []);
  const pairs = yield* alike(lost, [...wordings.keys()], wordings);
  return pairs.flatMap(({ old, now }) => {
    const place = unknown[now];
    return place && place.to !== old.owner ? [moveOf(files, gone, old, place.to, place.incoming)] : [];
  });
}

function owners(files: readonly FileToPlan[], gone: readonly KnownPointText[]): [number, KnownPointText][] {
  const ofFiles = files.flatMap(({ known }, i): [number, KnownPointText][] => (known ? [[i, known]] : []));
  return [...ofFiles, ...gone.map((known, i): [number, KnownPointText] => [files.length + i, known])];
}

function moveOf(
  files: readonly FileToPlan[],
  gone: readonly KnownPointText[],
  section: Owned,
  to: number,
  incoming: number,
): Move {
  const from = files[section.owner]?.known ?? gone[section.owner - files.length];
  const last = from?.text.last.find(({ sectionId }) => sectionId === section.sectionId) ?? null;
  const target = files[to];
  return {
    section,
    moved: { section, last, fromPointId: from?.id ?? '' },
    to,
    destination: { pointId: target?.known?.id ?? null, path: target?.path ?? '', incoming },
  };
}

interface OwnMoves {
  movedIn: Map<number, MovedSection>;
  movedOut: Map<string, Destination>;
}

function movesOf(moves: readonly Move[], index: number): OwnMoves {
  const into = moves.filter(({ to }) => to === index);
  const outOf = moves.filter(({ section }) => section.owner === index);
  return {
    movedIn: new Map(into.map(({ destination, moved }) => [destination.incoming, moved])),
    movedOut: new Map(outOf.map(({ section, destination }) => [section.sectionId, destination])),
  };
}

function planFile(
  file: FileToPlan,
  matches: PointMatches,
  moves: OwnMoves,
  decisions: PointDecisions | undefined,
): PlannedFile {
  const { path, diagnostics, content, known } = file;
  const text = known?.text ?? { last: [], current: [], archived: [] };
  const { fates, ...laidOut } = layOut({
    known: text,
    incoming: content.sections,
    matches,
    ...moves,
    corrected: new Set(decisions?.pins.keys() ?? []),
    kept: decisions?.kept ?? new Map(),
    staying: decisions?.staying ?? new Set(),
    pointId: known?.id ?? null,
    path,
  });
  if (!known) {
    const summary = { formerPath: null, fieldsChanged: [], sections: fates };
    return { path, outcome: 'new', diagnostics, known, content, summary, ...laidOut };
  }
  const changed = fieldsChanged(known, content);
  const formerPath = known.path === path ? null : known.path;
  const summary = { formerPath, fieldsChanged: changed, sections: fates };
  const staysAsItIs =
    laidOut.places === null && changed.length === 0 && formerPath === null && !known.archived;
  const outcome = staysAsItIs && saysNothingNew(known, content) ? 'unchanged' : 'changed';
  const places = laidOut.places ?? (makesVersion(changed) ? keptAll(known) : null);
  return { path, outcome, diagnostics, known, content, summary, ...laidOut, places };
}

function keptAll({ text }: KnownPointText) {
  return text.current.map(({ revisionId, sectionId }) => ({ keep: revisionId, sectionId }));
}

/** The same file again, or one that was written from today's text: the file imported last stays what we go by. */
function saysNothingNew(known: KnownPointText, content: PointContent): boolean {
  if (known.source === content.source) return true;
  const movedOn = !isTodaysText(known.text, known.text.last);
  return movedOn && known.header === content.header && isTodaysText(known.text, content.sections);
}

function planGone(known: KnownPointText, { movedOut }: OwnMoves): PlannedFile {
  const { fates } = layOut({
    known: { last: known.text.current, current: known.text.current, archived: [] },
    incoming: [],
    matches: { sections: [], splitFrom: new Map(), mergedInto: new Map(), unknown: [], lost: [] },
    movedIn: new Map(),
    movedOut,
    corrected: new Set(),
    kept: new Map(),
    staying: new Set(),
    pointId: known.id,
    path: known.path,
  });
  const places =
    movedOut.size === 0 ? null : keptAll(known).filter((place) => !movedOut.has(place.sectionId));
  const file = untouched({ path: known.path, outcome: 'archived', diagnostics: [] }, known);
  return { ...file, summary: { ...file.summary, sections: fates }, places };
}

/** Files that exchange sections, together; every other one by itself. In the order of the files. */
function grouped(planned: readonly PlannedFile[], moves: readonly Move[]): PlannedFile[][] {
  const leader = planned.map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (leader[at] !== undefined && leader[at] !== at) at = leader[at] ?? at;
    return at;
  };
  for (const { section, to } of moves) {
    const [one, other] = [find(section.owner), find(to)];
    leader[Math.max(one, other)] = Math.min(one, other);
  }
  const groups = new Map<number, PlannedFile[]>();
  for (const [i, file] of planned.entries()) {
    const group = groups.get(find(i));
    if (group) group.push(file);
    else groups.set(find(i), [file]);
  }
  return [...groups.values()];
}
