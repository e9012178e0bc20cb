import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/database.js';
import { Vote } from '../feedback/vote.entity.js';
import { type PointInContext, Points, type SectionText } from '../programme/points.service.js';
import { Unchanged } from './unchanged.js';
import type { OwnVote, Tally } from './vote-box.page.js';

/** What a point page needs to know before it is rendered, and what fills its holes. */
export interface PointState extends PointInContext {
  sections: SectionText[];
  /** By id of the section. */
  tallies: Map<string, Tally>;
}

/** Points with their sections and votes, remembered until something changes. */
@Injectable()
export class PointStates {
  private readonly states: Unchanged<PointState | null>;

  constructor(
    private readonly database: Database,
    private readonly points: Points,
  ) {
    this.states = new Unchanged(database, (key) => this.load(key));
  }

  /** Null when there is no such point. */
  find(programmeUid: string, slug: string): Promise<PointState | null> {
    return this.states.get(`${programmeUid}/${slug}`);
  }

  /** One's own votes on sections, by id of the section. */
  async ownVotes(accountId: string, sectionIds: readonly string[]): Promise<Map<string, OwnVote>> {
    const votes = await this.database.read.findBy(Vote, { accountId, sectionId: In([...sectionIds]) });
    return new Map(votes.map(({ sectionId, value, revisionId }) => [sectionId ?? '', { value, revisionId }]));
  }

  private async load(key: string): Promise<PointState | null> {
    const [programmeUid = '', slug = ''] = key.split('/', 2);
    const context = await this.points.find(programmeUid, slug);
    if (!context) return null;
    const sections = await this.points.sections(context.point);
    return { ...context, sections, tallies: await this.tallies(sections) };
  }

  private async tallies(sections: readonly SectionText[]): Promise<Map<string, Tally>> {
    const present = new Map(sections.map(({ sectionId, revisionId }) => [sectionId, revisionId]));
    const tallies = new Map<string, Tally>();
    if (sections.length === 0) return tallies;
    const rows = await this.database.read
      .createQueryBuilder(Vote, 'vote')
      .select('vote.sectionId', 'sectionId')
      .addSelect('vote.revisionId', 'revisionId')
      .addSelect('vote.value', 'value')
      .addSelect('COUNT(*)', 'count')
      .where({ sectionId: In([...present.keys()]) })
      .groupBy('vote.sectionId')
      .addGroupBy('vote.revisionId')
      .addGroupBy('vote.value')
      .getRawMany<{
        sectionId: string;
        revisionId: string;
        value: 'agree' | 'undecided' | 'disagree';
        count: string;
      }>();
    for (const { sectionId, revisionId, value, count } of rows) {
      const tally = tallies.get(sectionId) ?? { agree: 0, undecided: 0, disagree: 0, older: 0 };
      tally[present.get(sectionId) === revisionId ? value : 'older'] += Number(count);
      tallies.set(sectionId, tally);
    }
    return tallies;
  }
}
