import type { Diagnostic } from '../content/diagnostics.js';
import type { PointContent } from '../content/point.js';
import type { FileOutcome } from '../import-file.entity.js';
import type { FateWording, FileSummary } from './fates.js';
import type { ImportedSection, KnownSection, KnownText, PointMatches } from './plan-point.js';
import type { PointRow } from './point-row.js';

/** A point as it stands before an import. */
export interface KnownPoint extends PointRow {
  id: string;
  /** Uid of its programme. */
  programme: string;
  slug: string;
  path: string;
  archived: boolean;
  versionNumber: number;
  /** Uids of people, in order. */
  garants: readonly string[];
}

/** A known point with its sections. */
export interface KnownPointText extends KnownPoint {
  text: KnownText;
  /** Header of the file imported last. */
  header: string;
}

/** A section that comes from another point. */
export interface MovedSection {
  section: KnownSection;
  /** Its wording in the file that its old point was imported from last. */
  last: ImportedSection | null;
  fromPointId: string;
}

/** Where a section goes that leaves its point. */
export interface Destination {
  pointId: string | null;
  path: string;
  incoming: number;
}

/** All that is decided about the sections of a file. */
export interface Layout {
  known: KnownText;
  incoming: readonly FateWording[];
  matches: PointMatches;
  /** Sections of the file (index) that come from other points. */
  movedIn: ReadonlyMap<number, MovedSection>;
  /** Sections of the point that go to others. */
  movedOut: ReadonlyMap<string, Destination>;
  /** Sections of the file whose match was decided by a person. */
  corrected: ReadonlySet<number>;
  /** Sections whose wording of today stays where that of the file (index) collides with it. */
  kept: ReadonlyMap<number, string>;
  /** Sections that stay although the file does not have them, where they hold what was changed here. */
  staying: ReadonlySet<string>;
  pointId: string | null;
  path: string;
}

/** What an import makes of one place of the new version. */
export type PlannedPlace =
  | { keep: string; sectionId: string }
  | { section: string | 'new'; wording: FateWording; splitFromId: string | null; minor: boolean };

/** What an import makes of one file, or of a point whose file is missing, before it is written. */
export interface PlannedFile {
  path: string;
  outcome: FileOutcome;
  diagnostics: readonly Diagnostic[];
  /** With its sections, unless the file is unchanged. */
  known: (KnownPoint & { text?: KnownText }) | null;
  /** Null when the file is missing or is no point. */
  content: PointContent | null;
  summary: FileSummary;
  /** Null when the text stays as it is. */
  places: PlannedPlace[] | null;
  /** For each section of the file: its place in the new version, or the id of a section that has none there. */
  sourceSections: ({ place: number } | { sectionId: string })[];
  /** Old sections and the place (index) that took their text in. */
  merged: { sectionId: string; place: number }[];
  /** Sections that come from another point. */
  movesIn: { sectionId: string; fromPointId: string }[];
}

/** What an import makes of all its files. Files in one group exchange sections and are written together. */
export interface TreePlan {
  files: PlannedFile[];
  groups: PlannedFile[][];
}

/** A file that nothing happens to. */
export function untouched(
  file: Pick<PlannedFile, 'path' | 'outcome' | 'diagnostics'>,
  known: KnownPoint | null = null,
  content: PointContent | null = null,
): PlannedFile {
  const summary = { formerPath: null, fieldsChanged: [], sections: [] };
  return { ...file, known, content, summary, places: null, sourceSections: [], merged: [], movesIn: [] };
}
