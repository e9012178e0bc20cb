import { createTransport, type Transporter } from 'nodemailer';
import type { Config } from '../ops/config.js';
import type { OutboxMail } from './outbox-mail.entity.js';

/** Hands a mail over to the world; rejects when it was not taken. */
export abstract class MailTransport {
  abstract send(mail: OutboxMail): Promise<void>;
  abstract close(): void;
}

/** Real mail. The same Message-ID at a repeated attempt lets servers drop the duplicate. */
export class SmtpTransport extends MailTransport {
  private readonly transporter: Transporter;

  constructor(
    smtpUrl: string,
    private readonly config: Config,
  ) {
    super();
    this.transporter = createTransport(smtpUrl, { from: config.MAIL_FROM });
  }

  async send(mail: OutboxMail): Promise<void> {
    await this.transporter.sendMail({
      to: { name: '', address: mail.recipient },
      subject: mail.subject,
      text: mail.body,
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
  async send(): Promise<void> {}

  close(): void {}
}
