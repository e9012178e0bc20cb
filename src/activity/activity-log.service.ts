import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import { insertRow, prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { Activity } from './activity.entity.js';
import { chainHash, firstHash, followsFrom } from './chain.js';
import type { Verb } from './verbs.js';

/** Something to be recorded; ids only, no names and no texts. */
export interface ActivityEntry {
  /** Null for the system, and for votes. */
  actorId: string | null;
  verb: Verb;
  subjectType: string;
  subjectId: string;
  programmeId?: string | null;
  pointId?: string | null;
  data?: Record<string, string | number | boolean | null>;
}

/** What `log verify` says. */
export interface ChainReport {
  entries: number;
  /** Number of the first entry that is missing, changed or out of order; null when the chain is whole. */
  firstBroken: number | null;
}

const lastEntry = prepared<Record<string, never>, { number: number; hash: string }>((manager) =>
  manager
    .createQueryBuilder()
    .select(['entry.number AS "number"', 'entry.hash AS "hash"'])
    .from(Activity, 'entry')
    .orderBy('entry.number', 'DESC')
    .limit(1),
);

/** The append-only record of what happened. */
@Injectable()
export class ActivityLog {
  /** Appends an entry in the write that makes the change it tells of. */
  async record(manager: EntityManager, entry: ActivityEntry): Promise<void> {
    const [last] = await lastEntry(manager, {});
    const previousHash = last?.hash ?? firstHash;
    const fields = {
      number: (last?.number ?? 0) + 1,
      at: now(),
      actorId: entry.actorId,
      verb: entry.verb,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId,
      programmeId: entry.programmeId ?? null,
      pointId: entry.pointId ?? null,
      data: JSON.stringify(entry.data ?? {}),
    };
    await insertRow(manager, Activity, { ...fields, previousHash, hash: chainHash(previousHash, fields) });
  }

  /** Walks the whole chain, a thousand entries at a time. */
  async verify(manager: EntityManager): Promise<ChainReport> {
    let previous = { number: 0, hash: firstHash };
    for (;;) {
      const page = await manager.find(Activity, {
        where: { number: MoreThan(previous.number) },
        order: { number: 'ASC' },
        take: 1000,
      });
      if (page.length === 0) return { entries: previous.number, firstBroken: null };
      for (const entry of page) {
        if (!followsFrom(previous, entry))
          return { entries: previous.number, firstBroken: previous.number + 1 };
        previous = entry;
      }
    }
  }
}
