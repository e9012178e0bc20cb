import { expect, test } from 'vitest';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { importContent } from './support.js';

eachDatabase('pages', (store) => {
  const app = testApplication(store);
  importContent(app);

  test.each(['/', '/program/kraj2020', '/program/kraj2020/digitalizace', '/program/kraj2020/digitalizace/sekce/1', '/napoveda', '/sitemap.xml', '/en/program/kraj2020/doprava'])('%s', async (path) => {
    const answer = await app.http().get(path);
    if (answer.status !== 200) console.log(answer.text);
    expect(answer.status).toBe(200);
  });
});
