import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { PointVersion } from '../programme/point-version.entity.js';
import type { SectionKind } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { VersionSection } from '../programme/version-section.entity.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { FormerProposal } from './former-proposal.entity.js';
import { Suggestion } from './suggestion.entity.js';
import { SuggestionEvent, type SuggestionEventKind } from './suggestion-event.entity.js';
import type { SuggestionInPlace } from './suggestions.service.js';

/** One step of a suggestion's history. */
export interface StoryEvent {
  kind: SuggestionEventKind;
  at: string;
  /** Null for what followed from a change of the text by itself. */
  actor: string | null;
  /** Citizens' Markdown. */
  statement: string | null;
  /** Number of the version it made, or that brought it about. */
  versionNumber: number | null;
}

/** What was said in a suggestion before its author gave it other words. */
export type FormerWords = SourceWording & Pick<FormerProposal, 'reason'>;

/** All that happened to a suggestion, and the texts it is shown against. */
export interface Story {
  /** Oldest first. */
  events: StoryEvent[];
  /** Oldest first. */
  former: FormerWords[];
  /** The section's wording today; null when the text no longer has it. */
  current: (SourceWording & { kind: SectionKind }) | null;
  /** What a garant made of it, and the text it was made in; null unless it was accepted with changes. */
  adapted: { result: SourceWording; before: SourceWording | null } | null;
}

/** Reads what happened to suggestions. */
@Injectable()
export class SuggestionStories {
  constructor(private readonly database: Database) {}

  /** At most five queries, however much happened. */
  async of({ suggestion, place }: SuggestionInPlace): Promise<Story> {
    const { read } = this.database;
    const [events, former, current, adapted] = await Promise.all([
      this.events(suggestion.id),
      read.find(FormerProposal, { where: { suggestionId: suggestion.id }, order: { number: 'ASC' } }),
      place.revisionId ? read.findOneBy(SectionRevision, { id: place.revisionId }) : null,
      suggestion.state === 'adapted' ? this.adapted(suggestion.id) : null,
    ]);
    return { events, former, current, adapted };
  }

  private events(suggestionId: string): Promise<StoryEvent[]> {
    return this.database.read
      .createQueryBuilder(SuggestionEvent, 'event')
      .leftJoin(Account, 'actor', 'actor.id = event.actorId')
      .leftJoin(PointVersion, 'version', 'version.id = event.versionId')
      .select('event.kind', 'kind')
      .addSelect('event.at', 'at')
      .addSelect('event.statement', 'statement')
      .addSelect('actor.publicName', 'actor')
      .addSelect('version.number', 'versionNumber')
      .where('event.suggestionId = :suggestionId', { suggestionId })
      .orderBy('event.number')
      .getRawMany<StoryEvent>();
  }

  private async adapted(suggestionId: string): Promise<Story['adapted']> {
    const { read } = this.database;
    const [result, before] = await Promise.all([
      read
        .createQueryBuilder(SectionRevision, 'result')
        .innerJoin(Suggestion, 'suggestion', 'suggestion.resultRevisionId = result.id')
        .where('suggestion.id = :suggestionId', { suggestionId })
        .getOne(),
      read
        .createQueryBuilder(SectionRevision, 'wording')
        .innerJoin(VersionSection, 'place', 'place.revisionId = wording.id')
        .innerJoin(PointVersion, 'earlier', 'earlier.id = place.versionId')
        .innerJoin(
          PointVersion,
          'version',
          'version.pointId = earlier.pointId AND version.number = earlier.number + 1',
        )
        .innerJoin(
          Suggestion,
          'suggestion',
          'suggestion.versionId = version.id AND suggestion.sectionId = wording.sectionId',
        )
        .where('suggestion.id = :suggestionId', { suggestionId })
        .getOne(),
    ]);
    return result && { result, before };
  }
}
