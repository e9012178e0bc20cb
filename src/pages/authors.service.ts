import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import type { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { VersionSection } from '../programme/version-section.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';

/** Who brought the newest accepted change of a point about. */
export interface Credit {
  authorName: string;
  suggestionNumber: number;
  versionNumber: number;
}

/** One wording of a section, with the version that brought it. */
export interface WordingOrigin {
  number: number;
  at: string;
  /** Null when nobody suggested it. */
  authorName: string | null;
  suggestionNumber: number | null;
}

/** Tells whose words the text is. */
@Injectable()
export class Authors {
  constructor(private readonly database: Database) {}

  /** Null while nobody's suggestion was accepted. */
  async lastCredit(point: Point): Promise<Credit | null> {
    const credit = await this.database.read
      .createQueryBuilder(PointVersion, 'version')
      .innerJoin(Account, 'author', 'author.id = version.authorId')
      .innerJoin(Suggestion, 'suggestion', 'suggestion.versionId = version.id')
      .select('author.publicName', 'authorName')
      .addSelect('suggestion.number', 'suggestionNumber')
      .addSelect('version.number', 'versionNumber')
      .where({ pointId: point.id, cause: 'acceptance' })
      .orderBy('version.number', 'DESC')
      .limit(1)
      .getRawOne<Credit>();
    return credit ?? null;
  }

  /** All wordings of a section, newest first; each with who suggested it, as its first version says. */
  async wordings(sectionId: string): Promise<WordingOrigin[]> {
    const rows = await this.database.read
      .createQueryBuilder(SectionRevision, 'revision')
      .leftJoin(VersionSection, 'place', 'place.revisionId = revision.id')
      .leftJoin(PointVersion, 'version', 'version.id = place.versionId')
      .leftJoin(Account, 'author', 'author.id = version.authorId')
      .leftJoin(Suggestion, 'suggestion', 'suggestion.versionId = version.id')
      .select('revision.number', 'number')
      .addSelect('revision.createdAt', 'at')
      .addSelect('version.number', 'version')
      .addSelect('author.publicName', 'authorName')
      .addSelect('suggestion.number', 'suggestionNumber')
      .where({ sectionId })
      .orderBy('revision.number', 'DESC')
      .addOrderBy('version.number', 'ASC')
      .getRawMany<WordingOrigin>();
    // A wording stands in many versions; the first of them is the one that brought it.
    return rows.filter((row, index) => rows[index - 1]?.number !== row.number);
  }
}
