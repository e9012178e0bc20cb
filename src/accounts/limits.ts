import type { Limit } from './limits.service.js';
import { day, hour } from './periods.js';

/**
 * How much is too much. Networks are generous: a whole town hall or school can sit behind one address. What counts
 * everybody together keeps a flood from filling the outbox or the disk; no honest crowd comes near it.
 */
export const limits = {
  /** Asked for by strangers, who may know the address; where its owner has proved it before, as much again. */
  mailPerAddress: { max: 5, seconds: hour },
  mailPerNetwork: { max: 300, seconds: hour },
  mailAltogether: { max: 5000, seconds: hour },
  /** Codes typed for one address, right or wrong; the link in the mail works on. */
  codesPerAddress: { max: 20, seconds: day },
  pendingPerNetwork: { max: 600, seconds: hour },
  pendingAltogether: { max: 10_000, seconds: hour },
  /** Sent faster than people write. */
  hastyPerNetwork: { max: 60, seconds: hour },
  contributionsPerAccount: { max: 60, seconds: hour },
  contributionsPerNetwork: { max: 1200, seconds: hour },
  contributionsAltogether: { max: 30_000, seconds: hour },
  /** A vote takes one click, and changing one's mind another. */
  votesPerAccount: { max: 600, seconds: hour },
  emailChangesPerAccount: { max: 5, seconds: day },
  renamesPerAccount: { max: 5, seconds: day },
  /** A page that offers signing in asks once; whoever waits on it, every few minutes. */
  passkeysPerNetwork: { max: 3000, seconds: hour },
  passkeysAltogether: { max: 60_000, seconds: hour },
  /** How often the owner of a passkey is told that it seems to have been copied. */
  copiesPerPasskey: { max: 1, seconds: day },
  /** Mail that other people's acts bring to one address; what is done is done all the same. */
  roleMailsPerAddress: { max: 10, seconds: day },
  lookAlikeMailsPerAddress: { max: 2, seconds: day },
  identityMailsPerAddress: { max: 6, seconds: day },
  exportsPerAccount: { max: 10, seconds: day },
} as const satisfies Record<string, Limit>;
