import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { inSlices } from '../programme/content/slices.js';
import type { SectionText } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import type { SourceWording } from '../programme/wording/wording.js';
import type { Contender } from './board.js';
import { type Standing, Suggestion, waitingStates } from './suggestion.entity.js';
import { tryAgain } from './try-again.js';

/** A waiting suggestion on a section, as far as choosing among several needs it. */
export interface WaitingSuggestion extends Contender {
  author: string;
  supports: number;
  opposes: number;
  /** Citizens' Markdown. */
  reason: string;
  standing: Standing;
  /** The wording its author saw. */
  base: SourceWording;
}

/** Waiting suggestions of a section, those with the most support first. */
export interface Contenders {
  /** They can become the text as it is today. */
  fitting: WaitingSuggestion[];
  /** They clash with today's text itself; `proposal` is their author's own word. */
  colliding: WaitingSuggestion[];
  /** How many more there are than were read. */
  left: number;
}

/** As many are weighed against each other; comparing more would take longer than anybody reads. */
export const mostContenders = 50;

/** Reads what waits on a section, tried on a wording of it. */
@Injectable()
export class ContendersReads {
  constructor(private readonly database: Database) {}

  /** Three queries. */
  async on(section: Pick<SectionText, 'sectionId' | 'heading' | 'body'>): Promise<Contenders> {
    const { read } = this.database;
    const [rows, total] = await read.findAndCount(Suggestion, {
      where: { sectionId: section.sectionId, state: In([...waitingStates]) },
      order: { supports: 'DESC', number: 'ASC' },
      take: mostContenders,
    });
    const [bases, authors] = await Promise.all([
      read.findBy(SectionRevision, { id: In(rows.map(({ baseRevisionId }) => baseRevisionId)) }),
      read.find(Account, {
        select: { id: true, publicName: true },
        where: { id: In(rows.map(({ authorId }) => authorId)) },
      }),
    ]);
    const all = await inSlices(tried(rows, { bases, authors }, section));
    return {
      fitting: all.filter(({ standing }) => standing !== 'collides'),
      colliding: all.filter(({ standing }) => standing === 'collides'),
      left: total - rows.length,
    };
  }
}

/** Tries each on the wording; yields after each, since hostile texts take long and others want a turn. */
export function* tried(
  rows: readonly Suggestion[],
  { bases, authors }: { bases: readonly SectionRevision[]; authors: readonly Account[] },
  wording: SourceWording,
): Generator<void, WaitingSuggestion[]> {
  const waiting: WaitingSuggestion[] = [];
  for (const row of rows) {
    const base = bases.find(({ id }) => id === row.baseRevisionId);
    const author = authors.find(({ id }) => id === row.authorId)?.publicName ?? '';
    const attempt = base && tryAgain(row, base, wording);
    const { number, supports, opposes, reason } = row;
    if (base && attempt && 'standing' in attempt)
      waiting.push({ number, author, supports, opposes, reason, base, ...attempt });
    yield;
  }
  return waiting;
}
