import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { csrfToken } from '../../src/web/csrf.js';
import { Secret } from '../../src/web/secret.js';
import { maxUploadFiles } from '../../src/web/upload.js';
import { testApplication } from '../support/application.js';
import { sqliteDatabase } from '../support/databases.js';

const path = '/sprava/import/soubory';
const text = '---\ntitle: Úřad\ncampaignCategoryUid: zkusebni\n---\n## Nadpis\n\nText.\n';

describe('a form with files', () => {
  const app = testApplication(sqliteDatabase(), { DEMO: 'true' });

  async function staff(): Promise<{ cookie: string; token: string }> {
    const person = demoPeople.find(({ name }) => name === 'sprava');
    if (!person) throw new Error('no staff');
    const session = await app.application.get(Demo).signIn(person, 'test');
    const viewer = await app.application.get(Sessions).ofToken(session);
    return { cookie: `podnet=${session}`, token: csrfToken(app.application.get(Secret), { viewer }) };
  }

  const post = (cookie: string, to = path) => app.http().post(to).set('cookie', cookie);
  const nothingIsStored = async () => expect(await app.database.read.count(ContentImport)).toBe(0);

  test('is refused without the token, and nothing of it is kept', async () => {
    const { cookie } = await staff();
    await post(cookie).field('scope', 'partial').attach('files', Buffer.from(text), 'urad.md').expect(403);
    await nothingIsStored();
  });

  test('is refused where the token does not stand before everything else', async () => {
    const { cookie, token } = await staff();
    await post(cookie).attach('files', Buffer.from(text), 'urad.md').field('_csrf', token).expect(403);
    await post(cookie).field('scope', 'partial').field('_csrf', token).expect(403);
    await nothingIsStored();
  });

  test('is refused with the token of somebody else', async () => {
    const { cookie } = await staff();
    const visitors = csrfToken(app.application.get(Secret), { viewer: null });
    await post(cookie).field('_csrf', visitors).attach('files', Buffer.from(text), 'urad.md').expect(403);
    await nothingIsStored();
  });

  test('is refused from another site, whatever token it has', async () => {
    const { cookie, token } = await staff();
    await post(cookie)
      .set('sec-fetch-site', 'cross-site')
      .field('_csrf', token)
      .attach('files', Buffer.from(text), 'urad.md')
      .expect(403);
    await nothingIsStored();
  });

  test('is nothing for visitors', async () => {
    const { status, headers } = await app.http().post(path).field('_csrf', 'x');
    expect([status, headers.location]).toEqual([303, '/prihlaseni']);
  });

  test('is refused by every route that takes none', async () => {
    const { cookie, token } = await staff();
    await post(cookie, '/sprava/import').field('_csrf', token).expect(415);
    await post(cookie, '/muj-ucet/nastaveni/jmeno')
      .field('_csrf', token)
      .field('publicName', 'Eva')
      .expect(415);
  });

  test('is refused where it is broken, or no form at all', async () => {
    const { cookie, token } = await staff();
    await post(cookie).set('content-type', 'multipart/form-data').send('x').expect(400);
    await post(cookie).set('content-type', 'multipart/form-data; boundary=a').send('--b\r\n').expect(400);
    await post(cookie).type('form').send({ _csrf: token }).expect(400);
    await nothingIsStored();
  });

  test('may have so many files and no more', async () => {
    const { cookie, token } = await staff();
    let form = post(cookie).field('_csrf', token).field('scope', 'partial');
    for (let number = 0; number <= maxUploadFiles; number += 1)
      form = form.attach('files', Buffer.from('x'), `${number}.md`);
    const { status, text: page } = await form;
    expect(status).toBe(413);
    expect(page).toContain('20 MB a 200 souborů');
    await nothingIsStored();
  });

  test('is refused by its declared length before anything is read', async () => {
    const { cookie } = await staff();
    expect(await sent({ cookie, 'content-length': '5000000000' }, ['--a\r\n'])).toBe(413);
  });

  test('is refused when it turns out larger than it said', async () => {
    const { cookie, token } = await staff();
    const field = (name: string, value: string) =>
      `--a\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const file = (name: string) =>
      `--a\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n${'x'.repeat(11e6)}\r\n`;
    const parts = [field('_csrf', token), field('scope', 'partial'), file('a.md'), file('b.md'), '--a--\r\n'];
    expect(await sent({ cookie, 'transfer-encoding': 'chunked' }, parts)).toBe(413);
    await nothingIsStored();
  });

  /** A request as no browser makes it; resolves with the status of the answer, even where the rest is never sent. */
  async function sent(headers: Record<string, string>, body: string[]): Promise<number | undefined> {
    const server = app.application.getHttpServer();
    if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const type = { 'content-type': 'multipart/form-data; boundary=a' };
      const options = { host: '127.0.0.1', port, path, method: 'POST', headers: { ...type, ...headers } };
      const request = httpRequest(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
        if (headers['content-length']) request.destroy();
      });
      request.on('error', reject);
      for (const part of body) request.write(part);
      if (!headers['content-length']) request.end();
    });
  }
});
