import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeAs } from '../accounts/rights.js';
import { Database } from '../database/database.js';
import { ImportJobs } from '../programme/import/import-jobs.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { refuseFields } from '../web/forms.js';
import { found, notFound } from '../web/refusal.js';
import { requireViewer } from '../web/request.js';
import { type FileGroup, fileGroups } from './import.page.js';
import { importPath } from './import-list.page.js';
import { ImportPages } from './import-pages.service.js';
import { importAt, place, refusalOf } from './import-requests.js';
import { ImportRunner } from './import-runner.service.js';

/** What carrying out says when the text has changed since the rehearsal. */
const stale = 'content.refusal.importStale';

/** One import: what it would do or has done, and carrying it out or giving it up. */
@Controller('sprava/import/:number')
@Access('staff')
export class ImportController {
  constructor(
    private readonly database: Database,
    private readonly jobs: ImportJobs,
    private readonly runner: ImportRunner,
    private readonly pages: ImportPages,
    private readonly flash: Flash,
  ) {}

  @Get()
  async one(
    @Param('number') number: string,
    @Query('druh') druh: unknown,
    @Query('po') po: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await importAt(this.jobs, number);
    await this.pages.one(request, reply, job, { group: groupFrom(druh), after: positionFrom(po) });
  }

  @Post('provedeni')
  async carryOut(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await importAt(this.jobs, number);
    refuseFields(request.body);
    const taken = this.asStaff(request, () => this.jobs.takeUp(job.id, 'carryOut'));
    const refusal = await refusalOf(taken);
    if (refusal && refusal.key !== stale) throw refusal;
    if (refusal) await this.rehearseAnew(request, job.id);
    else await this.runner.carryOut(await taken);
    this.flash.redirect(request, reply, importPath(job.number), refusal ? 'imports.flash.stale' : undefined);
  }

  @Post('zruseni')
  async cancel(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const job = await importAt(this.jobs, number);
    refuseFields(request.body);
    await this.asStaff(request, () => this.jobs.cancel(job.id));
    await this.runner.stop(job.id);
    this.flash.redirect(request, reply, importPath(job.number));
  }

  /** The text has moved on: what was shown is no longer what would happen. */
  private async rehearseAnew(request: FastifyRequest, importId: string): Promise<void> {
    await this.asStaff(request, () => this.jobs.correct(importId, []));
    await this.runner.rehearse(importId);
  }

  private asStaff<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    return writeAs(this.database, requireViewer(request), 'staff', work);
  }
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
