import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { now } from '../database/time.js';
import { Config } from '../ops/config.js';
import { type Locale, type MessageParams, translate } from '../web/i18n/messages.js';
import { Renderer } from '../web/views/renderer.service.js';
import { OutboxMail } from './outbox-mail.entity.js';
import { OutboxWorker } from './outbox-worker.service.js';

/** A mail to one person. */
export interface Letter {
  to: string;
  locale: Locale;
  /**
   * Names its template `views/mail/<kind>.hbs`, `/` between folders, and its subject, the sentence
   * `<module>.mail.<name>.subject`: kind `accounts/sign-in` has `accounts.mail.sign-in.subject`.
   */
  kind: string;
  /** View model of the template; `baseUrl` is added. Its fields also fill the subject. */
  model: Record<string, unknown>;
  /** Seconds to wait before sending, so that an undo can take it back. */
  delay?: number;
  /** Id of the thing it is about, for `cancel`. */
  subjectId?: string;
}

/** Mail leaves through here: written in the transaction of the change, sent after its commit. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly renderer: Renderer,
    private readonly config: Config,
    private readonly worker: OutboxWorker,
  ) {}

  /** Writes a mail in a write; the worker sends it once the write is committed. */
  async queue(manager: EntityManager, letter: Letter): Promise<void> {
    const [module = '', name = ''] = letter.kind.split('/');
    const model = { ...letter.model, baseUrl: this.config.baseUrl };
    const subject = translate(letter.locale, `${module}.mail.${name}.subject`, letter.model as MessageParams);
    const at = now();
    await manager.insert(OutboxMail, {
      id: newId(),
      recipient: letter.to,
      subject: Array.from(subject.replace(/\s+/g, ' ')).slice(0, 200).join(''),
      body: this.renderer.text(letter.locale, `mail/${letter.kind}`, model).trim(),
      locale: letter.locale,
      kind: `${module}.${name}`,
      createdAt: at,
      notBefore: letter.delay ? new Date(Date.parse(at) + letter.delay * 1000).toISOString() : at,
      attempts: 0,
      subjectId: letter.subjectId ?? null,
    });
    this.database.afterCommit(() => this.worker.wake(letter.delay ?? 0));
  }

  /** Takes back what has not left yet about a thing; returns how many mails. */
  async cancel(manager: EntityManager, subjectId: string, kind: string): Promise<number> {
    const result = await manager.update(
      OutboxMail,
      {
        subjectId,
        kind: kind.replace('/', '.'),
        sentAt: IsNull(),
        claimedUntil: IsNull(),
        cancelledAt: IsNull(),
      },
      // What will not leave should not lie around either: it may hold a link.
      { cancelledAt: now(), body: '' },
    );
    return result.affected ?? 0;
  }
}
