import type { FastifyRequest } from 'fastify';

/** What somebody wrote in this browser and has not confirmed yet; nobody else sees it. */
export interface WaitingHere {
  /** What belongs to the page that is shown, the oldest first. */
  here: { title: string; text: string | null }[];
  /** How much belongs to other pages. */
  elsewhere: number;
}

/** Finds out what waits in the browser of a request; the accounts module implements it. */
export abstract class WaitingSource {
  /** Null for nothing, which is found out without a query where the browser has never written anything. */
  abstract of(request: FastifyRequest): Promise<WaitingHere | null>;
}
