import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Identification } from '../accounts/identification.service.js';
import { Database } from '../database/database.js';
import { wholeNumber } from '../feedback/section-page.js';
import { Access } from '../web/access.js';
import { readForm } from '../web/forms.js';
import { found, Refusal } from '../web/refusal.js';
import { withoutLocale } from '../web/request.js';
import { Suggestion } from './suggestion.entity.js';
import { VoiceForm } from './voice.form.js';
import type { VoicePayload } from './voice.publisher.js';
import { voiceBoxId } from './voices.page.js';

/** One's voice for a suggestion or against it. */
@Controller('navrhy/:number/hlas')
@Access('anyone')
export class VoicesController {
  constructor(
    private readonly database: Database,
    private readonly identification: Identification,
  ) {}

  @Post()
  async give(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(VoiceForm, request.body, request.locale);
    const { read } = this.database;
    const suggestion = found(await read.findOneBy(Suggestion, { number: wholeNumber(number) }));
    // Buttons send nothing else, so there is no form to show again.
    if (!form.ok) throw new Refusal(400, 'suggestions.support.unknown');
    const { value, zneni } = form.value;
    const payload: VoicePayload = {
      suggestionId: suggestion.id,
      value,
      wordingNumber: /^[1-9]\d{0,5}$/.test(zneni) ? Number(zneni) : null,
      path: pageOf(request, suggestion.number),
    };
    await this.identification.submit(request, reply, {
      kind: 'support',
      payload: JSON.stringify(payload),
      flash: `suggestions.support.${value === 'withdraw' ? 'withdrawn' : 'counted'}`,
    });
  }
}

const lists = /^\/program\/[^/]+\/[^/]+\/sekce\/\d+(\/navrhy)?$/;

/** The list it was given in, where its reader should be again afterwards; otherwise the suggestion's own page. */
function pageOf(request: FastifyRequest, number: number): string {
  const own = `/navrhy/${number}#${voiceBoxId(number)}`;
  const { referer } = request.headers;
  if (!referer || !URL.canParse(referer)) return own;
  const { pathname, searchParams } = new URL(referer);
  const path = withoutLocale(pathname);
  if (!lists.test(path)) return own;
  const query = new URLSearchParams();
  for (const name of ['razeni', 'stav', 'po']) {
    const value = searchParams.get(name);
    if (value !== null && /^[\w-]{1,40}$/.test(value)) query.set(name, value);
  }
  return `${path}${query.size > 0 ? `?${query}` : ''}#navrh-${number}`;
}
