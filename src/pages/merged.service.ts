import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { type Thread, Threads } from '../feedback/threads.service.js';
import { type VoteCounts, Votes } from '../feedback/votes.service.js';
import type { KinSection } from '../programme/history-kin.service.js';
import { Suggestion, type SuggestionState } from '../suggestions/suggestion.entity.js';
import { type AboutComments, Sections } from './sections.service.js';

/** A suggestion as far as a list of links needs it. */
export interface ListedSuggestion {
  sectionId: string;
  number: number;
  state: SuggestionState;
  createdAt: string;
  authorName: string;
}

/** What was said on sections before they became part of another one, each by id of the section. */
export interface MergedFeedback extends AboutComments {
  threads: ReadonlyMap<string, Thread[]>;
  votes: ReadonlyMap<string, VoteCounts>;
  suggestions: ReadonlyMap<string, ListedSuggestion[]>;
}

/** Suggestions that are listed of all merged sections together. */
const suggestionsListed = 200;

/** Reads what was said on sections that became part of another one. */
@Injectable()
export class Merged {
  constructor(
    private readonly database: Database,
    private readonly threads: Threads,
    private readonly votes: Votes,
    private readonly sections: Sections,
  ) {}

  /** The number of queries does not depend on how many sections there are; none for no section. */
  async of(sections: readonly KinSection[]): Promise<MergedFeedback> {
    const ids = sections.map(({ sectionId }) => sectionId);
    if (ids.length === 0)
      return {
        threads: new Map(),
        votes: new Map(),
        suggestions: new Map(),
        reasons: new Map(),
        faded: new Set(),
      };
    const [threads, votes, suggestions] = await Promise.all([
      this.threads.firstOfSections(ids),
      this.votes.countsOfSections(ids),
      this.suggestions(ids),
    ]);
    const about = await this.sections.about([...threads.values()].flat(), sections);
    return { threads, votes, suggestions, ...about };
  }

  private async suggestions(sectionIds: readonly string[]): Promise<Map<string, ListedSuggestion[]>> {
    const rows = await this.database.read
      .createQueryBuilder(Suggestion, 'suggestion')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .select('suggestion.sectionId', 'sectionId')
      .addSelect('suggestion.number', 'number')
      .addSelect('suggestion.state', 'state')
      .addSelect('suggestion.createdAt', 'createdAt')
      .addSelect('author.publicName', 'authorName')
      .where({ sectionId: In([...sectionIds]), state: Not('withdrawn') })
      .orderBy('suggestion.number', 'DESC')
      .limit(suggestionsListed)
      .getRawMany<ListedSuggestion>();
    const listed = new Map<string, ListedSuggestion[]>();
    for (const row of rows) listed.set(row.sectionId, [...(listed.get(row.sectionId) ?? []), row]);
    return listed;
  }
}
