import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import type { SectionKind } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import {
  type Stance,
  type Standing,
  Suggestion,
  type SuggestionKind,
  type SuggestionState,
} from './suggestion.entity.js';

/** A suggestion as people read it. */
export interface SuggestionView {
  id: string;
  number: number;
  sectionId: string;
  kind: SuggestionKind;
  state: SuggestionState;
  /** Means something only while it waits. */
  standing: Standing;
  /** Number of its present wording. */
  wordingNumber: number;
  supports: number;
  opposes: number;
  /** What its author says about the garant's changes. */
  stance: Stance | null;
  heading: string | null;
  /** Markdown; empty where the section is to be removed. */
  body: string;
  /** Citizens' Markdown. */
  reason: string;
  author: { id: string; name: string };
  createdAt: string;
  /** The wording its author saw. */
  base: { revisionId: string; number: number; kind: SectionKind; heading: string | null; body: string };
  /** Citizens' Markdown of the garant. */
  statement: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  /** Number of the version it became. */
  versionNumber: number | null;
}

type Row = Omit<SuggestionView, 'author' | 'base'> & {
  authorId: string;
  authorName: string;
  baseId: string;
  baseNumber: number;
  baseKind: SectionKind;
  baseHeading: string | null;
  baseBody: string;
};

/** Suggestions with all that is shown with them; narrow it down and give it to `viewsOf`. */
export function suggestionViews(manager: EntityManager): SelectQueryBuilder<Suggestion> {
  return manager
    .createQueryBuilder(Suggestion, 'suggestion')
    .innerJoin(SectionRevision, 'base', 'base.id = suggestion.baseRevisionId')
    .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
    .leftJoin(Account, 'decider', 'decider.id = suggestion.decidedById')
    .leftJoin(PointVersion, 'version', 'version.id = suggestion.versionId')
    .select([])
    .addSelect('suggestion.id', 'id')
    .addSelect('suggestion.number', 'number')
    .addSelect('suggestion.sectionId', 'sectionId')
    .addSelect('suggestion.kind', 'kind')
    .addSelect('suggestion.state', 'state')
    .addSelect('suggestion.standing', 'standing')
    .addSelect('suggestion.wordingNumber', 'wordingNumber')
    .addSelect('suggestion.supports', 'supports')
    .addSelect('suggestion.opposes', 'opposes')
    .addSelect('suggestion.stance', 'stance')
    .addSelect('suggestion.heading', 'heading')
    .addSelect('suggestion.body', 'body')
    .addSelect('suggestion.reason', 'reason')
    .addSelect('suggestion.createdAt', 'createdAt')
    .addSelect('suggestion.statement', 'statement')
    .addSelect('suggestion.decidedAt', 'decidedAt')
    .addSelect('author.id', 'authorId')
    .addSelect('author.publicName', 'authorName')
    .addSelect('base.id', 'baseId')
    .addSelect('base.number', 'baseNumber')
    .addSelect('base.kind', 'baseKind')
    .addSelect('base.heading', 'baseHeading')
    .addSelect('base.body', 'baseBody')
    .addSelect('decider.publicName', 'decidedBy')
    .addSelect('version.number', 'versionNumber');
}

/** Runs such a query. */
export async function viewsOf(query: SelectQueryBuilder<Suggestion>): Promise<SuggestionView[]> {
  return (await query.getRawMany<Row>()).map(toView);
}

function toView(row: Row): SuggestionView {
  const { authorId, authorName, baseId, baseNumber, baseKind, baseHeading, baseBody, ...rest } = row;
  return {
    ...rest,
    author: { id: authorId, name: authorName },
    base: {
      revisionId: baseId,
      number: baseNumber,
      kind: baseKind,
      heading: baseHeading,
      body: baseBody,
    },
  };
}
