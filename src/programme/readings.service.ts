import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { assertSignedIn, type SignedIn } from '../accounts/signed-in.js';
import { Database } from '../database/database.js';
import { Point } from './point.entity.js';
import { Reading } from './reading.entity.js';
import { afterReading, afterSeeing, comparedWith } from './readings.js';

/** That somebody saw a version of a point. */
export interface SeenVersion {
  viewer: SignedIn;
  pointId: string;
  versionNumber: number;
  at: string;
  /** Whether they said that they have read it all, so that nothing counts as changed any more. */
  read?: boolean;
}

/** A point with another text than its reader knows. */
export interface ChangedPoint {
  slug: string;
  title: string;
}

/**
 * What signed-in people have read; nobody else learns of it, so it leaves no entry in the activity log. Whoever shows
 * it must therefore read it with each request.
 */
@Injectable()
export class Readings {
  constructor(private readonly database: Database) {}

  /** Remembers that a version was seen. @throws Refusal 403 for who was closed or signed out meanwhile. */
  async mark(
    manager: EntityManager,
    { viewer, pointId, versionNumber, at, read }: SeenVersion,
  ): Promise<void> {
    await assertSignedIn(manager, viewer);
    const { accountId } = viewer;
    const known = await manager.findOneBy(Reading, { accountId, pointId });
    const seen = read ? afterReading(versionNumber, at) : afterSeeing(known, versionNumber, at);
    if (known) await manager.update(Reading, { accountId, pointId }, seen);
    else await manager.insert(Reading, { accountId, pointId, ...seen });
  }

  /** Null for a point that this person has not read yet. */
  of(accountId: string, pointId: string): Promise<Reading | null> {
    return this.database.read.findOneBy(Reading, { accountId, pointId });
  }

  /** Points of a programme that have changed since this person last read them, in its order. One query. */
  async changedPoints(accountId: string, programmeId: string, at: string): Promise<ChangedPoint[]> {
    const rows = await this.database.read
      .createQueryBuilder(Reading, 'reading')
      .innerJoin(Point, 'point', 'point.id = reading.pointId')
      .select('reading.versionBefore', 'versionBefore')
      .addSelect('reading.versionSeen', 'versionSeen')
      .addSelect('reading.seenAt', 'seenAt')
      .addSelect('point.versionNumber', 'newest')
      .addSelect('point.slug', 'slug')
      .addSelect('point.title', 'title')
      .where({ accountId })
      .andWhere('point.programmeId = :programmeId', { programmeId })
      .andWhere('point.archivedAt IS NULL')
      .orderBy('point.position')
      .addOrderBy('point.path')
      .getRawMany<Reading & ChangedPoint & { newest: number }>();
    return rows
      .filter((row) => comparedWith(row, at) < row.newest)
      .map(({ slug, title }) => ({ slug, title }));
  }
}
