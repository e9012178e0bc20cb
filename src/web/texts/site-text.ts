/** A text of the site, ready to be shown. */
export interface SiteText {
  title: string;
  /** What is new in this version, in a sentence or two; null where nothing is said. */
  changes: string | null;
  /** Safe. */
  html: string;
}

/** `2026-11-22.md`, and `2026-11-22b.md` for a second version of the same day. */
export const versionFile = /^(\d{4}-\d{2}-\d{2}[a-z]?)\.md$/;

/** Takes the header (`---`, `changes: …`, `---`, all of it optional) and the title off a text in Markdown. */
export function parseText(source: string): { title: string; changes: string | null; body: string } {
  const [, header = '', rest = source] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(source) ?? [];
  const [title = '', ...lines] = rest.trimStart().split('\n');
  const changes = /^changes:[ \t]*(.+)$/m.exec(header)?.[1]?.trim() ?? null;
  return { title: title.replace(/^#\s*/, '').trim(), changes, body: lines.join('\n') };
}

/**
 * The version that applies on a day; the oldest one where none does yet.
 *
 * @param versions the newest first, named by the day from which they apply.
 * @param today `2026-11-22`.
 */
export function newestInForce(versions: readonly string[], today: string): string {
  return versions.find((version) => version.slice(0, 10) <= today) ?? versions.at(-1) ?? '';
}

const praguesDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Prague' });

/** The day on which people in Prague are, `2026-11-22`. */
export function dateInPrague(instant: Date): string {
  return praguesDay.format(instant);
}
