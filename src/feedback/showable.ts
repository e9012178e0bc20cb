/** What was typed, as it may stand in a page: NUL marks the holes of pages and must not come from outside. */
export function showable(typed: string | undefined): string {
  return (typed ?? '').replaceAll('\0', '');
}
