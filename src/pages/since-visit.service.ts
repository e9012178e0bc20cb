import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { type AlignedSection, alignVersions, changedFields } from '../programme/history.js';
import type { Point } from '../programme/point.entity.js';
import type { Reading } from '../programme/reading.entity.js';
import { comparedWith } from '../programme/readings.js';
import { Readings } from '../programme/readings.service.js';
import { type VersionPlaceRead, VersionsReader } from '../programme/versions-reader.service.js';
import type { Viewer } from '../web/viewer.js';
import { Unchanged } from './unchanged.js';

/** What has changed in a point since somebody read it; corrections of typography do not count. */
export interface ChangesSince {
  /** The version they know. */
  version: number;
  newest: number;
  sections: AlignedSection<VersionPlaceRead>[];
  /** Whether its title or introduction has changed. */
  introChanged: boolean;
}

/** Finds what has changed since a signed-in person read a point. */
@Injectable()
export class SinceVisit {
  /** Two versions never change. */
  private readonly known = new LRUCache<string, ChangesSince>({ max: 500 });

  private readonly remembered: Unchanged<Reading | null>;

  constructor(
    private readonly database: Database,
    stamps: Stamps,
    private readonly readings: Readings,
    private readonly versions: VersionsReader,
  ) {
    this.remembered = new Unchanged({ database, stamps }, (key) => {
      const [accountId = '', pointId = ''] = key.split(' ');
      return readings.of(accountId, pointId);
    });
  }

  /** Null for a visitor, for a point not read yet, and while nothing has changed. At most three queries. */
  async of(viewer: Viewer | null | undefined, point: Point): Promise<ChangesSince | null> {
    if (!viewer) return null;
    const reading = await this.reading(viewer.accountId, point.id);
    const version = reading ? comparedWith(reading, now()) : point.versionNumber;
    if (version >= point.versionNumber) return null;
    const changes = await this.between(point, version);
    return changes.sections.length > 0 || changes.introChanged ? changes : null;
  }

  /** Reading leaves no entry in the log, so it is remembered only where the engine itself tells of every commit. */
  private reading(accountId: string, pointId: string): Promise<Reading | null> {
    if (this.database.changeMark() === null) return this.readings.of(accountId, pointId);
    return this.remembered.get(`${accountId} ${pointId}`);
  }

  private async between(point: Point, version: number): Promise<ChangesSince> {
    const newest = point.versionNumber;
    const key = `${point.id} ${version} ${newest}`;
    const known = this.known.get(key);
    if (known) return known;
    const [places, entries] = await Promise.all([
      this.versions.places(point.id, [version, newest]),
      this.versions.some(point.id, [version, newest]),
    ]);
    const aligned = alignVersions(places.get(version) ?? [], places.get(newest) ?? []);
    const fields = changedFields(entries.get(version)?.fields ?? null, entries.get(newest)?.fields ?? null);
    const changes = {
      version,
      newest,
      sections: aligned.filter(({ change }) => change !== 'same' && change !== 'minor'),
      introChanged: fields.length > 0,
    };
    this.known.set(key, changes);
    return changes;
  }
}
