import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Identification } from '../accounts/identification.service.js';
import { Database } from '../database/database.js';
import { pointPath } from '../programme/paths.js';
import { Access } from '../web/access.js';
import { readForm } from '../web/forms.js';
import { Refusal } from '../web/refusal.js';
import { withoutLocale } from '../web/request.js';
import { VoteForm } from './feedback.form.js';
import { mayVote } from './feedback.rules.js';
import { openPlaceAt, type SectionParams } from './section-page.js';
import type { SectionPlace } from './section-place.js';
import type { VotePayload } from './vote.publisher.js';

/** One's vote on a section. */
@Controller('program/:programme/:point/sekce/:number/hlas')
@Access('anyone')
export class VotesController {
  constructor(
    private readonly database: Database,
    private readonly identification: Identification,
  ) {}

  @Post()
  async cast(
    @Param() params: SectionParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(VoteForm, request.body, request.locale);
    const place = await openPlaceAt(this.database.read, params, mayVote);
    // Buttons send nothing else, so there is no form to show again.
    if (!form.ok) throw new Refusal(400, 'feedback.vote.unknown');
    const { volba, revize } = form.value;
    const payload: VotePayload = {
      sectionId: place.sectionId,
      revisionId: revize,
      value: volba,
      page: comesFromPoint(request, place) ? 'point' : 'section',
    };
    await this.identification.submit(request, reply, {
      kind: 'vote',
      payload: JSON.stringify(payload),
      flash: volba === 'withdraw' ? 'feedback.vote.withdrawn' : 'feedback.vote.counted',
    });
  }
}

/** Whether the vote box stood on the point's page, where its reader should be again afterwards. */
function comesFromPoint(request: FastifyRequest, { programmeUid, pointSlug }: SectionPlace): boolean {
  const { referer } = request.headers;
  if (!referer || !URL.canParse(referer)) return false;
  return withoutLocale(new URL(referer).pathname) === pointPath(programmeUid, pointSlug);
}
