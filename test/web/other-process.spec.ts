import { expect, test } from 'vitest';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import type { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/id.js';
import { Comments } from '../../src/feedback/comments.service.js';
import { world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('a page that visitors read all the time', (store) => {
  const here = world(store);

  async function comment(database: Database, body: string): Promise<void> {
    const { sectionId } = await here.section(1);
    const author = await here.person(`Pisatel ${newId()}`);
    const comments = new Comments(new ActivityLog());
    await database.write((manager) => comments.publish(manager, { sectionId, authorId: author.id, body }));
  }

  async function readers(): Promise<string[]> {
    const pages = await Promise.all(Array.from({ length: 5 }, () => here.get(`${here.path}/sekce/1`)));
    return pages.map(({ text }) => text);
  }

  test('shows at once what this process and another one have committed', async () => {
    const elsewhere = await store.open();
    for (let round = 0; round < 5; round += 1) {
      await readers();
      await comment(here.app.database, `Tady ${round}.`);
      for (const text of await readers()) expect(text).toContain(`Tady ${round}.`);
      await comment(elsewhere, `Jinde ${round}.`);
      for (const text of await readers()) expect(text).toContain(`Jinde ${round}.`);
    }
  });
});
