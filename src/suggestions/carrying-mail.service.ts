import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Outbox } from '../mail/outbox.service.js';
import { pointPath } from '../programme/paths.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import type { TextChange } from '../programme/text-changes.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { garantsOf } from './garants-of.js';
import type { Suggestion } from './suggestion.entity.js';
import { undoSeconds } from './suggestions.rules.js';

/** A suggestion for which a change of the text makes a difference that its author should know. */
export interface Moved {
  suggestion: Suggestion;
  fate: 'merged' | 'collided' | 'fulfilled' | 'gone' | 'rests' | 'returned';
  /** It had rested until now. */
  isBack: boolean;
}

const kinds = { author: 'suggestions/moved', garant: 'suggestions/clashes' } as const;

/** Tells people what a change of the text did to suggestions: one mail to each, as long as it can be undone kept back. */
@Injectable()
export class CarryingMail {
  constructor(private readonly outbox: Outbox) {}

  /** Authors hear of all their own suggestions; garants who did not make the change, of those that collide now. */
  async tell(manager: EntityManager, moved: readonly Moved[], change: TextChange): Promise<void> {
    if (moved.length === 0) return;
    const point = await manager.findOneByOrFail(Point, { id: change.pointId });
    const programme = await manager.findOneByOrFail(Programme, { id: point.programmeId });
    const about = {
      point: point.title,
      pointPath: pointPath(programme.uid, point.slug),
      news: newsOf(moved, point),
      subjectId: change.versionId,
    };
    await this.tellAuthors(manager, moved, about);
    const collided = moved.filter(({ fate }) => fate === 'collided');
    if (collided.length === 0) return;
    for (const garant of await garantsOf(manager, change.pointId))
      if (garant.id !== change.actorId) await this.send(manager, kinds.garant, garant, collided, about);
  }

  /** Takes back what has not left about a version. */
  async cancel(manager: EntityManager, versionId: string): Promise<void> {
    for (const kind of Object.values(kinds)) await this.outbox.cancel(manager, versionId, kind);
  }

  private async tellAuthors(manager: EntityManager, moved: readonly Moved[], about: About): Promise<void> {
    const ids = [...new Set(moved.map(({ suggestion }) => suggestion.authorId))];
    for (const author of await manager.findBy(Account, { id: In(ids) })) {
      const theirs = moved.filter(({ suggestion }) => suggestion.authorId === author.id);
      await this.send(manager, kinds.author, author, theirs, about);
    }
  }

  private async send(
    manager: EntityManager,
    kind: string,
    { email, locale }: Account,
    moved: readonly Moved[],
    { subjectId, ...about }: About,
  ): Promise<void> {
    if (!email) return;
    const items = moved.map(({ suggestion: { number }, fate }) => ({
      number,
      fate,
      path: kind === kinds.garant ? `/garant/navrhy/${number}` : `/navrhy/${number}`,
    }));
    const model = { ...about, items, count: items.length, number: items[0]?.number ?? 0 };
    await this.outbox.queue(manager, {
      to: email,
      locale: locale as Locale,
      kind,
      delay: undoSeconds,
      subjectId: subjectId ?? undefined,
      model,
    });
  }
}

interface About {
  point: string;
  pointPath: string;
  news: 'version' | 'left' | 'back';
  /** Id of the version that brought it about. */
  subjectId: string | null;
}

function newsOf(moved: readonly Moved[], { archivedAt }: Point): About['news'] {
  if (archivedAt !== null) return 'left';
  return moved.some(({ isBack }) => isBack) ? 'back' : 'version';
}
