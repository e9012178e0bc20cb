import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.js';
import { inSlices } from '../programme/content/slices.js';
import type { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { VersionSection } from '../programme/version-section.entity.js';
import { type Passage, passagesOf } from '../programme/wording/blame.js';
import type { SourceWording } from '../programme/wording/wording.js';
import {
  type AcceptedSuggestion,
  type Origin,
  type SectionOrigin,
  type TextHistory,
  Tracer,
  type WordingStep,
} from './authorship.js';
import { acceptedStates, Suggestion } from './suggestion.entity.js';

/** Whose words a text is. */
export interface Authorship {
  /** Passages of the wordings asked for, in their order. */
  passages: Passage<Origin>[][];
  /** Everything accepted on the point, newest first, also what the text no longer has a word of. */
  suggestions: AcceptedSuggestion[];
  /** Whether the history is longer than what was followed. */
  isCut: boolean;
}

/** Changes of sections that are followed, newest first. */
export const stepsFollowed = 1_000;

/** Tells which version and which suggestion brought each word of a point's text. */
@Injectable()
export class AuthorshipReader {
  constructor(private readonly database: Database) {}

  /** Traces the words of a point's present wordings. Four queries, however long the history is. */
  async of(point: Pick<Point, 'id'>, revisionIds: readonly string[]): Promise<Authorship> {
    const [steps, texts, suggestions, sections] = await Promise.all([
      this.steps(point.id),
      this.texts(point.id),
      this.suggestions(point.id),
      this.sections(point.id),
    ]);
    const isCut = steps.length > stepsFollowed;
    const inOrder = steps.slice(0, stepsFollowed).reverse();
    const tracer = await inSlices(followed({ steps: inOrder, texts, suggestions, sections }));
    const passages = revisionIds.map((id) => passagesOf(tracer.textOf(id)));
    return { passages, suggestions: [...suggestions].reverse(), isCut };
  }

  /** Where the wording of one of the point's sections is another than in the version before, newest first. */
  private steps(pointId: string): Promise<WordingStep[]> {
    return this.database.read
      .createQueryBuilder()
      .select('step.*')
      .from(
        (places) =>
          places
            .select('revision.sectionId', 'sectionId')
            .addSelect('revision.id', 'revisionId')
            .addSelect(
              `LAG(revision.id) OVER (PARTITION BY revision.sectionId ORDER BY ${inTime})`,
              'beforeId',
            )
            .addSelect('version.id', 'versionId')
            .addSelect('version.number', 'versionNumber')
            .addSelect('version.pointId', 'pointId')
            .addSelect('version.cause', 'cause')
            .addSelect('version.createdAt', 'at')
            .from(VersionSection, 'place')
            .innerJoin(PointVersion, 'version', 'version.id = place.versionId')
            .innerJoin(SectionRevision, 'revision', 'revision.id = place.revisionId')
            .innerJoin(Section, 'section', 'section.id = revision.sectionId')
            .where('section.pointId = :pointId', { pointId }),
        'step',
      )
      .where('step."beforeId" IS NULL OR step."beforeId" <> step."revisionId"')
      .orderBy('step."at"', 'DESC')
      .addOrderBy('step."versionNumber"', 'DESC')
      .addOrderBy('step."revisionId"', 'DESC')
      .limit(stepsFollowed + 1)
      .getRawMany<WordingStep>();
  }

  private async texts(pointId: string): Promise<Map<string, SourceWording>> {
    const rows = await this.database.read
      .createQueryBuilder(SectionRevision, 'revision')
      .innerJoin(Section, 'section', 'section.id = revision.sectionId')
      .select('revision.id', 'id')
      .addSelect('revision.heading', 'heading')
      .addSelect('revision.body', 'body')
      .where('section.pointId = :pointId', { pointId })
      .orderBy('revision.createdAt', 'DESC')
      .addOrderBy('revision.id', 'DESC')
      .limit(2 * stepsFollowed)
      .getRawMany<SourceWording & { id: string }>();
    return new Map(rows.map(({ id, heading, body }) => [id, { heading, body }]));
  }

  private async suggestions(pointId: string): Promise<AcceptedSuggestion[]> {
    const rows = await this.database.read
      .createQueryBuilder(Suggestion, 'suggestion')
      .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
      .innerJoin(PointVersion, 'version', 'version.id = suggestion.versionId')
      .innerJoin(Account, 'author', 'author.id = suggestion.authorId')
      .select('suggestion.number', 'number')
      .addSelect('suggestion.kind', 'kind')
      .addSelect('suggestion.state', 'state')
      .addSelect('suggestion.sectionId', 'sectionId')
      .addSelect('suggestion.heading', 'heading')
      .addSelect('suggestion.body', 'body')
      .addSelect('suggestion.baseRevisionId', 'baseRevisionId')
      .addSelect('suggestion.resultRevisionId', 'resultRevisionId')
      .addSelect('suggestion.versionId', 'versionId')
      .addSelect('suggestion.stance', 'stance')
      .addSelect('version.number', 'versionNumber')
      .addSelect('author.publicName', 'authorName')
      .where('section.pointId = :pointId', { pointId })
      .andWhere('suggestion.state IN (:...acceptedStates)', { acceptedStates })
      .orderBy('suggestion.decidedAt')
      .addOrderBy('suggestion.number')
      .getRawMany<Omit<AcceptedSuggestion, 'adapted'> & { state: string }>();
    return rows.map(({ state, ...suggestion }) => ({ ...suggestion, adapted: state === 'adapted' }));
  }

  private sections(pointId: string): Promise<SectionOrigin[]> {
    return this.database.read
      .createQueryBuilder(Section, 'section')
      .select('section.id', 'sectionId')
      .addSelect('section.splitFromId', 'splitFromId')
      .addSelect('section.mergedIntoId', 'mergedIntoId')
      .addSelect('section.archivedAt', 'archivedAt')
      .where({ pointId })
      .orderBy('section.number')
      .getRawMany<SectionOrigin>();
  }
}

const inTime = 'version.createdAt, version.number';

/** Takes all steps, one at a time. */
function* followed(history: TextHistory): Generator<void, Tracer> {
  const tracer = new Tracer(history);
  for (const step of history.steps) {
    tracer.follow(step);
    yield;
  }
  return tracer;
}
