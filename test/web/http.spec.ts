import { describe, expect, it } from 'vitest';
import { testApplication } from '../support/application.js';
import { sqliteDatabase } from '../support/databases.js';

const visitorToken = /name="_csrf" value="([^"]+)"/;

describe('the web kit', () => {
  const app = testApplication(sqliteDatabase());

  async function tokenFrom(path: string): Promise<string> {
    const page = await app.http().get(path).expect(200);
    return visitorToken.exec(page.text)?.[1] ?? '';
  }

  it('says that it is alive and ready', async () => {
    await app.http().get('/health/live').expect(200, { status: 'ok' });
    await app.http().get('/health/ready').expect(200, { status: 'ok', missing: [] });
  });

  it('answers unknown addresses with a page of its own in the language of the address', async () => {
    const czech = await app.http().get('/nikde/nic').expect(404).expect('content-type', /html/);
    expect(czech.text).toContain('<html lang="cs">');
    const english = await app.http().get('/en/nikde/nic').expect(404);
    expect(english.text).toContain('<html lang="en">');
  });

  it('answers an address that cannot be decoded with a page too', async () => {
    for (const path of ['/program/kraj2020/%E0%A4%A', '/%', '/en/%ff']) {
      const answer = await app.http().get(path).expect('content-type', /html/);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).toContain('<h1');
    }
  });

  it('sends the security headers with pages, errors and files alike', async () => {
    for (const path of ['/', '/nikde', '/health/live', '/robots.txt']) {
      const { headers } = await app.http().get(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
    }
  });

  it('sets no cookie for a visitor', async () => {
    for (const path of ['/', '/prihlaseni', '/nikde']) {
      const { headers } = await app.http().get(path);
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it('keeps an unchanged page out of the way with a tag', async () => {
    const first = await app.http().get('/').expect(200);
    const tag = first.headers.etag ?? '';
    expect(tag).not.toBe('');
    await app.http().get('/').set('if-none-match', tag).expect(304);
    const english = await app.http().get('/en').expect(200);
    expect(english.headers.etag).not.toBe(tag);
  });

  it('serves files under an address that may be kept for ever', async () => {
    const page = await app.http().get('/');
    const path = /href="([^"]+\.css)"/.exec(page.text)?.[1] ?? '';
    const file = await app.http().get(path).expect(200).expect('content-type', /css/);
    expect(file.headers['cache-control']).toContain('immutable');
    await app.http().get('/assets/0000000000/../../package.json').expect(404);
    await app.http().get('/assets/0000000000/%2e%2e%2fpackage.json').expect(404);
  });

  describe('refuses a form', () => {
    const post = () => app.http().post('/prihlaseni').type('form');

    it('that comes from another site, by what the browser says', async () => {
      const _csrf = await tokenFrom('/prihlaseni');
      for (const site of ['cross-site', 'same-site', 'none']) {
        await post().set('sec-fetch-site', site).send({ _csrf, email: 'a@example.org' }).expect(403);
      }
      await post().set('origin', 'https://evil.example').send({ _csrf, email: 'a@example.org' }).expect(403);
      await post().set('origin', 'null').send({ _csrf, email: 'a@example.org' }).expect(403);
    });

    it('without a token or with a wrong one', async () => {
      await post().send({ email: 'a@example.org' }).expect(403);
      await post()
        .send({ _csrf: 'x'.repeat(32), email: 'a@example.org' })
        .expect(403);
      await post()
        .send({ _csrf: ['a', 'b'], email: 'a@example.org' })
        .expect(403);
    });

    it('and gives back what was typed', async () => {
      const typed = 'Dlouhý text, o který by byla škoda přijít, kdyby se odeslání nepovedlo.';
      const answer = await post()
        .send({ _csrf: 'x'.repeat(32), email: typed })
        .expect(403);
      expect(answer.text).toContain(typed);
    });

    it('that is too large or has too many fields', async () => {
      await post()
        .send({ email: 'x'.repeat(70_000) })
        .expect(413)
        .expect('content-type', /html/);
      const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, '1']));
      await post().send(fields).expect(413);
    });

    it('that is no form', async () => {
      const answer = await app.http().post('/prihlaseni').type('json').send('{"email":"a@example.org"}');
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers['content-type']).toMatch(/html/);
    });
  });

  it('shows a message only when it signed it itself', async () => {
    const _csrf = await tokenFrom('/prihlaseni');
    const honest = await app
      .http()
      .post('/prihlaseni')
      .type('form')
      .send({ _csrf, email: 'jana@example.org' });
    expect(honest.status).toBe(303);
    const forged = await app.http().get('/?zprava=errors.500.title~aaaaaaaaaaaaaaaa').expect(200);
    expect(forged.text).not.toContain('Tohle se nemělo stát');
  });

  it('refuses a method that a page does not have', async () => {
    const answer = await app.http().delete('/');
    expect([403, 404, 405]).toContain(answer.status);
  });
});
