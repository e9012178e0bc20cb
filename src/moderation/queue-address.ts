import type { QueueFilter, QueueKey, QueueKind } from './queue.service.js';

/** Where one stands in the queue, as the address says it: `bod` (programme/point), `druh`, `po` (time~id). */
export interface QueuePlace {
  /** `programme/point`, or null for all. */
  point: string | null;
  kind: QueueKind | null;
  /** Key after which the list begins. */
  after: QueueKey | null;
}

const kinds: Record<string, QueueKind> = { komentare: 'comment', navrhy: 'suggestion' };
const names: Record<QueueKind, string> = { comment: 'komentare', suggestion: 'navrhy' };

/** Values of the filter's select, with the empty one for everything. */
export function kindParameter(kind: QueueKind | null): string {
  return kind === null ? '' : names[kind];
}

/** Reads a query; whatever makes no sense is as if it were not there. */
export function readQueuePlace(query: unknown): QueuePlace {
  const { bod, druh, po } = (query ?? {}) as Record<string, unknown>;
  return {
    point: typeof bod === 'string' && /^[^/]{1,200}\/[^/]{1,200}$/.test(bod) ? bod : null,
    kind: typeof druh === 'string' ? (kinds[druh] ?? null) : null,
    after: readKey(po),
  };
}

function readKey(po: unknown): QueueKey | null {
  const key = typeof po === 'string' ? /^(\d{4}-\d\d-\d\dT[\d:.]{12}Z)~([0-9a-f-]{36})$/.exec(po) : null;
  return key?.[1] && key[2] ? { createdAt: key[1], id: key[2] } : null;
}

/** The query of an address that keeps the place; empty for the whole queue from its beginning. */
export function queueQuery({ point, kind, after }: QueuePlace): string {
  const query = new URLSearchParams();
  if (point !== null) query.set('bod', point);
  if (kind !== null) query.set('druh', names[kind]);
  if (after !== null) query.set('po', `${after.createdAt}~${after.id}`);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The filter of a place among the points of one's desk; null when it names a point that is not there. */
export function filterOf(
  place: QueuePlace,
  points: readonly { id: string; programmeUid: string; slug: string }[],
): QueueFilter | null {
  const { kind } = place;
  if (place.point === null) return { kind, pointId: null };
  const point = points.find(({ programmeUid, slug }) => `${programmeUid}/${slug}` === place.point);
  return point ? { kind, pointId: point.id } : null;
}

/** Page of an item on the desk, without language. */
export function itemPath(item: { kind: QueueKind; id: string; number: number }): string {
  return item.kind === 'comment' ? `/garant/komentare/${item.id}` : `/garant/navrhy/${item.number}`;
}
