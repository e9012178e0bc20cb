import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../web/access.js';
import { Flash } from '../web/flash.js';
import { type FieldErrors, readForm } from '../web/forms.js';
import { translate } from '../web/i18n/messages.js';
import { requireViewer } from '../web/request.js';
import { SiteTexts } from '../web/texts/site-texts.service.js';
import { Renderer } from '../web/views/renderer.service.js';
import { ConsentChoiceForm, consentErrors } from './consent.form.js';
import { consentModel } from './consent.page.js';
import { Consents } from './consents.service.js';
import { refusedOnPage } from './refused-on-page.js';
import { LanguageForm, NameForm } from './settings.form.js';
import { settingsModel } from './settings.page.js';
import { AccountSettings } from './settings.service.js';

const here = '/muj-ucet/nastaveni';

/** One's own name, language and consent. */
@Controller('muj-ucet/nastaveni')
@Access('signed-in')
export class SettingsController {
  constructor(
    private readonly settings: AccountSettings,
    private readonly consents: Consents,
    private readonly texts: SiteTexts,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.page(request, reply);
  }

  @Post('jmeno')
  async rename(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(NameForm, request.body, request.locale);
    const viewer = requireViewer(request);
    const refused = form.ok
      ? await refusedOnPage(
          request.locale,
          () => this.settings.rename(viewer, form.value.publicName),
          'publicName',
        )
      : { status: 422, errors: form.errors };
    if (refused) await this.page(request, reply, { ...refused, typed: form.typed });
    else this.flash.redirect(request, reply, here, 'accounts.flash.renamed');
  }

  @Post('jazyk')
  async language(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(LanguageForm, request.body, request.locale);
    if (!form.ok) return this.page(request, reply, { status: 422, ...form });
    await this.settings.setLocale(requireViewer(request), form.value.locale);
    this.flash.redirect(request, reply, here, 'accounts.flash.languageSet');
  }

  @Post('souhlas')
  async consent(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(ConsentChoiceForm, request.body, request.locale);
    const viewer = requireViewer(request);
    const { missing } = await this.settings.of(viewer.accountId);
    const errors = consentErrors(request.locale, form.typed, missing, this.consents.versions());
    if (Object.keys(errors).length > 0) {
      return this.page(request, reply, { status: 422, typed: form.typed, errors });
    }
    await this.settings.consent(viewer, missing);
    this.flash.redirect(request, reply, here, 'accounts.flash.consentGiven');
  }

  @Post('souhlas/odvolani')
  async withdrawConsent(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.settings.withdrawConsent(requireViewer(request));
    this.flash.redirect(request, reply, here, 'accounts.flash.consentWithdrawn');
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    refused?: { status: number; typed: Record<string, string>; errors: FieldErrors },
  ): Promise<void> {
    const { locale } = request;
    const settings = await this.settings.of(requireViewer(request).accountId);
    const consent = consentModel(locale, this.texts, this.consents.versions(), {
      ...refused,
      asked: settings.missing,
      renewed: settings.consents.map(({ kind }) => kind),
    });
    await this.renderer.page(request, reply, {
      template: 'accounts/settings',
      title: translate(locale, 'accounts.settings.title'),
      noindex: true,
      status: refused?.status,
      model: settingsModel(locale, settings, { ...refused, consent }),
    });
  }
}
