import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IsNull, LessThan } from 'typeorm';
import { Database } from '../database/database.js';
import { Config } from '../ops/config.js';
import { Access } from '../web/access.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { notFound } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { Renderer } from '../web/views/renderer.service.js';
import { mailHtml } from './mail-html.js';
import { OutboxMail } from './outbox-mail.entity.js';

const pageSize = 20;

/** Which mails to show. */
interface Choice {
  to: string | null;
  before: string | null;
}

/** The mailbox of everybody in the demo, where mail goes nowhere else. */
@Controller('demo/posta')
@Access('anyone')
export class DemoMailboxController {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('komu') to: unknown,
    @Query('pred') before: unknown,
  ): Promise<void> {
    if (!this.config.DEMO) throw notFound();
    const choice = { to: textOf(to), before: textOf(before) };
    const [mails, recipients] = await Promise.all([this.mails(choice), this.recipients()]);
    const last = mails[pageSize - 1];
    const { locale } = request;
    const href = (chosen: Choice) => localPath(locale, address(chosen));
    const title = translate(locale, 'mail.demo.title');
    await this.renderer.page(request, reply, {
      template: 'mail-demo/mailbox',
      title,
      noindex: true,
      model: {
        title,
        mails: mails.slice(0, pageSize).map((mail) => this.mailModel(mail)),
        older: mails.length > pageSize && last ? href({ to: choice.to, before: last.id }) : null,
        newer: choice.before ? href({ to: choice.to, before: null }) : null,
        everybody: href({ to: null, before: null }),
        recipients: recipients.map((email) => ({
          email,
          isChosen: email === choice.to,
        })),
        empty: emptyState(locale),
      },
    });
  }

  private mails({ to, before }: Choice): Promise<OutboxMail[]> {
    return this.database.read.find(OutboxMail, {
      where: {
        cancelledAt: IsNull(),
        ...(to ? { recipient: to } : {}),
        ...(before ? { id: LessThan(before) } : {}),
      },
      order: { id: 'DESC' },
      take: pageSize + 1,
    });
  }

  private async recipients(): Promise<string[]> {
    const rows = await this.database.read
      .createQueryBuilder(OutboxMail, 'mail')
      .select('mail.recipient', 'email')
      .distinct(true)
      .where('mail.cancelledAt IS NULL')
      .orderBy('mail.recipient')
      .limit(50)
      .getRawMany<{ email: string }>();
    return rows.map(({ email }) => email);
  }

  private mailModel(mail: OutboxMail) {
    return {
      from: this.config.MAIL_FROM,
      to: mail.recipient,
      subject: mail.subject,
      text: mail.body,
      at: mail.notBefore,
      html: mailHtml(mail.body, this.config.baseUrl),
    };
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 254 && !value.includes('\0')
    ? value
    : null;
}

function address({ to, before }: Choice): string {
  const query = new URLSearchParams({ ...(to ? { komu: to } : {}), ...(before ? { pred: before } : {}) });
  return query.size > 0 ? `/demo/posta?${query}` : '/demo/posta';
}

function emptyState(locale: Locale) {
  return {
    title: translate(locale, 'mail.demo.empty'),
    text: translate(locale, 'mail.demo.emptyText'),
    step: { href: localPath(locale, '/prihlaseni'), label: translate(locale, 'mail.demo.emptyStep') },
  };
}
