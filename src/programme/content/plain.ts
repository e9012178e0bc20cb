const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/**
 * A scalar as it is stored: non-breaking spaces become spaces, white space is collapsed, zero-width characters and
 * controls of text direction are removed.
 */
export function plain(value: string): string {
  return value
    .replace(invisible, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** Lower case without diacritics: `Řešení` → `reseni`. */
export function folded(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
