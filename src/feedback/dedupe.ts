import { createHash } from 'node:crypto';

/** Names what somebody said by who, where and which words, so that the same form sent twice is recognised. */
export function dedupeKey(...parts: (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
