import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { everyRow, rowsAtOnce } from '../accounts/my-data/every-row.js';
import { type Json, PersonalData, type PersonalPart } from '../accounts/my-data/personal-data.js';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Config } from '../ops/config.js';
import { ContentImport } from './content-import.entity.js';
import { pointPath, versionPath } from './paths.js';
import { Point } from './point.entity.js';
import { PointVersion } from './point-version.entity.js';
import { Programme } from './programme.entity.js';
import { Reading } from './reading.entity.js';

interface Read {
  programmeUid: string;
  slug: string;
  title: string;
  pointId: string;
  versionSeen: number;
  seenAt: string;
}

interface Made {
  id: string;
  programmeUid: string;
  slug: string;
  title: string;
  number: number;
  cause: string;
  note: string | null;
  createdAt: string;
}

/** What somebody read, and which versions and imports they made in an office. */
@Injectable()
export class ProgrammePersonal implements PersonalPart, OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly activityLog: ActivityLog,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.personalData.register('programme', this);
  }

  async export(manager: EntityManager, accountId: string): Promise<{ [name: string]: Json }> {
    const link = (path: string) => this.config.baseUrl + path;
    const readings = await everyRow<Read>((after) => readingsOf(manager, accountId, after));
    const versions = await everyRow<Made>((after) => versionsOf(manager, accountId, after));
    const imports = await manager.find(ContentImport, {
      where: { actorId: accountId },
      order: { id: 'ASC' },
    });
    return {
      readings: readings.map(({ programmeUid, slug, title, versionSeen, seenAt }) => ({
        point: title,
        link: link(pointPath(programmeUid, slug)),
        version: versionSeen,
        at: seenAt,
      })),
      versions: versions.map(({ programmeUid, slug, title, number, cause, note, createdAt }) => ({
        point: title,
        version: number,
        cause,
        note,
        at: createdAt,
        link: link(versionPath(programmeUid, slug, number)),
      })),
      imports: imports.map(({ number, originName, state, createdAt }) => ({
        number,
        from: originName,
        state,
        at: createdAt,
      })),
    };
  }

  /** Versions and imports are acts of an office and stay. Every page is made anew: the name stood on some of them. */
  async erase(manager: EntityManager, accountId: string): Promise<void> {
    await manager.delete(Reading, { accountId });
    // All programmes, also those they never were in: which ones they were in is nobody's business.
    for (const { id } of await manager.find(Programme, { select: { id: true }, order: { id: 'ASC' } }))
      await this.activityLog.record(manager, {
        actorId: null,
        verb: 'programme.somebody-left',
        subjectType: 'programme',
        subjectId: id,
        programmeId: id,
      });
  }
}

function readingsOf(manager: EntityManager, accountId: string, after: Read | null): Promise<Read[]> {
  return manager
    .createQueryBuilder(Reading, 'reading')
    .innerJoin(Point, 'point', 'point.id = reading.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .select('programme.uid', 'programmeUid')
    .addSelect('point.slug', 'slug')
    .addSelect('point.title', 'title')
    .addSelect('reading.pointId', 'pointId')
    .addSelect('reading.versionSeen', 'versionSeen')
    .addSelect('reading.seenAt', 'seenAt')
    .where('reading.accountId = :accountId AND reading.pointId > :after', {
      accountId,
      after: after?.pointId ?? '',
    })
    .orderBy('reading.pointId')
    .limit(rowsAtOnce)
    .getRawMany<Read>();
}

function versionsOf(manager: EntityManager, accountId: string, after: Made | null): Promise<Made[]> {
  return manager
    .createQueryBuilder(PointVersion, 'version')
    .innerJoin(Point, 'point', 'point.id = version.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .select('version.id', 'id')
    .addSelect('programme.uid', 'programmeUid')
    .addSelect('point.slug', 'slug')
    .addSelect('point.title', 'title')
    .addSelect('version.number', 'number')
    .addSelect('version.cause', 'cause')
    .addSelect('version.note', 'note')
    .addSelect('version.createdAt', 'createdAt')
    .where('version.actorId = :accountId AND version.id > :after', { accountId, after: after?.id ?? '' })
    .orderBy('version.id')
    .limit(rowsAtOnce)
    .getRawMany<Made>();
}
