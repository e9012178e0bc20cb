import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import type { Database } from '../../src/database/database.js';
import { MailTransport, SmtpTransport } from '../../src/mail/mail-transport.js';
import { type Letter, Outbox } from '../../src/mail/outbox.service.js';
import type { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { OutboxWorker } from '../../src/mail/outbox-worker.service.js';
import { type Config, readConfig } from '../../src/ops/config.js';
import type { Renderer } from '../../src/web/views/renderer.service.js';

const log = pino({ level: 'silent' });

/** A process that sends mail, as far as the outbox goes. */
export interface MailProcess {
  worker: OutboxWorker;
  outbox: Outbox;
}

/** Mail is worded as in the product; only the pages around it are left out. */
export function mailProcess(
  database: Database,
  transport: MailTransport,
  renderer: Renderer,
  config: Config,
): MailProcess {
  const worker = new OutboxWorker(database, transport, log);
  return { worker, outbox: new Outbox(database, renderer, config, worker) };
}

/** A letter whose template and subject exist. */
export function letterTo(to: string, given: Partial<Letter> = {}): Letter {
  const path = '/prihlaseni/overeni/abc';
  return {
    to,
    locale: 'cs',
    kind: 'accounts/sign-in',
    model: { path, code: '123456', minutes: 10 },
    ...given,
  };
}

/** Takes every mail and remembers whose it was. */
export class RememberingTransport extends MailTransport {
  readonly keepsBodies = true;
  readonly sent: string[] = [];
  /** What to do before a mail is taken, such as to fail. */
  before: (mail: OutboxMail) => Promise<void> = async () => undefined;

  async send(mail: OutboxMail): Promise<void> {
    await this.before(mail);
    this.sent.push(mail.recipient);
  }

  close(): void {}
}

/** A mail as an SMTP server got it. */
export interface Received {
  recipients: string[];
  raw: string;
}

/** A real SMTP server on the loopback interface. */
export async function smtpServer(port = 0): Promise<{
  port: number;
  received: Received[];
  close(): Promise<void>;
}> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ recipients, raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    received,
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The transport of production, to a port of this machine. */
export function smtpTo(port: number, config: Config): SmtpTransport {
  return new SmtpTransport(`smtp://127.0.0.1:${port}`, config);
}

export function mailConfig(): Config {
  return readConfig({
    NODE_ENV: 'test',
    SESSION_SECRET: 'a secret for tests only, 32 characters',
    BASE_URL: 'https://podnet.example.org',
    MAIL_FROM: 'Podnět <podnet@example.org>',
  });
}
