import { createTransport, type Transporter } from 'nodemailer';
import type { Config } from '../ops/config.js';
import { wrapMail } from './mail-text.js';
import type { OutboxMail } from './outbox-mail.entity.js';

/** Hands a mail over to the world; rejects when it was not taken. */
export abstract class MailTransport {
  /** Whether what was sent stays readable in the outbox. Mail carries links that sign in: it should not. */
  abstract readonly keepsBodies: boolean;
  abstract send(mail: OutboxMail): Promise<void>;
  abstract close(): void;
}

/** Longest that handing one mail over can take, in milliseconds, whatever the server does. */
export const sendTime = 45_000;

/** Real mail. The same Message-ID at a repeated attempt lets servers drop the duplicate. */
export class SmtpTransport extends MailTransport {
  readonly keepsBodies = false;
  private readonly transporter: Transporter;

  constructor(
    smtpUrl: string,
    private readonly config: Config,
  ) {
    super();
    const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
    this.transporter = createTransport({ url: smtpUrl, ...patience }, { from: config.MAIL_FROM });
  }

  async send(mail: OutboxMail): Promise<void> {
    await this.transporter.sendMail({
      to: { name: '', address: mail.recipient },
      subject: mail.subject,
      text: wrapMail(mail.body),
      messageId: `<${mail.id}@${new URL(this.config.baseUrl).hostname}>`,
      date: new Date(mail.createdAt),
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.locale },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  close(): void {
    this.transporter.close();
  }
}

/** The demo's mail goes nowhere: it stays in the outbox table, where the demo's mailbox page shows it. */
export class DemoTransport extends MailTransport {
  readonly keepsBodies = true;

  async send(): Promise<void> {}

  close(): void {}
}
