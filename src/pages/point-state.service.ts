import { Injectable } from '@nestjs/common';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { type SectionTally, Votes } from '../feedback/votes.service.js';
import { type KinSection, SectionKin } from '../programme/history-kin.service.js';
import { type PointInContext, Points, type SectionText } from '../programme/points.service.js';
import { Unchanged } from './unchanged.js';

/** What a point's pages need to know before they are rendered, and what fills their holes. */
export interface PointState extends PointInContext {
  sections: SectionText[];
  /** By id of the section. */
  tallies: Map<string, SectionTally>;
  /** Sections that became part of one of these, by its id. */
  merged: Map<string, KinSection[]>;
}

/** Points with their sections and votes, remembered until something changes. */
@Injectable()
export class PointStates {
  private readonly states: Unchanged<PointState | null>;

  constructor(
    database: Database,
    private readonly stamps: Stamps,
    private readonly points: Points,
    private readonly votes: Votes,
    private readonly kin: SectionKin,
  ) {
    this.states = new Unchanged({ database, stamps }, (key) => this.load(key));
  }

  /** Null when there is no such point. */
  find(programmeUid: string, slug: string): Promise<PointState | null> {
    // PostgreSQL would refuse the question.
    if (`${programmeUid}${slug}`.includes('\0')) return Promise.resolve(null);
    return this.states.get(JSON.stringify([programmeUid, slug]));
  }

  /** Names the state of all that a point's pages show, also of what was said on sections of other points. */
  async stamp({ point, programme, merged }: PointState): Promise<string> {
    const kin = [...merged.values()]
      .flat()
      .map(({ pointId, programmeId }) => [pointId, programmeId] as const);
    const points = new Map([[point.id, programme.id], ...kin]);
    const stamps = [...points].map(([id, programmeId]) => this.stamps.point(id, programmeId));
    return (await Promise.all(stamps)).join();
  }

  /** The state with what became part of a section that the text no longer has, for the page of that section. */
  async withArchived(state: PointState, sectionId: string): Promise<PointState> {
    const merged = await this.kin.mergedInto([sectionId]);
    return { ...state, merged: new Map([...state.merged, ...merged]) };
  }

  private async load(key: string): Promise<PointState | null> {
    const [programmeUid = '', slug = ''] = JSON.parse(key) as string[];
    const context = await this.points.find(programmeUid, slug);
    if (!context) return null;
    const sections = await this.points.sections(context.point);
    const ids = sections.map(({ sectionId }) => sectionId);
    const tallies = await this.votes.tallyOfSections(ids);
    return { ...context, sections, tallies, merged: await this.kin.mergedInto(ids) };
  }
}
