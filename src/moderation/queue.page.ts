import { formatDate } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { localPath } from '../web/request.js';
import { nameShown } from '../web/text/name-shown.js';
import { errorSummary, type RefusedForm } from './action-form.page.js';
import type { Conflict } from './conflict.js';
import type { ItemModel } from './item.page.js';
import { isOverdue } from './moderation.rules.js';
import type { DecidedItem, DeskPoint, QueueItem } from './queue.service.js';
import { itemPath, kindParameter, type QueuePlace, queueQuery } from './queue-address.js';

/** What the queue's page is made of. */
export interface QueueData {
  place: QueuePlace;
  points: DeskPoint[];
  waiting: number;
  items: QueueItem[];
  /** Whether more wait behind the last of the items. */
  more: boolean;
  decided: DecidedItem[];
  /** One's own last decision while it can be taken back. */
  undoable: DecidedItem | null;
  /** Numbers of suggestions that clash with the text since then, and of those accepted with it. */
  brought: { collided: number[]; together: number[] } | null;
  currentId: string | null;
  current: ItemModel | null;
  refused: RefusedForm | null;
  conflict: Conflict | null;
  at: string;
}

/** View model of `moderation/queue`. */
export function queuePage(data: QueueData, locale: Locale) {
  const { place, points, items, decided, undoable } = data;
  const last = items.at(-1);
  const next = data.more && last ? queueQuery({ ...place, after: last }) : null;
  const start = queueQuery({ ...place, after: null });
  const queue = localPath(locale, '/garant/fronta');
  return {
    trail: [
      { href: localPath(locale, '/garant'), label: translate(locale, 'moderation.desk.title') },
      ...(data.current ? [{ href: queue + start, label: translate(locale, 'moderation.queue.short') }] : []),
    ],
    waiting: data.waiting,
    errors: errorSummary(data.refused),
    conflict: data.conflict,
    filter: { action: queue, points: pointOptions(points, place, locale), kinds: kindOptions(place, locale) },
    items: items.map((item) => itemLine(item, data, locale)),
    firstHref: place.after ? queue + start : null,
    nextHref: next === null ? null : queue + next,
    step:
      decided.length > 0 ? { href: '#posledni', label: translate(locale, 'moderation.queue.last') } : null,
    decided: decided.map((item) => decidedLine(item, locale)),
    undo: undoable && undoModel(undoable, data, locale),
    current: data.current,
  };
}

function pointOptions(points: readonly DeskPoint[], place: QueuePlace, locale: Locale) {
  const all = {
    value: '',
    label: translate(locale, 'moderation.filter.allPoints'),
    selected: place.point === null,
  };
  return [
    all,
    ...points.map(({ programmeUid, slug, title }) => {
      const value = `${programmeUid}/${slug}`;
      return { value, label: title, selected: value === place.point };
    }),
  ];
}

function kindOptions(place: QueuePlace, locale: Locale) {
  return ([null, 'comment', 'suggestion'] as const).map((kind) => ({
    value: kindParameter(kind),
    label: translate(locale, `moderation.filter.${kind ?? 'allKinds'}`),
    selected: kind === place.kind,
  }));
}

/** View model of `components/queue-item`. */
function itemLine(item: QueueItem, { place, currentId, at }: QueueData, locale: Locale) {
  const { id, kind, author, pointTitle, sectionNumber, onSuggestion, createdAt } = item;
  return {
    href: localPath(locale, itemPath(item)) + queueQuery(place),
    current: id === currentId,
    kind,
    author,
    excerpt: excerpt(item.text),
    pointTitle,
    sectionNumber,
    onSuggestion,
    createdAt,
    overdue: isOverdue(createdAt, at),
  };
}

function decidedLine(item: DecidedItem, locale: Locale) {
  return {
    href: localPath(locale, itemPath(item)),
    outcome: translate(locale, `moderation.outcome.${item.outcome}`),
    author: item.author,
    excerpt: excerpt(item.text),
    place: translate(locale, 'moderation.queue.place', {
      point: item.pointTitle,
      section: item.sectionNumber,
    }),
    decidedAt: item.decidedAt,
    decidedOn: formatDate(locale, item.decidedAt),
  };
}

function undoModel(item: DecidedItem, { place, brought }: QueueData, locale: Locale) {
  const { collided = [], together = [] } = brought ?? {};
  const isAlone = together.length < 2;
  return {
    action: `${localPath(locale, itemPath(item))}/vraceni${queueQuery(place)}`,
    text: isAlone
      ? translate(locale, 'moderation.undo.text', {
          outcome: translate(locale, `moderation.outcome.${item.outcome}`),
          author: nameShown(item.author, locale),
        })
      : translate(locale, 'moderation.undo.together', { numbers: together.join(', ') }),
    collided: collided.map((number) => ({ number, href: localPath(locale, `/garant/navrhy/${number}`) })),
  };
}

/** The beginning of a text as plain words. */
export function excerpt(text: string): string {
  const words = plainText(text, 'citizen').replace(/\s+/g, ' ');
  const letters = [...words];
  return letters.length <= 180 ? words : `${letters.slice(0, 179).join('').trimEnd()}…`;
}
