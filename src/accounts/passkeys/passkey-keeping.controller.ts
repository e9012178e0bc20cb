import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, Fresh } from '../../web/access.js';
import { Flash } from '../../web/flash.js';
import { type FormResult, readForm, refuseFields } from '../../web/forms.js';
import { Refusal } from '../../web/refusal.js';
import { requireViewer } from '../../web/request.js';
import { NewPasskeyForm, PasskeyNameForm } from './passkey.form.js';
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
    private readonly options: PasskeyOptions,
    private readonly signIns: PasskeySignIns,
    private readonly passkeys: Passkeys,
    private readonly answers: PasskeyAnswers,
    private readonly flash: Flash,
  ) {}

  @Post('moznosti')
  @Fresh()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseFields(request.body);
    const { accountId } = requireViewer(request);
    const asking = this.answers.asking(request, reply);
    await this.answers.sendOptions(request, reply, () =>
      this.options.forNew(asking, accountId, request.locale),
    );
  }

  @Post()
  @Fresh()
  async add(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { response, name } = usable(readForm(NewPasskeyForm, request.body, request.locale));
    const { accountId } = requireViewer(request);
    await this.answers.orExplain(request, reply, here, async () => {
      await this.signIns.add(response, accountId, name, this.answers.answering(request));
      this.flash.redirect(request, reply, here, 'accounts.flash.passkeyAdded');
    });
  }

  @Post(':id/jmeno')
  async rename(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { accountId } = requireViewer(request);
    await this.passkeys.assertOwn(accountId, id);
    const { name } = usable(readForm(PasskeyNameForm, request.body, request.locale));
    await this.passkeys.rename(accountId, id, name);
    this.flash.redirect(request, reply, here, 'accounts.flash.passkeyRenamed');
  }

  @Post(':id/odebrani')
  @Fresh()
  async remove(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseFields(request.body);
    const { accountId } = requireViewer(request);
    await this.passkeys.remove(accountId, id);
    this.flash.redirect(request, reply, here, 'accounts.flash.passkeyRemoved');
  }
}

/** The name is bounded in the page as well; whoever sends another one gets a page that keeps it. */
function usable<T>(form: FormResult<T>): T {
  if (form.ok) return form.value;
  throw new Refusal(422, 'accounts.refusal.passkeyName');
}
