/** Threads on one page of a section. */
export const threadsPerPage = 50;

/** Id of a comment's element. */
export function commentAnchor(number: number): string {
  return `komentar-${number}`;
}

/**
 * Permalink of a comment on its section's page. A page of threads begins after the number in `po`, so any comment is
 * found without counting those before it: the thread's own page begins with it, unless it surely is on the first one.
 * @param rootNumber number of the comment that the thread begins with.
 */
export function commentPath(sectionPath: string, rootNumber: number, number: number): string {
  const page = rootNumber > threadsPerPage ? `?po=${rootNumber - 1}` : '';
  return `${sectionPath}${page}#${commentAnchor(number)}`;
}

/** Reads `po`: the number after which a page of threads begins; 0 for the first one. */
export function commentAfter(po: unknown): number {
  return typeof po === 'string' && /^[1-9]\d{0,8}$/.test(po) ? Number(po) : 0;
}
