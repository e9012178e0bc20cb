import type { ImportFile } from '../import-file.entity.js';
import type { SectionKind } from '../section.entity.js';

/**
 * What an import does to one section. `unchanged`: text and place stay (its order among the others may change).
 * `edited`: another wording. `moved`: it comes from another point. `split`: a new section cut out of an old one.
 * `merged`: its text went into another section. `new`, `archived`: what they say.
 */
export type FateKind = 'unchanged' | 'edited' | 'moved' | 'split' | 'merged' | 'new' | 'archived';

/**
 * What happened where the file and somebody here (an accepted suggestion, an edit in place) both changed a section:
 * their words were `merged`; or they collided and the file's wording has `overwritten` today's, or today's was `kept`
 * because a person said so. A section that the file leaves out, and with it what was changed here, is `overwritten` too.
 */
export type Clash = 'merged' | 'overwritten' | 'kept';

/** The fate of one section: either one of the file, or an old one that has no place in the file any more. */
export interface SectionFate {
  kind: FateKind;
  /** Null for a section that is to be made. */
  sectionId: string | null;
  /** Its number today, in the point where it stands today; null for one to be made. */
  number: number | null;
  /** Index among the sections of the file, 0 first; null when the file does not have it. */
  incoming: number | null;
  /** It was out of the text and comes back. */
  returns: boolean;
  /** It stands elsewhere among the sections that stay. */
  reordered: boolean;
  /** Only typography differs, so that votes stay current. */
  minor: boolean;
  clash: Clash | null;
  /** The parent of a split, or where a moved section stands today. */
  from: { sectionId: string; pointId: string; number: number } | null;
  /** Where a merged section's text went (`incoming` of that section), or where a moved one goes. */
  into: { sectionId: string | null; incoming: number | null; pointId: string | null; path: string } | null;
  /** Matched by a person, or kept by one. */
  corrected: boolean;
}

/** A fate without anything special about it. */
export const blankFate: Omit<SectionFate, 'kind' | 'incoming'> = {
  sectionId: null,
  number: null,
  reordered: false,
  returns: false,
  minor: false,
  clash: null,
  from: null,
  into: null,
  corrected: false,
};

/** What an import does to one file; kept with it as JSON. */
export interface FileSummary {
  /** Path under which the point was known, when the file was renamed. */
  formerPath: string | null;
  /** Header fields that change, such as `title`, `garant` or `order`; `motto` too. */
  fieldsChanged: string[];
  /** Sections in the order of the file, then those that have no place in it any more. Empty when the file is unchanged. */
  sections: SectionFate[];
}

/** What a person decided about one section of a file. */
export type Correction = MatchCorrection | WordingCorrection | StayCorrection;

/** Which section it is. */
export interface MatchCorrection extends FilePlace {
  /** The old section it is, `new` for none; null forgets an earlier correction. */
  sectionId: string | 'new' | null;
}

/** Whose wording stays where the file's collides with today's. */
export interface WordingCorrection extends FilePlace {
  /** The section whose wording of today stays, as long as it is this one; null: the file's is taken after all. */
  keep: string | null;
}

/** Whether a section stays that the file does not have, although something was changed in it here. */
export interface StayCorrection {
  path: string;
  /** The section that the file leaves out. */
  leaving: string;
  stays: boolean;
}

interface FilePlace {
  path: string;
  /** Index among the sections of the file, 0 first. */
  incoming: number;
}

/** Whether a correction says which section it is, and not whose wording stays. */
export function isMatch(correction: Correction): correction is MatchCorrection {
  return 'sectionId' in correction;
}

/** Whether a correction is about a section that the file leaves out. */
export function isStay(correction: Correction): correction is StayCorrection {
  return 'leaving' in correction;
}

/** Heading and body of a section before or after an import. */
export interface FateWording {
  kind: SectionKind;
  heading: string | null;
  body: string;
}

/** A summary of nothing. */
export const noChange: FileSummary = { formerPath: null, fieldsChanged: [], sections: [] };

/** What was stored with a file of an import. */
export function summaryOf(file: Pick<ImportFile, 'summary'>): FileSummary {
  return { ...noChange, ...(JSON.parse(file.summary) as Partial<FileSummary>) };
}
