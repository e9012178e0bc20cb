import { sectionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import type { SuggestionCounts } from '../suggestions/suggestion-counts.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SectionState } from './places.service.js';
import { isOpen } from './point.page.js';
import { numberIn } from './range.js';
import { listCards } from './suggestion-card.page.js';
import {
  type ListFilter,
  type ListKey,
  type ListOrder,
  type ListPart,
  listedPerPage,
  type SuggestionList,
  statesOf,
} from './suggestion-list.service.js';
import { trail } from './trail.page.js';

const orders: Record<string, ListOrder> = { podpora: 'support', nejnovejsi: 'newest', nejstarsi: 'oldest' };

const filters: Record<string, ListFilter> = {
  cekajici: 'waiting',
  prijate: 'accepted',
  neprijate: 'declined',
  stazene: 'withdrawn',
  prekonane: 'overtaken',
  vse: 'all',
};

/** What the list of a section's suggestions is made of. */
export interface SuggestionListContent {
  place: SectionState;
  part: ListPart;
  list: SuggestionList;
  /** All suggestions of the section. */
  counts: SuggestionCounts;
  at: string;
  locale: Locale;
}

/** Reads `razeni`, `stav` and `po`; whatever makes no sense is as if it were not there. */
export function readListPart({ razeni, stav, po }: Record<string, unknown>): ListPart {
  const order = named(orders, razeni) ?? 'support';
  const filter = named(filters, stav) ?? 'waiting';
  return { order, filter, after: readKey(po, order), size: listedPerPage };
}

function named<T>(names: Record<string, T>, name: unknown): T | undefined {
  return typeof name === 'string' && Object.hasOwn(names, name) ? names[name] : undefined;
}

function readKey(po: unknown, order: ListOrder): ListKey | null {
  const [supports, number] = typeof po === 'string' ? po.split('-', 2) : [];
  if (order === 'support') {
    const last = numberIn(number);
    if (last === null || !/^\d{1,9}$/.test(supports ?? '')) return null;
    return { supports: Number(supports), number: last };
  }
  const last = numberIn(po);
  return last === null ? null : { supports: 0, number: last };
}

/** Query of an address that asks for a part; what is so anyway is left out. */
export function listQuery({ order, filter, after }: Omit<ListPart, 'size'>): string {
  const query = new URLSearchParams();
  if (order !== 'support') query.set('razeni', nameOf(orders, order));
  if (filter !== 'waiting') query.set('stav', nameOf(filters, filter));
  if (after) query.set('po', order === 'support' ? `${after.supports}-${after.number}` : `${after.number}`);
  return query.size === 0 ? '' : `?${query}`;
}

function nameOf<T>(names: Record<string, T>, value: T): string {
  return Object.keys(names).find((name) => names[name] === value) ?? '';
}

/** Model of pages/suggestion-list. */
export function suggestionListPage(content: SuggestionListContent) {
  const { place, part, list, counts, at, locale } = content;
  const { state, section, live } = place;
  const { programme, point } = state;
  const sectionHref = localPath(locale, sectionPath(programme.uid, point.slug, section.number));
  const href = `${sectionHref}/navrhy`;
  const title = sectionTitle(section, locale);
  const suggestHref = live && isOpen(state, at) ? `${sectionHref}/navrh` : null;
  return {
    trail: [...trail(locale, programme, point), { href: sectionHref, label: title }],
    section: { href: sectionHref, number: section.number, title },
    total: countOf(counts, 'all'),
    listed: translate(locale, `suggestions.list.filter.${part.filter}`),
    filters: filterLinks(counts, part, href, locale),
    orders: orderLinks(part, href, locale),
    suggestions: listCards(list, place, locale),
    pages: {
      first: part.after ? href + listQuery({ ...part, after: null }) : null,
      next: list.next ? href + listQuery({ ...part, after: list.next }) : null,
    },
    empty: list.suggestions.length > 0 ? null : emptyModel(content, href, suggestHref),
    boardHref: boardHref(counts, live, href),
    suggestHref,
  };
}

/**
 * The board of suggestions that exclude each other, where at least two wait.
 *
 * @param live whether the section is in today's text
 * @param href address of the section's list
 */
export function boardHref(counts: SuggestionCounts, live: boolean, href: string): string | null {
  return live && countOf(counts, 'waiting') > 1 ? `${href}/strety` : null;
}

function countOf(counts: SuggestionCounts, filter: ListFilter): number {
  return statesOf[filter].reduce((sum, state) => sum + counts[state], 0);
}

/** Those that would show nothing are left out, but for the one that is chosen. */
function filterLinks(counts: SuggestionCounts, part: ListPart, href: string, locale: Locale) {
  return Object.values(filters)
    .map((filter) => ({
      label: translate(locale, `suggestions.list.filter.${filter}`),
      count: countOf(counts, filter),
      href: href + listQuery({ ...part, filter, after: null }),
      current: filter === part.filter,
      always: filter === 'waiting' || filter === 'all',
    }))
    .filter(({ count, current, always }) => count > 0 || current || always);
}

function orderLinks(part: ListPart, href: string, locale: Locale) {
  return Object.values(orders).map((order) => ({
    label: translate(locale, `suggestions.list.order.${order}`),
    href: href + listQuery({ ...part, order, after: null }),
    current: order === part.order,
  }));
}

/** Why there is nothing, and one step from there. */
function emptyModel(
  { counts, part, locale }: SuggestionListContent,
  href: string,
  suggestHref: string | null,
) {
  const say = (key: string) => translate(locale, `suggestions.list.${key}`);
  const all = countOf(counts, 'all');
  if (part.after) return { title: say('emptyEnd'), text: say('emptyEndText'), step: null };
  if (all > 0) {
    const step = { href: href + listQuery({ ...part, filter: 'all' }), label: say('emptyAll') };
    return { title: say('emptyState'), text: say('emptyStateText'), step };
  }
  const step = suggestHref && { href: suggestHref, label: translate(locale, 'suggestions.propose') };
  return { title: say('emptyTitle'), text: say(suggestHref ? 'emptyText' : 'emptyClosed'), step };
}
