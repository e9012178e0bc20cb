import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { describe, expect, test } from 'vitest';
import { Comment } from '../../src/feedback/comment.entity.js';
import { eachDatabase } from '../support/databases.js';
import { type Person, world } from './world.js';

eachDatabase('where nothing can be stored', (store) => {
  const here = world(store);
  /** On the connection that writes, as the engine meets it when its disk is full or was mounted to be read only. */
  const onWriter = (sql: string) =>
    here.app.application.get<DataSource>(getDataSourceToken('write')).query(sql);
  const say = (body: string, as: Person) => here.post(`${here.path}/sekce/1/komentare`, { body }, as);
  const troubles =
    store.kind === 'sqlite'
      ? [
          ['the disk is full', 'PRAGMA max_page_count = 1', 'PRAGMA max_page_count = 1000000'],
          ['it is read only', 'PRAGMA query_only = ON', 'PRAGMA query_only = OFF'],
        ]
      : [
          [
            'it is read only',
            'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY',
            'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE',
          ],
        ];

  describe.each(troubles)('because %s', (_, begin = '', end = '') => {
    test('that is said with a 503, nothing that was typed is lost, and reading goes on', async () => {
      const eva = await here.person('Eva');
      await onWriter(begin);
      const long = `Dlouhý komentář, ${'který se nikam nevejde, '.repeat(100)}`;
      let stored = 0;
      // The last pages of a full file may still have room for a few.
      while (stored < 50 && (await say(`${long} ${stored}`, eva)).status === 303) stored += 1;
      const answer = await say(`${long} naposled`, eva);
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBeDefined();
      expect(answer.text).toContain('který se nikam nevejde');
      expect(answer.text).not.toMatch(/SQLITE|read-only transaction|INSERT/);
      expect((await here.get(here.path)).status).toBe(200);
      expect((await here.get('/muj-ucet', eva)).status).toBe(200);
      await onWriter(end);
      expect(await here.app.database.read.countBy(Comment, { authorId: eva.id })).toBe(stored);
      expect((await say('Zase to jde.', eva)).status).toBe(303);
    });
  });
});
