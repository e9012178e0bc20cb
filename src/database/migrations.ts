import { FirstLight } from './migrations/0001-first-light.js';
import { LivingText } from './migrations/0002-living-text.js';
import { BetterText } from './migrations/0003-better-text.js';
import { WhoIsWho } from './migrations/0004-who-is-who.js';
import { ProvenDevices } from './migrations/0005-proven-devices.js';
import { DeclinedPeople } from './migrations/0006-declined-people.js';

/** All migrations in the order they run. Append only: one that has been released never changes. */
export const migrations = [FirstLight, LivingText, BetterText, WhoIsWho, ProvenDevices, DeclinedPeople];
