import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Database } from '../database/database.js';
import { found } from '../web/refusal.js';
import { Comment } from './comment.entity.js';
import { threadsPerPage } from './comment-address.js';
import type { Subject } from './comment-place.js';
import { readFirstRoots, readNumbered, readReplies, readRoots, type ThreadComment } from './threads.js';

/** A comment with the answers to it. */
export interface Thread extends ThreadComment {
  /** A garant's first, otherwise oldest first. */
  replies: ThreadComment[];
}

/** A page of threads. */
export interface ThreadPage {
  threads: Thread[];
  /** Number after which the next page begins, for `?po=`; null on the last one. */
  next: number | null;
}

/** Reads what people say about sections and suggestions. */
@Injectable()
export class Threads {
  constructor(private readonly database: Database) {}

  /** Threads about something, oldest first, `threadsPerPage` of them after a number. Two queries. */
  async of(subject: Subject, after = 0, manager = this.database.read): Promise<ThreadPage> {
    const roots = await readRoots(manager, subject, after, threadsPerPage + 1);
    const shown = roots.slice(0, threadsPerPage);
    const threads = await withReplies(manager, shown);
    const next = roots.length > threadsPerPage ? (shown.at(-1)?.number ?? null) : null;
    return { threads, next };
  }

  /** Threads that begin among the first `threadsPerPage` comments of each section, by its id. Two queries. */
  async firstOfSections(
    sectionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, Thread[]>> {
    const roots = await readFirstRoots(manager, sectionIds, threadsPerPage);
    const threads = await withReplies(manager, roots);
    const bySection = new Map<string, Thread[]>();
    threads.forEach((thread, place) => {
      const sectionId = roots[place]?.sectionId ?? '';
      bySection.set(sectionId, [...(bySection.get(sectionId) ?? []), thread]);
    });
    return bySection;
  }

  /** How many comments on each suggestion can be read. One query; suggestions without any are left out. */
  async countsOfSuggestions(
    suggestionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, number>> {
    if (suggestionIds.length === 0) return new Map();
    const rows = await manager
      .createQueryBuilder(Comment, 'comment')
      .select('comment.suggestionId', 'id')
      .addSelect('COUNT(*)', 'count')
      .where({ suggestionId: In([...suggestionIds]) })
      .andWhere('comment.hiddenAt IS NULL')
      .groupBy('comment.suggestionId')
      .getRawMany<{ id: string; count: string | number }>();
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  /** A comment by its number. @throws Refusal 404 when there is none. */
  async numbered(subject: Subject, number: number, manager = this.database.read): Promise<ThreadComment> {
    return found(await readNumbered(manager, subject, number));
  }
}

/** Threads of these comments, in their order. One query. */
async function withReplies(manager: EntityManager, roots: readonly ThreadComment[]): Promise<Thread[]> {
  const replies = await readReplies(
    manager,
    roots.map((root) => root.id),
  );
  const threads = new Map<string | null, Thread>(roots.map((root) => [root.id, { ...root, replies: [] }]));
  for (const reply of replies) threads.get(reply.parentId)?.replies.push(reply);
  return [...threads.values()];
}
