import { authorshipPath, versionsPath } from '../programme/paths.js';
import type { PointInContext } from '../programme/points.service.js';
import type { VersionEntry, VersionPlaceRead } from '../programme/versions-reader.service.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SuggestedVersion } from './authors.service.js';
import { trail } from './trail.page.js';
import { versionEntryModel } from './version-entry.page.js';

/** Versions on a page. */
export const versionsPerPage = 20;

/** What the list of versions is made of. */
export interface VersionsContent {
  context: PointInContext;
  /** Newest first, one more than a page where there are more. */
  entries: readonly VersionEntry[];
  /** By number of the version. */
  places: ReadonlyMap<number, readonly VersionPlaceRead[]>;
  /** By id of the version. */
  suggestions: ReadonlyMap<string, readonly SuggestedVersion[]>;
  /** Whether these are not the newest. */
  older: boolean;
  compare: CompareForm;
  locale: Locale;
}

/** Two numbers to compare, as somebody typed them. */
export interface CompareForm {
  from: string;
  to: string;
  error: string | null;
}

/** What was typed into a form that asks for a comparison, to be shown again with what is wrong. */
export function mistyped(from: unknown, to: unknown): CompareForm {
  const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 20) : '');
  return { from: text(from), to: text(to), error: 'programme.history.compareError' };
}

/** Two neighbours to begin with. */
export function neighbours(newest: number): CompareForm {
  return { from: String(Math.max(1, newest - 1)), to: String(newest), error: null };
}

/** Model of programme/versions. */
export function versionsPage(content: VersionsContent) {
  const { context, entries, places, suggestions, older, locale } = content;
  const { programme, point } = context;
  const href = localPath(locale, versionsPath(programme.uid, point.slug));
  const listed = { programmeUid: programme.uid, pointSlug: point.slug, locale };
  const shown = entries.slice(0, versionsPerPage);
  return {
    trail: trail(locale, programme, point),
    title: point.title,
    count: point.versionNumber,
    authorshipHref: localPath(locale, authorshipPath(programme.uid, point.slug)),
    compare:
      point.versionNumber > 1 ? compareModel(content.compare, href, point.versionNumber, locale) : null,
    versions: shown.map((entry, index) => {
      const before = entries[index + 1];
      const previous = before ? { entry: before, places: places.get(before.number) ?? [] } : null;
      const version = {
        entry,
        places: places.get(entry.number) ?? [],
        previous,
        suggestions: suggestions.get(entry.id),
      };
      return versionEntryModel(version, listed, point.versionNumber);
    }),
    pages: {
      newer: older ? href : null,
      older: entries.length > versionsPerPage ? `${href}?pred=${shown.at(-1)?.number}` : null,
    },
  };
}

/** Model of components/version-compare. */
export function compareModel(form: CompareForm, action: string, newest: number, locale: Locale) {
  return {
    action,
    newest,
    from: form.from,
    to: form.to,
    error: form.error && translate(locale, form.error, { newest }),
  };
}
