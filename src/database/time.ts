/** A point in time as text: ISO-8601, UTC, milliseconds, 24 characters. The order of texts is the order of times. */
export type Instant = string;

let clock: () => Date = () => new Date();

/** The present. */
export function now(): Instant {
  return clock().toISOString();
}

/** Lets a test decide what time it is; without an argument the real clock is back. */
export function setClock(read: () => Date = () => new Date()): void {
  clock = read;
}
