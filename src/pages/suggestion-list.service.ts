import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { Threads } from '../feedback/threads.service.js';
import {
  acceptedStates,
  type Suggestion,
  type SuggestionState,
  waitingStates,
} from '../suggestions/suggestion.entity.js';
import { type SuggestionView, suggestionViews, viewsOf } from '../suggestions/suggestion-reads.js';
import { Sections } from './sections.service.js';
import { Unchanged } from './unchanged.js';

/** Ways to order the suggestions of a section. */
export type ListOrder = 'support' | 'newest' | 'oldest';

/** Which suggestions of a section. */
export type ListFilter = 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'overtaken' | 'all';

/** States of a filter. */
export const statesOf: Record<ListFilter, readonly SuggestionState[]> = {
  waiting: waitingStates,
  accepted: acceptedStates,
  declined: ['declined'],
  withdrawn: ['withdrawn'],
  overtaken: ['overtaken'],
  all: [...waitingStates, ...acceptedStates, 'declined', 'withdrawn', 'overtaken'],
};

/** A place in a list: the last suggestion before it. */
export interface ListKey {
  supports: number;
  number: number;
}

/** A part of the suggestions of a section. */
export interface ListPart {
  order: ListOrder;
  filter: ListFilter;
  /** Null for the beginning. */
  after: ListKey | null;
  size: number;
}

/** Suggestions with what is shown with them. */
export interface SuggestionList {
  suggestions: SuggestionView[];
  /** How much each is talked about, by id; those that are not are left out. */
  comments: ReadonlyMap<string, number>;
  /** Words they were written on, by id of the wording, as in `SectionText.runId`. */
  runs: ReadonlyMap<string, string>;
  /** Where the next part begins; null on the last one. */
  next: ListKey | null;
}

/** Suggestions on a page of their list. */
export const listedPerPage = 20;

/** Lists the suggestions of sections, remembered until something changes. */
@Injectable()
export class SuggestionLists {
  private readonly remembered: Unchanged<SuggestionList>;

  constructor(
    private readonly database: Database,
    stamps: Stamps,
    private readonly threads: Threads,
    private readonly sections: Sections,
  ) {
    this.remembered = new Unchanged({ database, stamps }, (key) => {
      const [sectionId, part] = JSON.parse(key) as [string, ListPart];
      return this.read(sectionId, part);
    });
  }

  /** A part of a section's suggestions. Three queries. */
  of(sectionId: string, part: ListPart): Promise<SuggestionList> {
    return this.remembered.get(JSON.stringify([sectionId, part]));
  }

  private async read(sectionId: string, part: ListPart): Promise<SuggestionList> {
    const query = suggestionViews(this.database.read)
      .where('suggestion.sectionId = :sectionId', { sectionId })
      .andWhere('suggestion.state IN (:...states)', { states: statesOf[part.filter] })
      .limit(part.size + 1);
    const rows = await viewsOf(inOrder(query, part));
    const suggestions = rows.slice(0, part.size);
    const [comments, runs] = await Promise.all([
      this.threads.countsOfSuggestions(suggestions.map(({ id }) => id)),
      this.sections.runsOf(suggestions.map(({ base }) => base.revisionId)),
    ]);
    const last = rows.length > part.size ? suggestions.at(-1) : undefined;
    const next = last ? { supports: last.supports, number: last.number } : null;
    return { suggestions, comments, runs, next };
  }
}

/** With the same support, what came first stands first. */
function inOrder(
  query: SelectQueryBuilder<Suggestion>,
  { order, after }: ListPart,
): SelectQueryBuilder<Suggestion> {
  if (order === 'support') {
    if (after)
      query.andWhere(
        '(suggestion.supports < :supports OR (suggestion.supports = :supports AND suggestion.number > :number))',
        after,
      );
    return query.orderBy('suggestion.supports', 'DESC').addOrderBy('suggestion.number');
  }
  const isNewest = order === 'newest';
  if (after) query.andWhere(`suggestion.number ${isNewest ? '<' : '>'} :number`, { number: after.number });
  return query.orderBy('suggestion.number', isNewest ? 'DESC' : 'ASC');
}
