import { Injectable } from '@nestjs/common';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { Comments, type ThreadPage } from '../feedback/comments.service.js';
import { Decisions, type HiddenReason } from '../moderation/decisions.service.js';
import type { SectionText } from '../programme/points.service.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Unchanged } from './unchanged.js';

/** A page of threads with the reasons why some comments are hidden. */
export interface ReadThread {
  page: ThreadPage;
  /** By id of the comment. */
  reasons: ReadonlyMap<string, HiddenReason>;
}

/** Reads what only a section's own page shows. */
@Injectable()
export class Sections {
  private readonly threads: Unchanged<ReadThread>;

  constructor(
    private readonly database: Database,
    stamps: Stamps,
    private readonly comments: Comments,
    private readonly decisions: Decisions,
  ) {
    this.threads = new Unchanged({ database, stamps }, (key) => this.readThread(key));
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
  thread(sectionId: string, after: number): Promise<ReadThread> {
    return this.threads.get(`${sectionId}|${after}`);
  }

  private async readThread(key: string): Promise<ReadThread> {
    const [sectionId = '', after = '0'] = key.split('|');
    const page = await this.comments.ofSection(sectionId, Number(after));
    const hidden = page.threads
      .flatMap((thread) => [thread, ...thread.replies])
      .filter((comment) => comment.hidden);
    const reasons = await this.decisions.ofComments(hidden.map(({ id }) => id));
    return { page, reasons };
  }
}
