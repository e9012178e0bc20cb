/** Addresses of programmes, points and sections, without language. */

export function programmePath(programmeUid: string): string {
  return `/program/${encodeURIComponent(programmeUid)}`;
}

export function pointPath(programmeUid: string, pointSlug: string): string {
  return `${programmePath(programmeUid)}/${pointSlug}`;
}

export function sectionPath(programmeUid: string, pointSlug: string, sectionNumber: number): string {
  return `${pointPath(programmeUid, pointSlug)}/sekce/${sectionNumber}`;
}

export function versionsPath(programmeUid: string, pointSlug: string): string {
  return `${pointPath(programmeUid, pointSlug)}/verze`;
}

/** Address of one version of a point; it never leads to another text. */
export function versionPath(programmeUid: string, pointSlug: string, number: number): string {
  return `${versionsPath(programmeUid, pointSlug)}/${number}`;
}

/** Address of whose words a point's text is. */
export function authorshipPath(programmeUid: string, pointSlug: string): string {
  return `${pointPath(programmeUid, pointSlug)}/autorstvi`;
}

/** Address of what became of everything that was said on a point. */
export function settlementPath(programmeUid: string, pointSlug: string): string {
  return `${pointPath(programmeUid, pointSlug)}/vyporadani`;
}

export function wordingsPath(programmeUid: string, pointSlug: string, sectionNumber: number): string {
  return `${sectionPath(programmeUid, pointSlug, sectionNumber)}/zneni`;
}

/** Last part of the address that compares two versions or two wordings: `3..5`. */
export function rangeOf(before: number, after: number): string {
  return `${before}..${after}`;
}
