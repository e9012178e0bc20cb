import { basename } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../database/time.js';
import { Config } from '../ops/config.js';
import type { ContentImport } from '../programme/content-import.entity.js';
import { summaryOf } from '../programme/import/fates.js';
import type { FilePlan } from '../programme/import/file-plan.js';
import { ImportJobs } from '../programme/import/import-jobs.service.js';
import { translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { Renderer } from '../web/views/renderer.service.js';
import { ChangesHere } from './changes-here.service.js';
import { type FileGroup, fileGroups, importPage, isWorking, progressPage } from './import.page.js';
import { importFilePage } from './import-file.page.js';
import { importListPage } from './import-list.page.js';
import { ImportReads, touchedSections } from './import-reads.service.js';

/** Files on one page of an import. */
const pageSize = 50;
/** Files with errors that are shown whatever else is. */
const shownErrors = 20;
const shownImports = 30;
/** Seconds between two looks at a job where there is no script. */
const refresh = 3;

/** What went wrong with what was sent last. */
export interface ListProblem {
  status: 409 | 413 | 422;
  message: string;
  scope?: 'whole' | 'partial';
}

/** Shows imports to staff. */
@Injectable()
export class ImportPages {
  constructor(
    private readonly jobs: ImportJobs,
    private readonly reads: ImportReads,
    private readonly changes: ChangesHere,
    private readonly renderer: Renderer,
    private readonly config: Config,
  ) {}

  /** All imports, and where a new one begins. */
  async list(
    request: FastifyRequest,
    reply: FastifyReply,
    problem: ListProblem | null = null,
  ): Promise<void> {
    const { locale } = request;
    const [recent, working] = await Promise.all([this.jobs.recent(shownImports), this.jobs.working()]);
    const names = await this.reads.names(
      [...recent, ...(working ? [working] : [])].map(({ actorId }) => actorId),
    );
    const data = {
      recent,
      names,
      working,
      folder: basename(this.config.contentDir),
      problem: problem?.message ?? null,
      scope: problem?.scope ?? ('partial' as const),
    };
    await this.renderer.page(request, reply, {
      template: 'imports/index',
      title: translate(locale, 'imports.list.title'),
      noindex: true,
      status: problem?.status ?? 200,
      model: importListPage(data, locale),
    });
  }

  /** One import: how far it is, what it would do, or what it did. */
  async one(
    request: FastifyRequest,
    reply: FastifyReply,
    job: ContentImport,
    { group, after }: { group: FileGroup; after: number | null },
  ): Promise<void> {
    if (isWorking(job.state)) return this.progress(request, reply, job);
    const { locale } = request;
    const [counts, files, rejected, names] = await Promise.all([
      this.jobs.counts(job.id),
      this.jobs.files(job.id, { outcomes: fileGroups[group], after, limit: pageSize + 1 }),
      this.jobs.files(job.id, { outcomes: ['rejected'], limit: shownErrors }),
      this.reads.names([job.actorId]),
    ]);
    const shown = files.slice(0, pageSize);
    const sections = shown.flatMap((file) => touchedSections(summaryOf(file).sections));
    const [points, feedback, touched, written] = await Promise.all([
      this.reads.points(shown.map(({ pointId }) => pointId)),
      this.reads.feedback(sections),
      this.reads.touchedBy(job.id),
      job.state === 'cancelled' ? this.reads.written(job.id) : 0,
    ]);
    const more = files.length > pageSize;
    const view = {
      job,
      names,
      counts,
      touched,
      written,
      group,
      files: shown,
      more,
      after,
      rejected,
      points,
      feedback,
    };
    await this.renderer.page(request, reply, {
      template: 'imports/import',
      title: translate(locale, 'imports.title', { number: job.number }),
      noindex: true,
      model: importPage(view, locale),
    });
  }

  /** One file of an import, section by section. */
  async file(
    request: FastifyRequest,
    reply: FastifyReply,
    job: ContentImport,
    position: number,
    problem: { status: 409 | 413 | 422; message: string } | null = null,
  ): Promise<void> {
    if (isWorking(job.state)) return this.progress(request, reply, job);
    const plan = found(await this.jobs.filePlan(job.id, position));
    const { locale } = request;
    const [said, headings] = await Promise.all([this.saidOn(job, plan), this.headings(plan)]);
    const view = { job, plan, problem: problem?.message ?? null, ...said, headings };
    await this.renderer.page(request, reply, {
      template: 'imports/file',
      title: plan.title || plan.file.path,
      noindex: true,
      status: problem?.status ?? 200,
      model: importFilePage(view, locale),
    });
  }

  /** What sections are called today, where their texts are no longer kept with the import. */
  private async headings({ sections }: FilePlan) {
    const bare = sections.filter(({ before, after }) => before === null && after === null);
    return this.reads.headings(bare.flatMap(({ sectionId }) => sectionId ?? []));
  }

  /** What was said on sections that change; once the import is over, that is told elsewhere. */
  private async saidOn({ state, finishedAt }: ContentImport, { sections, point, file }: FilePlan) {
    const clashes = sections.flatMap(({ clash, sectionId }) => (clash && sectionId ? [sectionId] : []));
    const isOpen = state === 'rehearsed' || state === 'interrupted';
    const ids = isOpen ? touchedSections(sections) : [];
    const comesBack = isOpen && point?.archived === true && file.outcome !== 'archived';
    const [feedback, suggestions, changes, points, resting] = await Promise.all([
      this.reads.feedback(ids),
      this.reads.openSuggestions(ids),
      this.changes.before(finishedAt ?? now(), clashes),
      this.reads.points(sections.map(({ from }) => from?.pointId)),
      comesBack ? this.reads.restingOn(point.id) : [],
    ]);
    return { feedback, suggestions, changes, points, resting };
  }

  private async progress(request: FastifyRequest, reply: FastifyReply, job: ContentImport): Promise<void> {
    const { locale } = request;
    const names = await this.reads.names([job.actorId]);
    await this.renderer.page(request, reply, {
      template: 'imports/progress',
      title: translate(locale, 'imports.title', { number: job.number }),
      noindex: true,
      refresh,
      fragment: 'components/progress',
      model: progressPage(job, names, locale),
    });
  }
}
