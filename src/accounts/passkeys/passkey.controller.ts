import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { readForm, refuseFields } from '../../web/forms.js';
import { requireViewer } from '../../web/request.js';
import { nextPath } from '../next-path.js';
import { Sessions } from '../sessions.service.js';
import { PasskeyForm } from './passkey.form.js';
import { PasskeyAnswers } from './passkey-answers.service.js';
import { PasskeyOptions } from './passkey-options.service.js';
import { PasskeySignIns } from './passkey-sign-ins.service.js';

/** Signing in with a passkey: what the browser has to know, and what it answers. */
@Controller('prihlaseni/klic')
@Access('anyone')
export class PasskeyController {
  constructor(
    private readonly options: PasskeyOptions,
    private readonly signIns: PasskeySignIns,
    private readonly answers: PasskeyAnswers,
    private readonly sessions: Sessions,
    private readonly flash: Flash,
  ) {}

  @Post('moznosti')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    const asking = this.answers.asking(request, reply);
    await this.answers.sendOptions(request, reply, () => this.options.forUse(asking, null));
  }

  @Post()
  async signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { response = '', next } = readForm(PasskeyForm, request.body, request.locale).typed;
    const path = nextPath(next);
    await this.answers.orExplain(request, reply, backTo('/prihlaseni', path), async () => {
      const token = await this.signIns.signIn(response, null, this.answers.answering(request));
      this.sessions.setCookie(reply, token);
      this.flash.redirect(request, reply, path ?? '/', 'accounts.flash.signedIn');
    });
  }

  /** For a new proof of somebody who is signed in: their own passkeys only. */
  @Post('znovu/moznosti')
  @Access('signed-in')
  async askAgain(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    const { accountId } = requireViewer(request);
    const asking = this.answers.asking(request, reply);
    await this.answers.sendOptions(request, reply, () => this.options.forUse(asking, accountId));
  }

  @Post('znovu')
  @Access('signed-in')
  async proveAgain(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { response = '', next } = readForm(PasskeyForm, request.body, request.locale).typed;
    const path = nextPath(next);
    const { accountId } = requireViewer(request);
    await this.answers.orExplain(request, reply, backTo('/prihlaseni/znovu', path), async () => {
      const token = await this.signIns.signIn(response, accountId, this.answers.answering(request));
      this.sessions.setCookie(reply, token);
      this.flash.redirect(request, reply, path ?? '/muj-ucet');
    });
  }
}

function backTo(page: string, next: string | null): string {
  return next ? `${page}?next=${encodeURIComponent(next)}` : page;
}
