import type { EntityManager } from 'typeorm';
import { rowsAtOnce } from '../accounts/my-data/every-row.js';
import { Vote } from '../feedback/vote.entity.js';
import { Point } from '../programme/point.entity.js';
import { Section } from '../programme/section.entity.js';
import { FormerProposal } from './former-proposal.entity.js';
import { Suggestion } from './suggestion.entity.js';
import { SuggestionEvent } from './suggestion-event.entity.js';

/** A suggestion as its author gets it back. */
export interface OwnSuggestion {
  id: string;
  number: number;
  point: string;
  section: number;
  kind: string;
  heading: string | null;
  text: string;
  reason: string;
  state: string;
  at: string;
  decidedAt: string | null;
  statement: string | null;
  stance: string | null;
  creditAgreedAt: string | null;
}

/** Support of another's suggestion, or opposition to it. */
export interface OwnVoice {
  id: string;
  suggestion: number;
  value: string;
  wordingNumber: number | null;
  createdAt: string;
  at: string;
}

/** What a suggestion said before; its author reads when it was replaced. */
export interface FormerWords {
  [name: string]: string | null;
  heading: string | null;
  text: string;
  reason: string;
  replacedAt: string;
}

/** A step in the history of a suggestion. */
export type OwnStep = { what: string; at: string; byMe: boolean; statement: string | null };

/** Suggestions of an account after a given one, in the order in which they were made. */
export function ownSuggestions(
  manager: EntityManager,
  accountId: string,
  after: OwnSuggestion | null,
): Promise<OwnSuggestion[]> {
  return manager
    .createQueryBuilder(Suggestion, 'suggestion')
    .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .select([
      'suggestion.id AS "id"',
      'suggestion.number AS "number"',
      'point.title AS "point"',
      'section.number AS "section"',
      'suggestion.kind AS "kind"',
      'suggestion.heading AS "heading"',
      'suggestion.body AS "text"',
      'suggestion.reason AS "reason"',
      'suggestion.state AS "state"',
      'suggestion.createdAt AS "at"',
      'suggestion.decidedAt AS "decidedAt"',
      'suggestion.statement AS "statement"',
      'suggestion.stance AS "stance"',
      'suggestion.creditAgreedAt AS "creditAgreedAt"',
    ])
    .where('suggestion.authorId = :accountId AND suggestion.id > :after', {
      accountId,
      after: after?.id ?? '',
    })
    .orderBy('suggestion.id')
    .limit(rowsAtOnce)
    .getRawMany<OwnSuggestion>();
}

/** Voices of an account after a given one. */
export function ownVoices(
  manager: EntityManager,
  accountId: string,
  after: OwnVoice | null,
): Promise<OwnVoice[]> {
  return manager
    .createQueryBuilder(Vote, 'vote')
    .innerJoin(Suggestion, 'suggestion', 'suggestion.id = vote.suggestionId')
    .select([
      'vote.id AS "id"',
      'suggestion.number AS "suggestion"',
      'vote.value AS "value"',
      'vote.wordingNumber AS "wordingNumber"',
      'vote.createdAt AS "createdAt"',
      'vote.changedAt AS "at"',
    ])
    .where('vote.accountId = :accountId AND vote.id > :after', { accountId, after: after?.id ?? '' })
    .orderBy('vote.id')
    .limit(rowsAtOnce)
    .getRawMany<OwnVoice>();
}

/** Earlier words of the suggestions of an account, by id of the suggestion. One query. */
export async function formerWordsOf(
  manager: EntityManager,
  accountId: string,
): Promise<Map<string, FormerWords[]>> {
  const rows = await manager
    .createQueryBuilder(FormerProposal, 'former')
    .innerJoin(Suggestion, 'suggestion', 'suggestion.id = former.suggestionId')
    .select([
      'former.suggestionId AS "suggestionId"',
      'former.heading AS "heading"',
      'former.body AS "text"',
      'former.reason AS "reason"',
      'former.replacedAt AS "replacedAt"',
    ])
    .where('suggestion.authorId = :accountId', { accountId })
    .orderBy('former.suggestionId')
    .addOrderBy('former.number')
    .getRawMany<FormerWords & { suggestionId: string }>();
  const words = new Map<string, FormerWords[]>();
  for (const { suggestionId, heading, text, reason, replacedAt } of rows)
    words.set(suggestionId, [...(words.get(suggestionId) ?? []), { heading, text, reason, replacedAt }]);
  return words;
}

/** The histories of the suggestions of an account, by id of the suggestion. One query. */
export async function stepsOf(manager: EntityManager, accountId: string): Promise<Map<string, OwnStep[]>> {
  const rows = await manager
    .createQueryBuilder(SuggestionEvent, 'step')
    .innerJoin(Suggestion, 'suggestion', 'suggestion.id = step.suggestionId')
    .select([
      'step.suggestionId AS "suggestionId"',
      'step.kind AS "what"',
      'step.at AS "at"',
      'step.actorId AS "actorId"',
      'step.statement AS "statement"',
    ])
    .where('suggestion.authorId = :accountId', { accountId })
    .orderBy('step.suggestionId')
    .addOrderBy('step.number')
    .getRawMany<Omit<OwnStep, 'byMe'> & { suggestionId: string; actorId: string | null }>();
  const steps = new Map<string, OwnStep[]>();
  for (const { suggestionId, actorId, what, at, statement } of rows) {
    const step = { what, at, byMe: actorId === accountId, statement };
    steps.set(suggestionId, [...(steps.get(suggestionId) ?? []), step]);
  }
  return steps;
}
