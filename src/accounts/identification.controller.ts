import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { requireViewer } from '../web/request.js';
import { Browsers } from './browsers.service.js';
import { ConsentForm, SignatureForm } from './identification.form.js';
import { Identification } from './identification.service.js';
import { refusedOnPage } from './refused-on-page.js';

/** Answers of the pages that ask who wrote something. */
@Controller('prihlaseni')
export class IdentificationController {
  constructor(
    private readonly browsers: Browsers,
    private readonly identification: Identification,
    private readonly flash: Flash,
  ) {}

  /** A visitor signs what they wrote; it waits for the link in the mail. */
  @Post('prispevek')
  @Access('anyone')
  async sign(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale, ip: address } = request;
    const form = readForm(SignatureForm, request.body, locale);
    const contribution = this.identification.open(form.typed.contribution);
    // Whatever fills in the field that people do not see is told what people are told.
    if (form.typed.website) return this.toldToLookIntoMail(request, reply);
    const unticked = this.identification.consentErrors(locale, form.typed);
    const refused =
      form.ok && Object.keys(unticked).length === 0
        ? await refusedOnPage(locale, () =>
            this.identification.keep(contribution, {
              ...form.value,
              locale,
              address,
              from: this.browsers.asking(request, reply),
            }),
          )
        : { status: 422, errors: { ...(form.ok ? {} : form.errors), ...unticked } };
    if (!refused) return this.toldToLookIntoMail(request, reply);
    await this.identification.ask(request, reply, form.typed.contribution ?? '', {
      ...refused,
      typed: form.typed,
    });
  }

  /** A signed-in person consents, and what they wrote is published. */
  @Post('souhlas')
  @Access('signed-in')
  async consent(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(ConsentForm, request.body, request.locale);
    const contribution = this.identification.open(form.typed.contribution);
    const viewer = requireViewer(request);
    const { typed } = form;
    const asked = await this.identification.asked(viewer.accountId);
    const errors = {
      ...(form.ok ? {} : form.errors),
      ...this.identification.consentErrors(request.locale, typed, asked),
    };
    if (Object.keys(errors).length > 0) {
      return this.identification.ask(request, reply, typed.contribution ?? '', {
        status: 422,
        errors,
        typed,
      });
    }
    const path = await this.identification.publish({ viewer, address: request.ip }, contribution, asked);
    this.flash.redirect(request, reply, path, contribution.flash);
  }

  private toldToLookIntoMail(request: FastifyRequest, reply: FastifyReply): void {
    this.flash.redirect(request, reply, '/prihlaseni/odeslano?co=prispevek');
  }
}
