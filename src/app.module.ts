import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { AccountsModule } from './accounts/accounts.module.js';
import { MyDataModule } from './accounts/my-data/my-data.module.js';
import { PasskeysModule } from './accounts/passkeys/passkeys.module.js';
import { PeopleModule } from './accounts/people/people.module.js';
import { ProvidersModule } from './accounts/providers/providers.module.js';
import { ActivityModule } from './activity/activity.module.js';
import { DatabaseModule } from './database/database.module.js';
import { entities } from './entities.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { MailModule } from './mail/mail.module.js';
import { ModerationModule } from './moderation/moderation.module.js';
import type { Config } from './ops/config.js';
import { OpsModule } from './ops/ops.module.js';
import { PagesModule } from './pages/pages.module.js';
import { ProgrammeModule } from './programme/programme.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SuggestionsModule } from './suggestions/suggestions.module.js';
import { VoicesModule } from './suggestions/voices.module.js';
import { WebModule } from './web/web.module.js';

/** The modules in their order: each imports only from those before it. */
@Module({})
export class AppModule {
  static with(config: Config, log: Pino): DynamicModule {
    return {
      module: AppModule,
      imports: [
        OpsModule.with(config, log),
        DatabaseModule.forRoot(entities),
        WebModule,
        MailModule,
        ActivityModule,
        AccountsModule,
        MyDataModule,
        PasskeysModule,
        PeopleModule,
        ProvidersModule,
        ProgrammeModule,
        FeedbackModule,
        SuggestionsModule,
        VoicesModule,
        ModerationModule,
        ImportsModule,
        ReportsModule,
        PagesModule,
      ],
    };
  }
}
