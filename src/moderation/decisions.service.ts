import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Decision, type DecisionKind, type Ground } from './decision.entity.js';

/** Why a comment is hidden, as everybody may read it. */
export interface HiddenReason {
  /** Number of the decision, quoted in letters. */
  number: number;
  ground: Ground;
  facts: string;
  decidedAt: string;
}

/** A decision in the public log: without whose comment it was and without who decided. */
export interface LoggedDecision {
  number: number;
  kind: DecisionKind;
  /** Null for a restoration. */
  ground: Ground | null;
  /** Empty for a hiding that was taken back at once. */
  facts: string;
  decidedAt: string;
  onNotice: boolean;
  automated: boolean;
  pointTitle: string;
  pointSlug: string;
  programmeUid: string;
}

/** A decision about a comment, to be written. */
export interface NewDecision {
  kind: DecisionKind;
  commentId: string;
  pointId: string;
  decidedById: string;
  ground: Ground | null;
  facts: string;
}

/** How much was decided, and why. */
export interface DecisionFigures {
  hidden: number;
  restored: number;
  byGround: { ground: Ground; count: number }[];
}

/** Decisions with their statements of reasons (DSA Art. 17): written once, never changed. */
@Injectable()
export class Decisions {
  constructor(private readonly database: Database) {}

  /** Writes a decision under the next number. None is automated, and none follows a notice yet. */
  async record(manager: EntityManager, decision: NewDecision): Promise<Decision> {
    const [last] = await manager.find(Decision, {
      select: { number: true },
      where: {},
      order: { number: 'DESC' },
      take: 1,
    });
    const row: Decision = {
      id: newId(),
      number: (last?.number ?? 0) + 1,
      ...decision,
      suggestionId: null,
      decidedAt: now(),
      onNotice: false,
      automated: false,
    };
    await manager.insert(Decision, row);
    return row;
  }

  /** For each of the comments that was ever hidden: why it was the last time. One query. */
  async ofComments(
    commentIds: readonly string[],
    manager = this.database.read,
  ): Promise<Map<string, HiddenReason>> {
    if (commentIds.length === 0) return new Map();
    const rows = await manager.find(Decision, {
      where: { commentId: In([...commentIds]), kind: 'hide' },
      order: { number: 'ASC' },
    });
    return new Map(
      rows.flatMap(({ commentId, number, ground, facts, decidedAt }) =>
        commentId && ground ? [[commentId, { number, ground, facts, decidedAt }] as const] : [],
      ),
    );
  }

  /** The decision by which a comment was hidden the last time. */
  async lastHiding(manager: EntityManager, commentId: string): Promise<Decision | null> {
    const [last] = await manager.find(Decision, {
      where: { commentId, kind: 'hide' },
      order: { number: 'DESC' },
      take: 1,
    });
    return last ?? null;
  }

  /** A page of the public log, newest first: decisions numbered below `before`, one more than `size` if there are. */
  async log(before: number | null, size: number): Promise<LoggedDecision[]> {
    const query = this.database.read
      .createQueryBuilder()
      .select([
        'decision.number AS "number"',
        'decision.kind AS "kind"',
        'decision.ground AS "ground"',
        'decision.facts AS "facts"',
        'decision.decidedAt AS "decidedAt"',
        'decision.onNotice AS "onNotice"',
        'decision.automated AS "automated"',
        'point.title AS "pointTitle"',
        'point.slug AS "pointSlug"',
        'programme.uid AS "programmeUid"',
      ])
      .from(Decision, 'decision')
      .innerJoin(Point, 'point', 'point.id = decision.pointId')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .orderBy('decision.number', 'DESC')
      .limit(size + 1);
    if (before !== null) query.where('decision.number < :before', { before });
    const rows = await query.getRawMany<LoggedDecision>();
    // SQLite gives 0 and 1.
    return rows.map((row) => ({
      ...row,
      onNotice: Boolean(row.onNotice),
      automated: Boolean(row.automated),
    }));
  }

  /** Counts of all decisions; a hiding that was taken back counts on both sides. */
  async figures(): Promise<DecisionFigures> {
    const rows = await this.database.read
      .createQueryBuilder()
      .select(['decision.kind AS "kind"', 'decision.ground AS "ground"', 'COUNT(*) AS "count"'])
      .from(Decision, 'decision')
      .groupBy('decision.kind')
      .addGroupBy('decision.ground')
      .getRawMany<{ kind: DecisionKind; ground: Ground | null; count: number | string }>();
    const sum = (kind: DecisionKind) =>
      rows.filter((row) => row.kind === kind).reduce((total, row) => total + Number(row.count), 0);
    const byGround = rows.flatMap(({ ground, count }) => (ground ? [{ ground, count: Number(count) }] : []));
    byGround.sort((a, b) => b.count - a.count || a.ground.localeCompare(b.ground));
    return { hidden: sum('hide'), restored: sum('restore'), byGround };
  }
}
