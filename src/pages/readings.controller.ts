import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { pointPath } from '../programme/paths.js';
import { Readings } from '../programme/readings.service.js';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { found, Refusal } from '../web/refusal.js';
import { requireViewer, wantsFragment } from '../web/request.js';
import type { PointParams } from './places.service.js';
import { PointStates } from './point-state.service.js';
import { numberIn } from './range.js';
import { ReadingForm } from './readings.form.js';

/** What somebody has read, so that the next visit can show what has changed since. */
@Controller('program/:programme/:point/precteno')
@Access('signed-in')
export class ReadingsController {
  constructor(
    private readonly states: PointStates,
    private readonly database: Database,
    private readonly readings: Readings,
    private readonly flash: Flash,
  ) {}

  @Post()
  async mark(
    @Param() params: PointParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(ReadingForm, request.body, request.locale);
    const { programme, point } = found(await this.states.find(params.programme, params.point));
    const versionNumber = form.ok ? numberIn(form.value.verze) : null;
    // The page sends nothing else.
    if (!form.ok || versionNumber === null || versionNumber > point.versionNumber) throw new Refusal(400);
    const viewer = requireViewer(request);
    const read = form.value.jak === 'precteno';
    await this.database.write((manager) =>
      this.readings.mark(manager, { viewer, pointId: point.id, versionNumber, at: now(), read }),
    );
    // The script that tells of a look at the page has nothing to show.
    if (!read && wantsFragment(request)) await reply.status(204).send();
    else
      this.flash.redirect(request, reply, pointPath(programme.uid, point.slug), 'programme.since.remembered');
  }
}
