import { ownPath, withoutLocale } from '../web/request.js';

/** A `next=` as a path of ours without its language; null for anything that could lead elsewhere. */
export function nextPath(next: unknown): string | null {
  const own = ownPath(next);
  // Looked at twice: what is `/en//elsewhere.cz` before is `//elsewhere.cz` after.
  return own && ownPath(withoutLocale(own));
}
