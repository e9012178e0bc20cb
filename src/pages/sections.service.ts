import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import type { ThreadComment } from '../feedback/threads.js';
import { type Thread, type ThreadPage, Threads } from '../feedback/threads.service.js';
import { Decisions, type HiddenReason } from '../moderation/decisions.service.js';
import type { SectionText } from '../programme/points.service.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { bodyLikeness, leastLikeness } from '../programme/wording/likeness.js';
import { Unchanged } from './unchanged.js';

/** What is shown with comments. */
export interface AboutComments {
  /** Why comments are hidden, by id of the comment. */
  reasons: ReadonlyMap<string, HiddenReason>;
  /** Ids of wordings that have little in common with the present one. */
  faded: ReadonlySet<string>;
}

/** A page of threads with what is shown with them. */
export interface ReadThread extends AboutComments {
  page: ThreadPage;
}

/** A section as far as its threads need it. */
type Worded = Pick<SectionText, 'sectionId' | 'revisionId' | 'runId'>;

/** Reads what only a section's own page shows. */
@Injectable()
export class Sections {
  private readonly remembered: Unchanged<ReadThread>;

  constructor(
    private readonly database: Database,
    stamps: Stamps,
    private readonly threads: Threads,
    private readonly decisions: Decisions,
  ) {
    this.remembered = new Unchanged({ database, stamps }, (key) => this.readThread(key));
  }

  /** A section that the text no longer has, with its last wording; null when there never was one of that number. */
  async archived(pointId: string, number: number): Promise<SectionText | null> {
    const section = await this.database.read.findOneBy(Section, { pointId, number });
    if (!section) return null;
    const [last] = await this.database.read.find(SectionRevision, {
      where: { sectionId: section.id },
      order: { number: 'DESC' },
      take: 1,
    });
    if (!last) return null;
    const { id: revisionId, number: revisionNumber, sameAsId, kind, heading, slug, body } = last;
    const runId = sameAsId ?? revisionId;
    return { sectionId: section.id, number, revisionId, revisionNumber, runId, kind, heading, slug, body };
  }

  /** Threads of a section after a number; remembered while nothing changes. */
  thread({ sectionId, revisionId, runId }: Worded, after: number): Promise<ReadThread> {
    return this.remembered.get([sectionId, revisionId, runId, after].join(' '));
  }

  /** What is shown with the comments of sections. At most two queries. */
  async about(threads: readonly Thread[], sections: readonly Worded[]): Promise<AboutComments> {
    const comments = threads.flatMap((thread) => [thread, ...thread.replies]);
    const hidden = comments.filter((comment) => comment.hidden).map(({ id }) => id);
    const [reasons, faded] = await Promise.all([
      this.decisions.ofComments(hidden),
      this.faded(comments, sections),
    ]);
    return { reasons, faded };
  }

  /** The words of wordings, named as in `SectionText.runId`. One query. */
  async runsOf(revisionIds: readonly string[]): Promise<Map<string, string>> {
    if (revisionIds.length === 0) return new Map();
    const revisions = await this.database.read.find(SectionRevision, {
      select: { id: true, sameAsId: true },
      where: { id: In([...new Set(revisionIds)]) },
    });
    return new Map(revisions.map(({ id, sameAsId }) => [id, sameAsId ?? id]));
  }

  private async readThread(key: string): Promise<ReadThread> {
    const [sectionId = '', revisionId = '', runId = '', after = '0'] = key.split(' ');
    const page = await this.threads.of({ sectionId }, Number(after));
    return { page, ...(await this.about(page.threads, [{ sectionId, revisionId, runId }])) };
  }

  private async faded(comments: readonly ThreadComment[], sections: readonly Worded[]): Promise<Set<string>> {
    const runs = new Set(sections.map(({ runId }) => runId));
    const older = comments.flatMap(({ revision }) =>
      revision && !runs.has(revision.runId) ? revision.id : [],
    );
    if (older.length === 0) return new Set();
    const texts = await this.database.read.find(SectionRevision, {
      select: { id: true, sectionId: true, body: true },
      where: { id: In([...new Set([...older, ...sections.map(({ revisionId }) => revisionId)])]) },
    });
    const present = new Set(sections.map(({ revisionId }) => revisionId));
    const now = new Map(texts.filter(({ id }) => present.has(id)).map((text) => [text.sectionId, text.body]));
    const unlike = texts.filter((text) => {
      const today = now.get(text.sectionId);
      return today !== undefined && bodyLikeness(text.body, today) < leastLikeness;
    });
    return new Set(unlike.map(({ id }) => id));
  }
}
