import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { VersionSection } from '../programme/version-section.entity.js';
import { mayVote } from './feedback.rules.js';
import { type LiveSection, liveSection, wordingRead } from './section-place.js';
import { Vote } from './vote.entity.js';

/** What one may think of a section. */
export type SectionVote = 'agree' | 'undecided' | 'disagree';

/** Votes on a section: on its current words, whatever their typography, and how many stand with earlier ones. */
export interface SectionTally {
  agree: number;
  undecided: number;
  disagree: number;
  older: number;
}

/** One's own vote and the wording it is on. */
export interface OwnVote {
  value: SectionVote;
  revisionId: string | null;
  revisionNumber: number | null;
  /** Id of the first wording with the same words, as in `SectionText`. */
  runId: string | null;
}

/** All votes on a section, whatever the wording. */
export type VoteCounts = Pick<SectionTally, SectionVote>;

/** A vote to be cast. */
export interface NewVote {
  sectionId: string;
  accountId: string;
  value: SectionVote;
  /** Wording on the page it was cast on. */
  revisionId?: string | null;
}

/** Votes on sections: one of each person, changeable, secret. */
@Injectable()
export class Votes {
  constructor(
    private readonly database: Database,
    private readonly activityLog: ActivityLog,
  ) {}

  /**
   * Casts a vote or changes it.
   * @throws Refusal 404 when the section is not there; 409 when the consultation is not open or the text no longer
   *   has the section.
   */
  async cast(manager: EntityManager, fresh: NewVote): Promise<LiveSection> {
    const { sectionId, accountId, value } = fresh;
    const place = await liveSection(manager, sectionId, mayVote);
    const revisionId = await wordingRead(manager, place, fresh.revisionId);
    const vote = await manager.findOneBy(Vote, { sectionId, accountId });
    if (vote?.value === value && vote.revisionId === revisionId) return place;
    const changedAt = now();
    if (vote) await manager.update(Vote, { id: vote.id }, { value, revisionId, changedAt });
    else await manager.insert(Vote, newVote({ sectionId, accountId, value, revisionId }, changedAt));
    await this.record(manager, place);
    return place;
  }

  /** Takes a vote back; nothing happens where there is none. @throws Refusal as `cast`. */
  async withdraw(
    manager: EntityManager,
    { sectionId, accountId }: Pick<NewVote, 'sectionId' | 'accountId'>,
  ): Promise<LiveSection> {
    const place = await liveSection(manager, sectionId, mayVote);
    const vote = await manager.findOneBy(Vote, { sectionId, accountId });
    if (!vote) return place;
    await manager.delete(Vote, { id: vote.id });
    await this.record(manager, place);
    return place;
  }

  /** The votes on sections, each of which is in the answer. Two queries. */
  async tallyOfSections(
    sectionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, SectionTally>> {
    const tallies = new Map<string, SectionTally>(
      sectionIds.map((id) => [id, { agree: 0, undecided: 0, disagree: 0, older: 0 }]),
    );
    if (sectionIds.length === 0) return tallies;
    const current = await currentRuns(manager, sectionIds);
    for (const { sectionId, runId, value, count } of await countVotes(manager, sectionIds)) {
      const tally = tallies.get(sectionId);
      if (tally) tally[runId !== null && current.has(runId) ? value : 'older'] += Number(count);
    }
    return tallies;
  }

  /** All votes on sections together, whatever wording they are on; sections without one are left out. One query. */
  async countsOfSections(
    sectionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, VoteCounts>> {
    const counts = new Map<string, VoteCounts>();
    if (sectionIds.length === 0) return counts;
    for (const { sectionId, value, count } of await countVotes(manager, sectionIds)) {
      const known = counts.get(sectionId) ?? { agree: 0, undecided: 0, disagree: 0 };
      counts.set(sectionId, { ...known, [value]: known[value] + Number(count) });
    }
    return counts;
  }

  /** One's own votes by section; sections without one are left out. One query. */
  async ofAccount(
    accountId: string,
    sectionIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, OwnVote>> {
    if (sectionIds.length === 0) return new Map();
    const votes = await manager
      .createQueryBuilder(Vote, 'vote')
      .leftJoin(SectionRevision, 'revision', 'revision.id = vote.revisionId')
      .select('vote.sectionId', 'sectionId')
      .addSelect('vote.value', 'value')
      .addSelect('vote.revisionId', 'revisionId')
      .addSelect('revision.number', 'revisionNumber')
      .addSelect(run, 'runId')
      .where({ accountId, sectionId: In([...sectionIds]) })
      .getRawMany<OwnVote & { sectionId: string }>();
    return new Map(votes.map(({ sectionId, ...vote }) => [sectionId, vote]));
  }

  /** That something changed, not who changed it or how. */
  private record(manager: EntityManager, { sectionId, pointId, programmeId }: LiveSection): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: null,
      verb: 'vote.changed',
      subjectType: 'section',
      subjectId: sectionId,
      programmeId,
      pointId,
    });
  }
}

function newVote(cast: Required<NewVote>, at: string): Vote {
  return {
    id: newId(),
    ...cast,
    suggestionId: null,
    commentId: null,
    wordingNumber: null,
    createdAt: at,
    changedAt: at,
  };
}

/** Names the words of a wording: a correction of typography has those of the wording it corrects. */
const run = 'COALESCE(revision.sameAsId, revision.id)';

/** The words that these sections have in the newest versions of their points. */
async function currentRuns(manager: EntityManager, sectionIds: readonly string[]): Promise<Set<string>> {
  const rows = await manager
    .createQueryBuilder(SectionRevision, 'revision')
    .innerJoin(VersionSection, 'place', 'place.revisionId = revision.id')
    .innerJoin(PointVersion, 'version', 'version.id = place.versionId')
    .innerJoin(Point, 'point', 'point.id = version.pointId AND point.versionNumber = version.number')
    .innerJoin(Section, 'section', 'section.id = revision.sectionId AND section.pointId = point.id')
    .select(run, 'id')
    .where({ sectionId: In([...sectionIds]) })
    .getRawMany<{ id: string }>();
  return new Set(rows.map(({ id }) => id));
}

/** Counted by the votes' index first; a section may come several times with the same words. */
function countVotes(manager: EntityManager, sectionIds: readonly string[]) {
  const counted = manager
    .createQueryBuilder(Vote, 'vote')
    .select('vote.sectionId', 'section_id')
    .addSelect('vote.revisionId', 'revision_id')
    .addSelect('vote.value', 'value')
    .addSelect('COUNT(*)', 'count')
    .where('vote.sectionId IN (:...sectionIds)', { sectionIds })
    .groupBy('vote.sectionId')
    .addGroupBy('vote.revisionId')
    .addGroupBy('vote.value');
  return manager
    .createQueryBuilder()
    .select('counted.section_id', 'sectionId')
    .addSelect(run, 'runId')
    .addSelect('counted.value', 'value')
    .addSelect('counted.count', 'count')
    .from(`(${counted.getQuery()})`, 'counted')
    .leftJoin(SectionRevision, 'revision', 'revision.id = counted.revision_id')
    .setParameters(counted.getParameters())
    .getRawMany<{
      sectionId: string;
      runId: string | null;
      value: SectionVote;
      count: string | number;
    }>();
}
