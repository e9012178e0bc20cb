import { hasMessage, type Locale, translate } from '../../web/i18n/messages.js';
import { localPath } from '../../web/request.js';
import type { Json } from './personal-data.js';

/** Items of one kind shown on the page; the file has them all. */
const itemsShown = 200;
/** More of one kind are folded up, so that the page can be taken in. */
const itemsOpen = 5;

/** Fields of the file that hold words of ours; the same word in somebody's text stays as it is. */
const worded = new Set(
  'automated byMe cause choice ground kind locale method onNotice role source stance state subjectType value verb voice what'.split(
    ' ',
  ),
);

/** One thing that is known: its name with a text, a time, a link, or further things. */
export interface ExportedEntry {
  label: string;
  text: string | null;
  at: string | null;
  link: string | null;
  items: ExportedEntry[][];
}

/** Model of accounts/export: the file as a page. */
export function exportPage(content: string, filePath: string, locale: Locale) {
  const all = JSON.parse(content) as { [name: string]: Json };
  const sections = Object.entries(all).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? [sectionOf(name, value, locale)] : [],
  );
  return {
    madeAt: typeof all.madeAt === 'string' ? all.madeAt : '',
    fileHref: localPath(locale, filePath),
    sections: sections.filter(({ items }) => items.length > 0),
    empty: sections.filter(({ items }) => items.length === 0).map(({ title }) => title),
  };
}

function sectionOf(name: string, value: Json[] | { [name: string]: Json }, locale: Locale) {
  const list = Array.isArray(value) ? value : [value];
  return {
    id: `cast-${name}`,
    title: translate(locale, labelKey(name)),
    count: Array.isArray(value) ? list.length : null,
    items: list.slice(0, itemsShown).map((item) => entriesOf(item, locale)),
    shown: Math.min(list.length, itemsShown),
    folded: list.length > itemsOpen,
    more: Math.max(0, list.length - itemsShown),
  };
}

/** Fields without words for them, such as numbers of other things in what waits, stand in the file only. */
function entriesOf(item: Json, locale: Locale): ExportedEntry[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  return Object.entries(item).flatMap(([name, value]) => {
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    return isEmpty || !hasMessage(labelKey(name)) ? [] : [entryOf(name, value, locale)];
  });
}

function entryOf(name: string, value: Exclude<Json, null>, locale: Locale): ExportedEntry {
  const nothing = { label: translate(locale, labelKey(name)), text: null, at: null, link: null, items: [] };
  if (Array.isArray(value)) return { ...nothing, items: value.map((item) => entriesOf(item, locale)) };
  if (typeof value === 'object') return { ...nothing, items: [entriesOf(value, locale)] };
  const word = wordKey(name, value);
  if (word !== null && hasMessage(word)) return { ...nothing, text: translate(locale, word) };
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return { ...nothing, at: text };
  if (/^https?:\/\/\S+$/.test(text)) return { ...nothing, link: text };
  return { ...nothing, text };
}

/** Key of the name of a list or a field. */
export function labelKey(name: string): string {
  return `accounts.exported.${name}`;
}

/** Key of the sentence for a value that is a word of ours; null for what people wrote, numbers and times. */
export function wordKey(name: string, value: Json): string | null {
  if (!worded.has(name)) return null;
  if (name === 'verb') return `accounts.exportedVerb.${value}`;
  if (name === 'subjectType') return `accounts.exportedSubject.${value}`;
  return name === 'ground' ? `moderation.ground.${value}` : `accounts.exportedValue.${value}`;
}
