import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { now } from '../database/time.js';
import { Outbox } from '../mail/outbox.service.js';
import type { ContentImport } from '../programme/content-import.entity.js';
import { ImportWork } from '../programme/import/import-work.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { importPath } from './import-list.page.js';

/** Whoever waited longer than this has gone to do something else; in milliseconds. */
const long = 30_000;

/** Tells people by mail of work that took longer than anybody waits for. */
@Injectable()
export class ImportMail {
  constructor(
    private readonly outbox: Outbox,
    work: ImportWork,
  ) {
    work.alsoWhenReady((manager, ready) => this.tell(manager, ready));
  }

  private async tell(
    manager: EntityManager,
    { job, state, since }: { job: ContentImport; state: 'rehearsed' | 'done'; since: string },
  ): Promise<void> {
    if (job.actorId === null || Date.parse(now()) - Date.parse(since) < long) return;
    const account = await manager.findOneBy(Account, { id: job.actorId });
    if (!account?.email) return;
    await this.outbox.queue(manager, {
      to: account.email,
      locale: account.locale as Locale,
      kind: `imports/${state}`,
      subjectId: job.id,
      model: { number: job.number, from: job.originName, path: importPath(job.number) },
    });
  }
}
