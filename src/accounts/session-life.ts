import type { Instant } from '../database/time.js';
import { isGarant, type Viewer } from '../web/viewer.js';
import { after, day } from './periods.js';
import type { Session } from './session.entity.js';

/** How long a session lasts, in seconds: at most, and without being used. */
const lasting = {
  citizen: { longest: 30 * day, idle: 14 * day },
  /** Whoever decides about other people's words does so weekly, on a device of their own. */
  garant: { longest: 14 * day, idle: 3 * day },
  /** Whoever sees addresses and gives roles must not leave the door open for long. */
  staff: { longest: 7 * day, idle: day },
};
/** Of all sessions, whoever they belong to, in seconds. */
export const { longest } = lasting.citizen;

/** End of the viewer's session if it is not used any more; offices that begin or end later change it. */
export function goodUntil(
  { lastUsedAt, expiresAt }: Pick<Session, 'lastUsedAt' | 'expiresAt'>,
  viewer: Viewer,
): Instant {
  const limit = lasting[officeOf(viewer)];
  const quiet = after(limit.idle, lastUsedAt);
  const latest = after(limit.longest - longest, expiresAt);
  return quiet < latest ? quiet : latest;
}

function officeOf(viewer: Viewer): keyof typeof lasting {
  if (viewer.isStaff || viewer.isAdmin) return 'staff';
  return isGarant(viewer) ? 'garant' : 'citizen';
}
