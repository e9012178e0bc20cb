import { v7 } from 'uuid';

/**
 * A new identity: a UUIDv7 as 36 characters of lower-case text. Ids made later in one process sort later.
 * Source: RFC 9562, section 5.7.
 */
export function newId(): string {
  return v7();
}
