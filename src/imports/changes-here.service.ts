import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion, type VersionCause } from '../programme/point-version.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { VersionSection } from '../programme/version-section.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';

/** A change of one section with the version it made. */
export interface SectionChange {
  sectionId: string;
  cause: VersionCause;
  versionNumber: number;
  slug: string;
  programmeUid: string;
  createdAt: string;
  /** Czech, whatever the reader's language. */
  note: string | null;
  /** Who accepted or edited. */
  actorName: string | null;
  /** The accepted suggestion and whose it is. */
  suggestion: number | null;
  authorName: string | null;
}

/** Finds what was changed here, by acceptances and edits, since files were brought in. */
@Injectable()
export class ChangesHere {
  constructor(private readonly database: Database) {}

  /** Changes since the last import before a time, newest first, by section. Two queries. */
  async before(until: string, sectionIds: readonly string[]): Promise<Map<string, SectionChange[]>> {
    if (sectionIds.length === 0) return new Map();
    const changes = [
      ...(await this.reworded(until, sectionIds)),
      ...(await this.removed(until, sectionIds)),
    ].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    const own = (id: string) => changes.filter(({ sectionId }) => sectionId === id);
    return new Map(sectionIds.map((id) => [id, sinceImport(own(id))]));
  }

  /** Changes that gave the section another wording; imports too. */
  private reworded(until: string, sectionIds: readonly string[]): Promise<SectionChange[]> {
    const first = this.database.read
      .createQueryBuilder()
      .select('MIN(place.versionId)')
      .from(VersionSection, 'place')
      .where('place.revisionId = revision.id');
    return this.changes()
      .innerJoin(SectionRevision, 'revision', `version.id = (${first.getQuery()})`)
      .leftJoin(Suggestion, 'suggestion', 'suggestion.versionId = version.id')
      .leftJoin(Account, 'author', 'author.id = suggestion.authorId')
      .addSelect('revision.sectionId', 'sectionId')
      .where('revision.sectionId IN (:...sectionIds)', { sectionIds })
      .andWhere('version.createdAt <= :until', { until })
      .getRawMany<SectionChange>();
  }

  /** Acceptances that took the section out of the text. */
  private removed(until: string, sectionIds: readonly string[]): Promise<SectionChange[]> {
    return this.changes()
      .innerJoin(Suggestion, 'suggestion', 'suggestion.versionId = version.id')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .addSelect('suggestion.sectionId', 'sectionId')
      .where(`suggestion.kind = 'remove' AND suggestion.sectionId IN (:...sectionIds)`, { sectionIds })
      .andWhere('version.createdAt <= :until', { until })
      .getRawMany<SectionChange>();
  }

  private changes() {
    return this.database.read
      .createQueryBuilder()
      .from(PointVersion, 'version')
      .innerJoin(Point, 'point', 'point.id = version.pointId')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .leftJoin(Account, 'actor', 'actor.id = version.actorId')
      .select([
        'version.cause AS "cause"',
        'version.number AS "versionNumber"',
        'version.createdAt AS "createdAt"',
        'version.note AS "note"',
        'point.slug AS "slug"',
        'programme.uid AS "programmeUid"',
        'actor.publicName AS "actorName"',
        'suggestion.number AS "suggestion"',
        'author.publicName AS "authorName"',
      ]);
  }
}

/**
 * What an import meets, out of all changes of a section, newest first. Imports at the top are passed over: they merged
 * what was changed here with their file, so that it still stands in the text.
 */
export function sinceImport<T extends { cause: VersionCause }>(changes: readonly T[]): T[] {
  const from = changes.findIndex(({ cause }) => cause !== 'import');
  if (from < 0) return [];
  const end = changes.findIndex(({ cause }, i) => i > from && cause === 'import');
  return changes.slice(from, end < 0 ? undefined : end);
}
