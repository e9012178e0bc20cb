import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../database/time.js';
import { translate } from '../web/i18n/messages.js';
import { notFound } from '../web/refusal.js';
import { localPath, requireViewer } from '../web/request.js';
import type { Viewer } from '../web/viewer.js';
import { Renderer } from '../web/views/renderer.service.js';
import type { RefusedForm } from './action-form.page.js';
import { commentItem, type ItemContext } from './comment-item.page.js';
import type { Conflict } from './conflict.js';
import { DeskItems } from './desk-items.service.js';
import { DeskSuggestions } from './desk-suggestions.service.js';
import { editPreview } from './edit-preview.page.js';
import type { ItemModel } from './item.page.js';
import { undoSeconds } from './moderation.rules.js';
import { queuePage } from './queue.page.js';
import { Queue, type QueueFilter, type QueueItem, type QueueKey } from './queue.service.js';
import { filterOf, itemPath, type QueuePlace, queueQuery, readQueuePlace } from './queue-address.js';
import { suggestionItem } from './suggestion-item.page.js';

/** Items on one page of the queue's list. */
const pageSize = 20;
const decidedShown = 10;
const decidedDays = 30;

/** Why an item is shown again: a form to be corrected, or a decision that came too late. */
export type Problem = RefusedForm | Conflict;

/** Something that is open, with its place in the queue. */
interface Opened {
  key: QueueKey;
  model(context: ItemContext): ItemModel;
}

/** Shows the queue, alone or with an item opened beside it. */
@Injectable()
export class DeskPages {
  constructor(
    private readonly queue: Queue,
    private readonly items: DeskItems,
    private readonly suggestions: DeskSuggestions,
    private readonly renderer: Renderer,
  ) {}

  /** The list alone. @throws Refusal 404 for a filter by a point that is on another's desk. */
  async list(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.show(request, reply, null, null);
  }

  /** A comment; with a problem it is shown again instead of the next one. */
  async comment(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    problem: Problem | null = null,
  ): Promise<void> {
    const onDesk = await this.items.comment(requireViewer(request), id, request.locale);
    const opened = { key: onDesk.key, model: (context: ItemContext) => commentItem(onDesk, context) };
    await this.show(request, reply, opened, problem);
  }

  /** A suggestion; with a problem it is shown again instead of the next one. */
  async suggestion(
    request: FastifyRequest,
    reply: FastifyReply,
    number: number,
    problem: Problem | null = null,
  ): Promise<void> {
    const onDesk = await this.items.suggestion(requireViewer(request), number);
    const opened = { key: onDesk.key, model: (context: ItemContext) => suggestionItem(onDesk, context) };
    await this.show(request, reply, opened, problem);
  }

  /** What a final wording changes in a suggestion and in today's text, alone for a script. */
  async editPreview(
    request: FastifyRequest,
    reply: FastifyReply,
    number: number,
    typed: Record<string, string>,
  ): Promise<void> {
    const onDesk = await this.items.suggestion(requireViewer(request), number);
    const template = 'moderation/edit-preview';
    const model = editPreview(onDesk, typed, request.locale);
    await this.renderer.page(request, reply, { template, fragment: template, title: '', model });
  }

  /** Path of what comes after an item in the queue, from its beginning when it was the last; else of the list. */
  async next(request: FastifyRequest, key: QueueKey): Promise<string> {
    const place = readQueuePlace(request.query);
    const viewer = requireViewer(request);
    const filter = filterOf(place, await this.queue.points(viewer)) ?? { pointId: null, kind: null };
    const item = await this.following(viewer, filter, key);
    return (item ? itemPath(item) : '/garant/fronta') + queueQuery(place);
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    opened: Opened | null,
    problem: Problem | null,
  ): Promise<void> {
    const refused = problem && 'action' in problem ? problem : null;
    const conflict = problem && 'message' in problem ? problem : null;
    const viewer = requireViewer(request);
    const place = readQueuePlace(request.query);
    const points = await this.queue.points(viewer);
    const filter = filterOf(place, points);
    if (!filter) throw notFound();
    const at = now();
    const [waiting, items, decided, own] = await Promise.all([
      this.queue.count(viewer, filter),
      this.queue.items(viewer, filter, place.after, pageSize),
      this.queue.decided(viewer, decidedShown, before(at, decidedDays * 86_400)),
      this.queue.decided(viewer, 1, before(at, undoSeconds), viewer.accountId),
    ]);
    const current = opened && (await this.itemModel(request, opened, { place, filter, refused }));
    const model = queuePage(
      {
        place,
        points,
        waiting,
        items: items.slice(0, pageSize),
        more: items.length > pageSize,
        decided,
        undoable: own[0] ?? null,
        brought: own[0]?.kind === 'suggestion' ? await this.suggestions.broughtBy(own[0].id) : null,
        currentId: opened?.key.id ?? null,
        current,
        refused,
        conflict,
        at,
      },
      request.locale,
    );
    await this.renderer.page(request, reply, {
      template: 'moderation/queue',
      title: current?.heading ?? translate(request.locale, 'moderation.queue.title'),
      noindex: true,
      status: statusOf(refused, conflict),
      model,
    });
  }

  private async itemModel(
    request: FastifyRequest,
    opened: Opened,
    { place, filter, refused }: { place: QueuePlace; filter: QueueFilter; refused: RefusedForm | null },
  ): Promise<ItemModel> {
    const query = queueQuery(place);
    const following = await this.following(requireViewer(request), filter, opened.key);
    const skipHref = following ? localPath(request.locale, itemPath(following)) + query : null;
    return opened.model({ locale: request.locale, query, refused, skipHref });
  }

  /** What waits after a place in the queue, or at its beginning; null when nothing else waits. */
  private async following(viewer: Viewer, filter: QueueFilter, key: QueueKey): Promise<QueueItem | null> {
    const [after] = await this.queue.items(viewer, filter, key, 1);
    if (after) return after;
    const first = await this.queue.items(viewer, filter, null, 1);
    return first.find(({ id }) => id !== key.id) ?? null;
  }
}

function statusOf(refused: RefusedForm | null, conflict: Conflict | null): number {
  if (conflict) return 409;
  return refused && Object.keys(refused.errors).length > 0 ? 422 : 200;
}

function before(at: string, seconds: number): string {
  return new Date(Date.parse(at) - seconds * 1000).toISOString();
}
