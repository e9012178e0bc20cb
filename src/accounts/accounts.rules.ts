import type { Viewer } from '../web/viewer.js';

/** A point as the rules need to know it. */
export interface RuledPoint {
  id: string;
  /** People its file names as garants. */
  garantUids: readonly string[];
}

type Nobody = null | undefined;

/** Deciding about suggestions and answering: the point's garants and their deputies; staff do not decide for them. */
export function mayManagePoint(viewer: Viewer | Nobody, point: RuledPoint): boolean {
  if (!viewer) return false;
  const { pointIds, personUids } = viewer.garantOf;
  return pointIds.includes(point.id) || point.garantUids.some((uid) => personUids.includes(uid));
}

/** Hiding what breaks the rules: those who manage the point, and staff. */
export function mayModeratePoint(viewer: Viewer | Nobody, point: RuledPoint): boolean {
  return mayManagePoint(viewer, point) || isStaff(viewer);
}

/** Changing the text itself, with a note that everybody can read: those who manage the point, and staff. */
export function mayEditPoint(viewer: Viewer | Nobody, point: RuledPoint): boolean {
  return mayManagePoint(viewer, point) || isStaff(viewer);
}

/** Numbers and exports of all programmes. */
export function maySeeReports(viewer: Viewer | Nobody): boolean {
  return isStaff(viewer);
}

/** Staff and admins look after all points and people. */
export function isStaff(viewer: Viewer | Nobody): boolean {
  return Boolean(viewer && (viewer.isStaff || viewer.isAdmin));
}
