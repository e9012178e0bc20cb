import type { EntityManager } from 'typeorm';
import type { Description, Publisher } from '../../src/accounts/publishers.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import type { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/id.js';
import { Refusal } from '../../src/web/refusal.js';

/** Publishes notes into the activity log, which every test database has. */
export class NotePublisher implements Publisher {
  database: Database;
  /** Texts that cannot be published any more. */
  readonly closed = new Set<string>();
  /** Texts whose place is gone. */
  readonly gone = new Set<string>();

  async describe(payload: string): Promise<Description | null> {
    const { text } = JSON.parse(payload) as { text: string };
    return this.gone.has(text) ? null : { title: 'Poznámka', text, path: '/zkouska/mista' };
  }

  async publish(manager: EntityManager, payload: string, accountId: string): Promise<{ path: string }> {
    const { text } = JSON.parse(payload) as { text: string };
    await new ActivityLog().record(manager, {
      actorId: accountId,
      verb: 'comment.published',
      subjectType: 'note',
      subjectId: newId(),
      data: { text },
    });
    if (this.closed.has(text)) throw new Refusal(409, 'accounts.refusal.gone');
    return { path: `/zkouska/mista#${text.length}` };
  }

  /** Texts published by an account, in order. */
  async by(accountId: string): Promise<string[]> {
    const entries = await this.database.read.find(Activity, {
      where: { verb: 'comment.published', actorId: accountId },
      order: { number: 'ASC' },
    });
    return entries.map(({ data }) => (JSON.parse(data) as { text: string }).text);
  }
}
