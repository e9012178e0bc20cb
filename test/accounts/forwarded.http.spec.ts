import { describe, expect, test } from 'vitest';
import { limits } from '../../src/accounts/limits.js';
import { Limits } from '../../src/accounts/limits.service.js';
import { Database } from '../../src/database/database.js';
import { testApplication } from '../support/application.js';
import { sqliteDatabase } from '../support/databases.js';

/** Asks for a link with a header that claims another address for each request. */
describe.each([
  ['believed by nobody where no proxy is configured', {}, 429],
  ['that of the nearest proxy where one is', { TRUST_PROXY: '1' }, 303],
])('The address in X-Forwarded-For is %s', (_name, environment, status) => {
  const app = testApplication(sqliteDatabase(), environment);

  test('so that limits hold for whom they should', async () => {
    const { application } = app;
    await application.get(Database).write(async (manager) => {
      for (let time = 0; time < limits.mailPerNetwork.max; time += 1)
        await application.get(Limits).take(manager, 'mail-network', '127.0.0.1', limits.mailPerNetwork);
    });
    const browser = app.browser();
    const { text } = await browser.get('/prihlaseni');
    const form = /<form[^>]*action="\/prihlaseni"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '';
    const csrf = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const answer = await browser
      .post('/prihlaseni')
      .set('x-forwarded-for', '198.51.100.7')
      .type('form')
      .send({ _csrf: csrf, email: 'nekdo@example.org', next: '', website: '' });
    expect(answer.status).toBe(status);
  });
});
