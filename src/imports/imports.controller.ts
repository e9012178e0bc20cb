import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeAs } from '../accounts/rights.js';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { listFiles, type TreeFile } from '../programme/content/files.js';
import { ImportJobs, type NewImport } from '../programme/import/import-jobs.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm, refuseFields } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { readUpload, Upload } from '../web/upload.js';
import { UploadFields } from './import.form.js';
import { importPath } from './import-list.page.js';
import { ImportPages, type ListProblem } from './import-pages.service.js';
import { refusalOf } from './import-requests.js';
import { ImportRunner } from './import-runner.service.js';
import { UploadProblem } from './upload-problem.js';
import { UploadedContents } from './uploaded-content.service.js';

/** Staff bring content in; each time is an import with a page of its own. */
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

  private async begin(
    request: FastifyRequest,
    reply: FastifyReply,
    fresh: Pick<NewImport, 'origin' | 'originName' | 'scope'> & { files: TreeFile[] },
  ): Promise<void> {
    const { accountId: actorId } = requireViewer(request);
    const { origin, originName, scope, files } = fresh;
    const begun = writeAs(this.database, requireViewer(request), 'staff', (manager) =>
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
}

function busy(locale: Locale): ListProblem {
  return { status: 409, message: translate(locale, 'imports.problem.busy') };
}

/** Last part of a path; the rest of it is nobody's business. */
function folderName(folder: string): string {
  return folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder;
}
