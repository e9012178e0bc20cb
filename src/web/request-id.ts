import { randomBytes } from 'node:crypto';

/** Gives numbers to requests that are unique across processes and restarts, without asking for chance each time. */
export function requestIds(): () => string {
  const process = randomBytes(6).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${process}-${count.toString(36)}`;
  };
}
