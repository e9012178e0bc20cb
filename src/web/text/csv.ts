/**
 * Makes a value safe for a cell of a table: a text that a spreadsheet would take for a formula is marked as text by
 * an apostrophe, NUL is dropped, null and undefined are empty. Numbers stay numbers. Quoting is the writer's job.
 */
export function csvCell(value: string | number | boolean | null | undefined): string | number {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return value;
  const text = String(value).replaceAll('\0', '');
  // Spreadsheets skip white space before a formula and accept the full-width forms of its first character.
  return /^[\t\r]|^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}
