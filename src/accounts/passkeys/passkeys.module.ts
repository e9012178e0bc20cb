import { Module } from '@nestjs/common';
import { Challenges } from './challenges.service.js';
import { PasskeyController } from './passkey.controller.js';
import { PasskeyAnswers } from './passkey-answers.service.js';
import { PasskeyKeepingController } from './passkey-keeping.controller.js';
import { PasskeyOptions } from './passkey-options.service.js';
import { PasskeySignIns } from './passkey-sign-ins.service.js';

/** Signing in with passkeys: WebAuthn. */
@Module({
  controllers: [PasskeyController, PasskeyKeepingController],
  providers: [Challenges, PasskeyAnswers, PasskeyOptions, PasskeySignIns],
})
export class PasskeysModule {}
