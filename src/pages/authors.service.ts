import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import type { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { type Stance, Suggestion } from '../suggestions/suggestion.entity.js';

/** A suggestion that became a version, alone or with others. */
export interface SuggestedVersion {
  number: number;
  authorName: string;
  /** Its author keeps their distance from what the garant made of it. */
  distanced: boolean;
}

/** Tells whose words the text is. */
@Injectable()
export class Authors {
  constructor(private readonly database: Database) {}

  /** The suggestions that became the newest version that came of any; none while nobody's was accepted. */
  async lastCredit(point: Point): Promise<readonly SuggestedVersion[]> {
    const newest = await this.database.read
      .createQueryBuilder(PointVersion, 'version')
      .innerJoin(Suggestion, 'suggestion', 'suggestion.versionId = version.id')
      .select('version.id', 'id')
      .where({ pointId: point.id, cause: 'acceptance' })
      .orderBy('version.number', 'DESC')
      .limit(1)
      .getRawOne<{ id: string }>();
    if (!newest) return [];
    return (await this.suggestionsOf([newest])).get(newest.id) ?? [];
  }

  /** The suggestions that became these versions, by id of the version. One query. */
  async suggestionsOf(
    versions: readonly { id: string }[],
  ): Promise<Map<string, readonly SuggestedVersion[]>> {
    const rows = await this.database.read
      .createQueryBuilder(Suggestion, 'suggestion')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .select('suggestion.versionId', 'versionId')
      .addSelect('suggestion.number', 'number')
      .addSelect('suggestion.stance', 'stance')
      .addSelect('author.publicName', 'authorName')
      .where({ versionId: In(versions.map(({ id }) => id)) })
      .orderBy('suggestion.number')
      .getRawMany<{ versionId: string; number: number; stance: Stance | null; authorName: string }>();
    const suggestions = new Map<string, SuggestedVersion[]>();
    for (const { versionId, stance, ...suggestion } of rows) {
      const one = { ...suggestion, distanced: stance === 'distances' };
      suggestions.set(versionId, [...(suggestions.get(versionId) ?? []), one]);
    }
    return suggestions;
  }
}
