const format = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Prague',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `2026-11-22 14:03:07` in Prague: what spreadsheets take for a time in any language. */
export function formatTimestamp(instant: string): string {
  return format.format(new Date(instant));
}
