import { createHash } from 'node:crypto';

/** The fields of an activity entry that its hash covers. */
export interface ChainedFields {
  number: number;
  at: string;
  actorId: string | null;
  verb: string;
  subjectType: string;
  subjectId: string;
  programmeId: string | null;
  pointId: string | null;
  data: string;
}

/** The hash before the first entry. */
export const firstHash = '0'.repeat(64);

/** SHA-256, in hex, over the previous hash and the fields as a JSON list in fixed order. */
export function chainHash(previousHash: string, entry: ChainedFields): string {
  const fields = [
    entry.number,
    entry.at,
    entry.actorId,
    entry.verb,
    entry.subjectType,
    entry.subjectId,
    entry.programmeId,
    entry.pointId,
    entry.data,
  ];
  return createHash('sha256').update(previousHash).update(JSON.stringify(fields)).digest('hex');
}

/** True when the entry follows the one with `previous` number and hash and was not changed since. */
export function followsFrom(
  previous: { number: number; hash: string },
  entry: ChainedFields & { previousHash: string; hash: string },
): boolean {
  return (
    entry.number === previous.number + 1 &&
    entry.previousHash === previous.hash &&
    entry.hash === chainHash(previous.hash, entry)
  );
}
