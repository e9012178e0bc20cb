import type { FastifyRequest } from 'fastify';

/** Whoever is signed in, as far as every page needs to know. */
export interface Viewer {
  accountId: string;
  sessionId: string;
  publicName: string;
  locale: string;
  /** When they last proved who they are, in this browser. */
  provedAt: string;
  /** When everything about them is erased, as they asked; null for nearly everybody. */
  leavingAt: string | null;
  isStaff: boolean;
  isAdmin: boolean;
  /** Points and people of the content in whose name this account may decide. */
  garantOf: { pointIds: readonly string[]; personUids: readonly string[] };
}

/** True for a garant or deputy of anything. */
export function isGarant(viewer: Viewer): boolean {
  return viewer.garantOf.pointIds.length > 0 || viewer.garantOf.personUids.length > 0;
}

/** Finds out who sends a request; the accounts module implements it. */
export abstract class ViewerSource {
  /** Null for a visitor who is not signed in; never fails for a wrong or old cookie. */
  abstract load(request: FastifyRequest): Promise<Viewer | null>;
}
