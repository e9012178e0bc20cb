import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.js';
import { CachedPage } from '../../src/web/views/page-cache.js';
import { RecentPages, rememberPage } from '../../src/web/views/recent-pages.js';
import { sendBytes } from '../../src/web/views/visitor-answer.js';

describe('a page that was just sent to a visitor', () => {
  let mark: number | null;
  let made: number;
  /** Called while an answer is being made. */
  let meanwhile: () => void;
  let site: FastifyInstance;

  beforeEach(() => {
    mark = 1;
    made = 0;
    meanwhile = () => {};
    const database: Pick<Database, 'changeMark'> = { changeMark: () => mark };
    const recent = new RecentPages(database as Database);
    site = Fastify();
    site.decorateRequest('recentPages', undefined);
    site.addHook('onRequest', (request, reply, done) => {
      if (!recent.answer(request, reply)) done();
    });
    site.get('/*', async (request, reply) => {
      const state = String(mark);
      made += 1;
      const page = new CachedPage(
        `${request.url}|${state}`,
        [`state ${state}`],
        async () => `state ${state}`,
      );
      meanwhile();
      const bytes = await page.bytes('identity');
      rememberPage(request, page);
      sendBytes(reply, page.etag, 'identity', bytes);
      return reply;
    });
  });
  afterEach(() => site.close());

  const read = async (headers: Record<string, string> = {}, url = '/') =>
    (await site.inject({ url, headers })).body;

  test('answers the next one the same, byte for byte and header for header, without being made again', async () => {
    // The clock may turn to the next second between two of them, but not each time.
    const answers = [];
    for (let time = 0; time < 10; time += 1) answers.push(await site.inject({ url: '/' }));
    expect(made).toBeLessThan(5);
    for (const { statusCode, headers, body } of answers) {
      expect({ statusCode, body }).toEqual({ statusCode: 200, body: 'state 1' });
      expect({ ...headers, date: '' }).toEqual({ ...answers[0]?.headers, date: '' });
    }
  });

  test('is made anew after a commit', async () => {
    expect(await read()).toBe('state 1');
    mark = 2;
    expect(await read()).toBe('state 2');
  });

  test('is not put among what holds after a commit that came while it was made', async () => {
    await read({}, '/other');
    meanwhile = () => {
      mark = 2;
      meanwhile = () => {};
    };
    // The commit is noticed by somebody else before this answer is ready.
    const [old] = await Promise.all([read(), read({}, '/other')]);
    expect(old).toBe('state 1');
    expect(await read()).toBe('state 2');
  });

  test('is not given to whoever brings a cookie or asks for a part of a page', async () => {
    await read();
    const before = made;
    await read({ cookie: 'podnet=x' });
    await read({ 'x-fragment': '1' });
    expect(made).toBe(before + 2);
  });

  test('is not given at another address', async () => {
    await read();
    const before = made;
    await read({}, '/?po=5');
    expect(made).toBe(before + 1);
  });

  test('is not sent again to those who hold it', async () => {
    const { etag } = (await site.inject({ url: '/' })).headers;
    const answers = [];
    for (let time = 0; time < 5; time += 1)
      answers.push(await site.inject({ url: '/', headers: { 'if-none-match': String(etag) } }));
    expect(answers.some(({ statusCode, body }) => statusCode === 304 && body === '')).toBe(true);
    mark = 2;
    const { statusCode } = await site.inject({ url: '/', headers: { 'if-none-match': String(etag) } });
    expect(statusCode).toBe(200);
  });

  test('is made each time where the engine does not say what was committed', async () => {
    mark = null;
    await read();
    await read();
    expect(made).toBe(2);
  });

  test('does not fill the memory with addresses that somebody invents', () => {
    const recentPages = new Map<string, CachedPage>();
    const page = new CachedPage('state', ['text'], async () => 'text');
    for (let number = 0; number < 1500; number += 1)
      rememberPage({ recentPages, originalUrl: `/?x=${number}` }, page);
    expect(recentPages.size).toBe(1000);
  });
});
