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
