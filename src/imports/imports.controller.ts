import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EntityManager } from 'typeorm';
import { writeAs } from '../accounts/rights.js';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { listFiles, type TreeFile } from '../programme/content/files.js';
import type { ContentImport } from '../programme/content-import.entity.js';
import { type Correction, isStay, summaryOf } from '../programme/import/fates.js';
import { ImportJobs, type NewImport } from '../programme/import/import-jobs.service.js';
import type { ImportFile } from '../programme/import-file.entity.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm, refuseFields } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found, notFound, Refusal } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import { readUpload, Upload } from '../web/upload.js';
import { CorrectionForm, UploadFields, WordingForm } from './import.form.js';
import { type FileGroup, fileGroups } from './import.page.js';
import { importFilePath } from './import-file.page.js';
import { importPath } from './import-list.page.js';
import { ImportPages, type ListProblem } from './import-pages.service.js';
import { ImportRunner } from './import-runner.service.js';
import { leavingAnchor, sectionAnchor } from './import-section.page.js';
import { UploadProblem } from './upload-problem.js';
import { UploadedContents } from './uploaded-content.service.js';

/** What carrying out says when the text has changed since the rehearsal. */
const stale = 'content.refusal.importStale';

/** A file of an import. */
interface OneFile {
  job: ContentImport;
  file: ImportFile;
}

/** Staff bring content in: rehearsed first, then carried out. */
@Controller('sprava/import')
@Access('staff')
export class ImportsController {
  constructor(
    private readonly database: Database,
    private readonly jobs: ImportJobs,
    private readonly runner: ImportRunner,
    private readonly uploads: UploadedContents,
    private readonly pages: ImportPages,
    private readonly flash: Flash,
    private readonly config: Config,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.pages.list(request, reply);
  }

  /** From the folder of the configuration, never from one that somebody names. */
  @Post()
  async fromFolder(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = request;
    refuseFields(request.body);
    const files = await listFiles(this.config.contentDir).catch(() => null);
    if (files === null) {
      const message = translate(locale, 'imports.problem.noFolder');
      return this.pages.list(request, reply, { status: 422, message });
    }
    await this.begin(request, reply, {
      origin: 'folder',
      originName: folderName(this.config.contentDir),
      scope: 'whole',
      files,
    });
  }

  /** From files of somebody's computer: one ZIP, or texts. */
  @Post('soubory')
  @Upload()
  async fromFiles(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // Asked before megabytes are read and unpacked for nothing.
    if (await this.jobs.working()) return this.pages.list(request, reply, busy(request.locale));
    const { fields, files } = await readUpload(request);
    const form = readForm(UploadFields, fields, request.locale);
    if (!form.ok) {
      const message = Object.values(form.errors)[0] ?? '';
      return this.pages.list(request, reply, { status: 422, message });
    }
    const { scope } = form.value;
    try {
      const content = await this.uploads.of(files, scope);
      await this.begin(request, reply, { origin: 'upload', ...content, originName: content.name });
    } catch (error) {
      if (!(error instanceof UploadProblem)) throw error;
      const message = translate(request.locale, `imports.problem.${error.reason}`, { file: error.file });
      await this.pages.list(request, reply, { status: 422, message, scope });
    }
  }

  @Get(':number')
  async one(
    @Param('number') number: string,
    @Query('druh') druh: unknown,
    @Query('po') po: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await this.job(number);
    await this.pages.one(request, reply, job, { group: groupFrom(druh), after: positionFrom(po) });
  }

  @Get(':number/soubory/:position')
  async file(
    @Param('number') number: string,
    @Param('position') position: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.file(request, reply, await this.job(number), place(position));
  }

  @Post(':number/soubory/:position/opravy')
  async correct(
    @Param('number') number: string,
    @Param('position') position: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await this.job(number);
    const { file } = found(await this.jobs.filePlan(job.id, place(position)));
    const form = readForm(CorrectionForm, request.body, request.locale);
    if (!form.ok) return this.misread(request, reply, { job, file }, form.errors);
    const sectionId = form.value.section || null;
    const correction = { path: file.path, incoming: Number(form.value.incoming), sectionId };
    const key = sectionId === null ? 'imports.flash.uncorrected' : 'imports.flash.corrected';
    await this.decide(request, reply, { job, file }, correction, key);
  }

