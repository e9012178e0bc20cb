import { hasMessage, type Locale, translate } from '../../web/i18n/messages.js';
import { localPath } from '../../web/request.js';
import type { Json } from './personal-data.js';

/** Items of one kind shown on the page; the file has them all. */
const itemsShown = 200;

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
    title: named(name, locale),
    count: Array.isArray(value) ? list.length : null,
    items: list.slice(0, itemsShown).map((item) => entriesOf(item, locale)),
    more: Math.max(0, list.length - itemsShown),
  };
}

function entriesOf(item: Json, locale: Locale): ExportedEntry[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  return Object.entries(item).flatMap(([name, value]) => {
    const label = named(name, locale);
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    return isEmpty ? [] : [entryOf(label, value, locale)];
  });
}

function entryOf(label: string, value: Exclude<Json, null>, locale: Locale): ExportedEntry {
  const nothing = { label, text: null, at: null, link: null, items: [] };
  if (Array.isArray(value)) return { ...nothing, items: value.map((item) => entriesOf(item, locale)) };
  if (typeof value === 'object') return { ...nothing, items: [entriesOf(value, locale)] };
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return { ...nothing, at: text };
  if (/^https?:\/\/\S+$/.test(text)) return { ...nothing, link: text };
  const word = `accounts.exportedValue.${text}`;
  return { ...nothing, text: hasMessage(word) ? translate(locale, word) : text };
}

function named(name: string, locale: Locale): string {
  const key = `accounts.exported.${name}`;
  return hasMessage(key) ? translate(locale, key) : name;
}
