import { Injectable } from '@nestjs/common';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { type SectionTally, Votes } from '../feedback/votes.service.js';
import { type PointInContext, Points, type SectionText } from '../programme/points.service.js';
import { Unchanged } from './unchanged.js';

/** What a point's pages need to know before they are rendered, and what fills their holes. */
export interface PointState extends PointInContext {
  sections: SectionText[];
  /** By id of the section. */
  tallies: Map<string, SectionTally>;
}

/** Points with their sections and votes, remembered until something changes. */
@Injectable()
export class PointStates {
  private readonly states: Unchanged<PointState | null>;

  constructor(
    database: Database,
    stamps: Stamps,
    private readonly points: Points,
    private readonly votes: Votes,
  ) {
    this.states = new Unchanged({ database, stamps }, (key) => this.load(key));
  }

  /** Null when there is no such point. */
  find(programmeUid: string, slug: string): Promise<PointState | null> {
    // PostgreSQL would refuse the question.
    if (`${programmeUid}${slug}`.includes('\0')) return Promise.resolve(null);
    return this.states.get(JSON.stringify([programmeUid, slug]));
  }

  private async load(key: string): Promise<PointState | null> {
    const [programmeUid = '', slug = ''] = JSON.parse(key) as string[];
    const context = await this.points.find(programmeUid, slug);
    if (!context) return null;
    const sections = await this.points.sections(context.point);
    const tallies = await this.votes.tallyOfSections(sections.map(({ sectionId }) => sectionId));
    return { ...context, sections, tallies };
  }
}
