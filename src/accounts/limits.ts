import type { Limit } from './limits.service.js';
import { day, hour } from './periods.js';

/** How much is too much. Networks are generous: a whole town hall or school can sit behind one address. */
export const limits = {
  mailPerAddress: { max: 5, seconds: hour },
  mailPerNetwork: { max: 60, seconds: hour },
  pendingPerNetwork: { max: 120, seconds: hour },
  /** Sent faster than people write. */
  hastyPerNetwork: { max: 20, seconds: hour },
  contributionsPerAccount: { max: 60, seconds: hour },
  /** A vote takes one click, and changing one's mind another. */
  votesPerAccount: { max: 600, seconds: hour },
  renamesPerAccount: { max: 5, seconds: day },
  exportsPerAccount: { max: 10, seconds: day },
} as const satisfies Record<string, Limit>;
