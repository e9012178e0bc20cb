import { Global, Module } from '@nestjs/common';
import { Config } from '../ops/config.js';
import { DemoMailboxController } from './demo-mailbox.controller.js';
import { DemoTransport, MailTransport, SmtpTransport } from './mail-transport.js';
import { Outbox } from './outbox.service.js';
import { OutboxWorker } from './outbox-worker.service.js';

/** Mail: written with the change it tells of, sent after the commit. */
@Global()
@Module({
  controllers: [DemoMailboxController],
  providers: [
    {
      provide: MailTransport,
      useFactory: (config: Config) =>
        config.SMTP_URL ? new SmtpTransport(config.SMTP_URL, config) : new DemoTransport(),
      inject: [Config],
    },
    Outbox,
    OutboxWorker,
  ],
  exports: [Outbox, OutboxWorker],
})
export class MailModule {}
