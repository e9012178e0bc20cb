import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { type ThreadPage, Threads } from '../feedback/threads.service.js';
import { Decisions, type HiddenReason } from '../moderation/decisions.service.js';
import { takesFeedback } from '../programme/consultation.js';
import { Points } from '../programme/points.service.js';
import { SuggestionEvent } from '../suggestions/suggestion-event.entity.js';
import type { SuggestionInPlace } from '../suggestions/suggestions.service.js';
import { VoiceParts } from '../suggestions/voice-parts.service.js';
import { translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import { Pictures } from './pictures.service.js';
import { threadModel } from './thread.page.js';
import { Unchanged } from './unchanged.js';

interface ReadThread {
  page: ThreadPage;
  reasons: ReadonlyMap<string, HiddenReason>;
  /** When its author last wrote other words; null if never. */
  rewordedAt: string | null;
}

/** Shows what people say about a suggestion on its page. */
@Injectable()
export class SuggestionThread implements OnModuleInit {
  private readonly remembered: Unchanged<ReadThread>;

  constructor(
    private readonly database: Database,
    stamps: Stamps,
    private readonly parts: VoiceParts,
    private readonly points: Points,
    private readonly threads: Threads,
    private readonly decisions: Decisions,
    private readonly pictures: Pictures,
    private readonly renderer: Renderer,
  ) {
    this.remembered = new Unchanged({ database, stamps }, (key) => this.read(key));
  }

  onModuleInit(): void {
    this.parts.showThreadsBy((reader, about, after) => this.show(reader, about, after));
  }

  private async show(reader: Reader, about: SuggestionInPlace, after: number): Promise<string> {
    const { suggestion, place } = about;
    const { locale } = reader;
    const [thread, context] = await Promise.all([
      this.remembered.get(`${suggestion.id} ${after} ${suggestion.wordingNumber}`),
      this.points.find(place.programmeUid, place.pointSlug),
    ]);
    const { page, reasons, rewordedAt } = thread;
    const open = place.pointArchivedAt === null && takesFeedback(place, now());
    const href = localPath(locale, `/navrhy/${suggestion.number}`);
    const model = threadModel({
      page,
      reasons,
      after,
      href,
      revisionId: null,
      older: ({ createdAt }) =>
        rewordedAt !== null && createdAt < rewordedAt ? { href: `${href}#historie`, faded: false } : null,
      empty: translate(locale, `suggestions.thread.${open ? 'empty' : 'emptyClosed'}`),
      open,
      garants: context?.garants ?? [],
      reader: reader.viewer ?? null,
      pictures: this.pictures,
      locale,
    });
    return this.renderer.part(reader, 'components/thread', model);
  }

  private async read(key: string): Promise<ReadThread> {
    const [suggestionId = '', after = '0', wordingNumber] = key.split(' ');
    const [page, rewordedAt] = await Promise.all([
      this.threads.of({ suggestionId }, Number(after)),
      wordingNumber === '1' ? null : this.rewordedAt(suggestionId),
    ]);
    const comments = page.threads.flatMap((thread) => [thread, ...thread.replies]);
    const hidden = comments.filter((comment) => comment.hidden).map(({ id }) => id);
    return { page, reasons: await this.decisions.ofComments(hidden), rewordedAt };
  }

  private async rewordedAt(suggestionId: string): Promise<string | null> {
    const [last] = await this.database.read.find(SuggestionEvent, {
      where: { suggestionId, kind: In(['edited', 'reworded']) },
      order: { number: 'DESC' },
      take: 1,
    });
    return last?.at ?? null;
  }
}
