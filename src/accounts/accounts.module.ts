import { Global, Module } from '@nestjs/common';
import { ViewerSource } from '../web/viewer.js';
import { WaitingSource } from '../web/waiting.js';
import { Accounts } from './accounts.service.js';
import { AgainController } from './again.controller.js';
import { Browsers } from './browsers.service.js';
import { CodeController } from './code.controller.js';
import { ConfirmationController } from './confirmation.controller.js';
import { Confirmations } from './confirmation.service.js';
import { Consents } from './consents.service.js';
import { ContributionSeal } from './contribution-seal.service.js';
import { DemoController } from './demo.controller.js';
import { Demo } from './demo.service.js';
import { EmailChangeController } from './email-change.controller.js';
import { EmailChanges } from './email-changes.service.js';
import { EmailLinks } from './email-links.service.js';
import { EmailReturnController } from './email-return.controller.js';
import { EmailReturns } from './email-returns.service.js';
import { Housekeeping } from './housekeeping.service.js';
import { IdentificationController } from './identification.controller.js';
import { Identification } from './identification.service.js';
import { Limits } from './limits.service.js';
import { PersonalData } from './my-data/personal-data.js';
import { Names } from './names.service.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { PendingContributions } from './pending-contributions.service.js';
import { ProvenDevices } from './proven-devices.service.js';
import { Identities } from './providers/identities.service.js';
import { Publishers } from './publishers.js';
import { Roles } from './roles.service.js';
import { SecurityController } from './security.controller.js';
import { SecurityPage } from './security-page.service.js';
import { Sessions } from './sessions.service.js';
import { SettingsController } from './settings.controller.js';
import { AccountSettings } from './settings.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInMail } from './sign-in-mail.service.js';
import { SignIns } from './sign-ins.service.js';
import { SparingMail } from './sparing-mail.service.js';
import { WaitingController } from './waiting.controller.js';
import { WaitingContributions } from './waiting.service.js';
import { WaitingReader } from './waiting-reader.service.js';

/** Who people are, how they prove it, and what they may do. */
@Global()
@Module({
  controllers: [
    SignInController,
    AgainController,
    CodeController,
    ConfirmationController,
    EmailChangeController,
    EmailReturnController,
    IdentificationController,
    SecurityController,
    SettingsController,
    DemoController,
    WaitingController,
  ],
  providers: [
    Accounts,
    AccountSettings,
    Browsers,
    Confirmations,
    Consents,
    ContributionSeal,
    Demo,
    EmailChanges,
    EmailLinks,
    EmailReturns,
    Housekeeping,
    Identification,
    Identities,
    Limits,
    Names,
    Passkeys,
    PendingContributions,
    PersonalData,
    ProvenDevices,
    Publishers,
    Roles,
    SecurityPage,
    Sessions,
    SignInMail,
    SignIns,
    SparingMail,
    WaitingContributions,
    { provide: ViewerSource, useExisting: Sessions },
    { provide: WaitingSource, useClass: WaitingReader },
  ],
  exports: [
    Accounts,
    Browsers,
    Consents,
    Demo,
    EmailLinks,
    Identification,
    Identities,
    Limits,
    Names,
    Passkeys,
    PendingContributions,
    PersonalData,
    Roles,
    SecurityPage,
    Sessions,
    SignIns,
    SparingMail,
    ViewerSource,
    WaitingSource,
  ],
})
export class AccountsModule {}
