import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeAs } from '../accounts/rights.js';
import { Database } from '../database/database.js';
import type { ContentImport } from '../programme/content-import.entity.js';
import { type Correction, isStay, summaryOf } from '../programme/import/fates.js';
import { ImportJobs } from '../programme/import/import-jobs.service.js';
import type { ImportFile } from '../programme/import-file.entity.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import { CorrectionForm, WordingForm } from './import.form.js';
import { importFilePath } from './import-file.page.js';
import { ImportPages } from './import-pages.service.js';
import { importAt, place, refusalOf } from './import-requests.js';
import { ImportRunner } from './import-runner.service.js';
import { leavingAnchor, sectionAnchor } from './import-section.page.js';

/** A file of an import. */
interface OneFile {
  job: ContentImport;
  file: ImportFile;
}

/** One file of an import: what becomes of its sections, and what a person decides otherwise. */
@Controller('sprava/import/:number/soubory/:position')
@Access('staff')
export class ImportFileController {
  constructor(
    private readonly database: Database,
    private readonly jobs: ImportJobs,
    private readonly runner: ImportRunner,
    private readonly pages: ImportPages,
    private readonly flash: Flash,
  ) {}

  @Get()
  async file(
    @Param('number') number: string,
    @Param('position') position: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.file(request, reply, await importAt(this.jobs, number), place(position));
  }

  @Post('opravy')
  async correct(
    @Param('number') number: string,
    @Param('position') position: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await importAt(this.jobs, number);
    const { file } = found(await this.jobs.filePlan(job.id, place(position)));
    const form = readForm(CorrectionForm, request.body, request.locale);
    if (!form.ok) return this.misread(request, reply, { job, file }, form.errors);
    const sectionId = form.value.section || null;
    const correction = { path: file.path, incoming: Number(form.value.incoming), sectionId };
    const key = sectionId === null ? 'imports.flash.uncorrected' : 'imports.flash.corrected';
    await this.decide(request, reply, { job, file }, correction, key);
  }

  @Post('zneni')
  async keep(
    @Param('number') number: string,
    @Param('position') position: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await importAt(this.jobs, number);
    const { file } = found(await this.jobs.filePlan(job.id, place(position)));
    const form = readForm(WordingForm, request.body, request.locale);
    if (!form.ok) return this.misread(request, reply, { job, file }, form.errors);
    const { incoming, section, wording } = form.value;
    const stays = wording === 'today';
    const { path } = file;
    const correction =
      incoming === ''
        ? { path, leaving: section, stays }
        : { path, incoming: Number(incoming), keep: stays ? section : null };
    const key = `imports.flash.${isStay(correction) ? 'leaving' : 'wording'}.${stays ? 'kept' : 'unkept'}`;
    await this.decide(request, reply, { job, file }, correction, key);
  }

  private async misread(
    request: FastifyRequest,
    reply: FastifyReply,
    { job, file }: OneFile,
    errors: Readonly<Record<string, string>>,
  ): Promise<void> {
    const message = Object.values(errors)[0] ?? '';
    await this.pages.file(request, reply, job, file.position, { status: 422, message });
  }

  /** Remembers what a person decided, and rehearses with it. */
  private async decide(
    request: FastifyRequest,
    reply: FastifyReply,
    { job, file }: OneFile,
    correction: Correction,
    key: string,
  ): Promise<void> {
    const refusal = await refusalOf(
      writeAs(this.database, requireViewer(request), 'staff', () => this.jobs.correct(job.id, [correction])),
    );
    if (refusal) {
      const message = translate(request.locale, refusal.key ?? 'imports.problem.correction', refusal.params);
      return this.pages.file(request, reply, job, file.position, { status: refusal.status, message });
    }
    await this.runner.rehearse(job.id);
    const anchor = isStay(correction)
      ? leavingAnchor(summaryOf(file).sections.find((fate) => fate.sectionId === correction.leaving)?.number)
      : sectionAnchor(correction.incoming);
    this.flash.redirect(request, reply, `${importFilePath(job.number, file.position)}#${anchor}`, key);
  }
}
