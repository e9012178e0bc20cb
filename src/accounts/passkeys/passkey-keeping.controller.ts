import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/database.js';
import { Access, Fresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { type FormResult, readForm, refuseFields } from '../../web/forms.js';
import { type Locale, translate } from '../../web/i18n/messages.js';
import { requireViewer } from '../../web/request.js';
import { SecurityPage } from '../security-page.service.js';
import { NewPasskeyForm, PasskeyNameForm } from './passkey.form.js';
import type { RefusedName } from './passkey.page.js';
import { PasskeyAnswers } from './passkey-answers.service.js';
import { PasskeyOptions } from './passkey-options.service.js';
import { PasskeySignIns } from './passkey-sign-ins.service.js';
import { Passkeys } from './passkeys.service.js';

const here = '/muj-ucet/zabezpeceni';

/** Adding passkeys to one's account, naming them and taking them away; the mail stays as a way in. */
@Controller('muj-ucet/zabezpeceni/klice')
@Access('signed-in')
export class PasskeyKeepingController {
  constructor(
    private readonly database: Database,
    private readonly options: PasskeyOptions,
    private readonly signIns: PasskeySignIns,
    private readonly passkeys: Passkeys,
    private readonly answers: PasskeyAnswers,
    private readonly page: SecurityPage,
    private readonly flash: Flash,
  ) {}

  /** The name is looked at before the browser is asked: nobody should make a key that is then refused. */
  @Post('moznosti')
  @Fresh(here)
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(PasskeyNameForm, request.body, request.locale);
    if (!form.ok) {
      const { error } = refusedName(null, form, request.locale);
      return this.answers.sendTrouble(reply, { status: 422, trouble: error });
    }
    const { accountId } = requireViewer(request);
    const asking = this.answers.asking(request, reply);
    await this.answers.sendOptions(request, reply, () =>
      this.options.forNew(asking, accountId, request.locale),
    );
  }

  @Post()
  @Fresh(here)
  async add(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(NewPasskeyForm, request.body, request.locale);
    const viewer = requireViewer(request);
    await this.answers.orExplain(request, reply, here, async () => {
      await this.passkeys.assertRoom(this.database.read, viewer.accountId);
      if (!form.ok) return this.page.show(request, reply, refusedName(null, form, request.locale));
      const { response, name } = form.value;
      await this.signIns.add(response, viewer, name, this.answers.answering(request));
      this.flash.redirect(request, reply, here, 'accounts.flash.passkeyAdded');
    });
  }

  @Post(':id/jmeno')
  async rename(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const viewer = requireViewer(request);
    await this.passkeys.assertOwn(viewer.accountId, id);
    const form = readForm(PasskeyNameForm, request.body, request.locale);
    if (!form.ok) return this.page.show(request, reply, refusedName(id, form, request.locale));
    await this.passkeys.rename(viewer, id, form.value.name);
    this.flash.redirect(request, reply, here, 'accounts.flash.passkeyRenamed');
  }

  @Post(':id/odebrani')
  @Fresh(here)
  async remove(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const viewer = requireViewer(request);
    await this.passkeys.remove(viewer, id);
    this.flash.redirect(request, reply, here, 'accounts.flash.passkeyRemoved');
  }
}

/** What the page says beside the name of a passkey, or of the one to be added. */
function refusedName(
  keyId: string | null,
  { errors, typed: { name = '' } }: Pick<Exclude<FormResult<unknown>, { ok: true }>, 'errors' | 'typed'>,
  locale: Locale,
): RefusedName {
  const isMissing = name.trim() === '';
  const error = isMissing ? translate(locale, 'accounts.passkey.nameMissing') : (errors.name ?? '');
  return { keyId, typed: name, error };
}
