import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import type { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';

/** Who brought the newest accepted change of a point about. */
export interface Credit {
  authorName: string;
  suggestionNumber: number;
  versionNumber: number;
}

/** The suggestion that became a version. */
export interface SuggestedVersion {
  number: number;
  authorName: string;
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

  /** The suggestions that became these versions, by id of the version. One query. */
  async suggestionsOf(versions: readonly { id: string }[]): Promise<Map<string, SuggestedVersion>> {
    const rows = await this.database.read
      .createQueryBuilder(Suggestion, 'suggestion')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .select('suggestion.versionId', 'versionId')
      .addSelect('suggestion.number', 'number')
      .addSelect('author.publicName', 'authorName')
      .where({ versionId: In(versions.map(({ id }) => id)) })
      .getRawMany<SuggestedVersion & { versionId: string }>();
    return new Map(rows.map(({ versionId, ...suggestion }) => [versionId, suggestion]));
  }
}