  @Post(':number/soubory/:position/zneni')
  async keep(
    @Param('number') number: string,
    @Param('position') position: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await this.job(number);
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
    const refusal = await refusalOf(this.asStaff(request, () => this.jobs.correct(job.id, [correction])));
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

  @Post(':number/provedeni')
  async carryOut(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await this.job(number);
    refuseFields(request.body);
    const taken = this.asStaff(request, () => this.jobs.takeUp(job.id, 'carryOut'));
    const refusal = await refusalOf(taken);
    if (refusal && refusal.key !== stale) throw refusal;
    if (refusal) await this.rehearseAnew(job.id);
    else await this.runner.carryOut(await taken);
    this.flash.redirect(request, reply, importPath(job.number), refusal ? 'imports.flash.stale' : undefined);
  }

  @Post(':number/zruseni')
  async cancel(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await this.job(number);
    refuseFields(request.body);
    await this.asStaff(request, () => this.jobs.cancel(job.id));
    await this.runner.stop(job.id);
    this.flash.redirect(request, reply, importPath(job.number));
  }

  /** The text has moved on: what was shown is no longer what would happen. */
  private async rehearseAnew(importId: string): Promise<void> {
    await this.jobs.correct(importId, []);
    await this.runner.rehearse(importId);
  }

  private async begin(
    request: FastifyRequest,
    reply: FastifyReply,
    fresh: Pick<NewImport, 'origin' | 'originName' | 'scope'> & { files: TreeFile[] },
  ): Promise<void> {
    const { accountId: actorId } = requireViewer(request);
    const { origin, originName, scope, files } = fresh;
    const begun = this.asStaff(request, (manager) =>
      this.jobs.begin(manager, { origin, originName, scope, files, actorId }),
    );
    const refusal = await refusalOf(begun);
    if (refusal) {
      const message = translate(request.locale, refusal.key ?? 'imports.problem.busy', refusal.params);
      return this.pages.list(request, reply, { status: refusal.status, message });
    }
    const job = await begun;
    await this.runner.rehearse(job.id);
    this.flash.redirect(request, reply, importPath(job.number));
  }

  /**
   * A write of somebody who is staff still: reading an upload takes its time. Background work belongs outside.
   * @throws Refusal 403.
   */
  private asStaff<T>(request: FastifyRequest, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return writeAs(this.database, requireViewer(request), 'staff', work);
  }

  private async job(number: string): Promise<ContentImport> {
    if (!/^[1-9]\d{0,8}$/.test(number)) throw notFound();
    return found(await this.jobs.find(Number(number)));
  }
}

/** Waits for something; null when it was done. @throws whatever it throws but refusals that a page can show. */
async function refusalOf(work: Promise<unknown>): Promise<(Refusal & { status: 409 | 413 | 422 }) | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Refusal && isShown(error)) return error;
    throw error;
  }
}

function isShown(refusal: Refusal): refusal is Refusal & { status: 409 | 413 | 422 } {
  return [409, 413, 422].includes(refusal.status);
}

function busy(locale: Locale): ListProblem {
  return { status: 409, message: translate(locale, 'imports.problem.busy') };
}

/** Last part of a path; the rest of it is nobody's business. */
function folderName(folder: string): string {
  return folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder;
}

function groupFrom(druh: unknown): FileGroup {
  if (druh === undefined) return 'zmeny';
  const group = (Object.keys(fileGroups) as FileGroup[]).find((name) => name === druh);
  return found(group);
}

/** Null for the first page. @throws Refusal 404 for anything but a place in a list. */
function positionFrom(po: unknown): number | null {
  if (po === undefined) return null;
  if (typeof po !== 'string') throw notFound();
  return place(po);
}

function place(text: string): number {
  if (!/^(0|[1-9]\d{0,6})$/.test(text)) throw notFound();
  return Number(text);
}
