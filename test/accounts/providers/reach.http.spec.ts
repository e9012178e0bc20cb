import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApplication } from '../../support/application.js';
import { sqliteDatabase } from '../../support/databases.js';
import { type LyingProvider, lyingClient, startLyingProvider } from '../../support/lying-provider.js';
import { leaveFor, pressProvider, providersFile } from './world.js';

describe('A provider that is not to be had', () => {
  const environment: NodeJS.ProcessEnv = {};
  const providers: LyingProvider[] = [];
  const start = async (prepare: (provider: LyingProvider) => void) => {
    const provider = await startLyingProvider();
    prepare(provider);
    providers.push(provider);
    return { issuer: provider.issuer, ...lyingClient };
  };
  beforeAll(async () => {
    const closed = await start(() => {});
    await providers[0]?.close();
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'mimo', ...closed },
      {
        key: 'pomaly',
        ...(await start((slow) => {
          slow.instead = () => true;
        })),
      },
      {
        key: 'dlouhy',
        ...(await start((long) => {
          long.instead = (_request, response) => {
            response.writeHead(200, { 'content-type': 'application/json' });
            const timer = setInterval(() => response.write(' '.repeat(64 * 1024)), 1);
            response.on('close', () => clearInterval(timer));
            return true;
          };
        })),
      },
      {
        key: 'jinam',
        ...(await start((elsewhere) => {
          elsewhere.instead = ({ url }, response) => {
            if (url === '/elsewhere') return false;
            response.writeHead(302, { location: '/elsewhere' }).end();
            return true;
          };
        })),
      },
      {
        key: 'jiny',
        ...(await start((wrong) => {
          wrong.metadata = (honest) => ({ ...honest, issuer: 'https://a.example' });
        })),
      },
      { key: 'soukromy', ...(await start(() => {})), allowPrivateAddress: false },
      { key: 'cislo', ...lyingClient, issuer: 'http://[::ffff:127.0.0.1]:1', allowPrivateAddress: false },
      { key: 'metadata', ...lyingClient, issuer: 'http://169.254.169.254', allowPrivateAddress: false },
      {
        key: 'krize',
        ...(await start((broken) => {
          broken.instead = ({ url }, response) => {
            if (url !== '/token') return false;
            response.writeHead(500).end();
            return true;
          };
        })),
      },
    ]);
  });
  afterAll(() => Promise.all(providers.slice(1).map((provider) => provider.close())));
  const at = testApplication(sqliteDatabase(), environment);

  it('delays neither the start nor the sign-in page', async () => {
    const page = await at.browser().get('/prihlaseni');
    expect(page.status).toBe(200);
    expect(providers.flatMap(({ asked }) => asked)).toEqual([]);
  });

  it.each(['mimo', 'pomaly', 'dlouhy', 'jinam', 'jiny', 'soukromy', 'cislo', 'metadata'])(
    'is told of kindly, with the other ways in: %s',
    async (key) => {
      const answer = await pressProvider(at.browser(), key, '/podminky');
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBe('10');
      expect(answer.headers.refresh).toBeUndefined();
      expect(answer.text).toContain('/prihlaseni?next');
    },
    15_000,
  );

  it('is not asked at all where its address is private, nor followed to where it redirects', async () => {
    const asked = (place: number) => providers[place]?.asked ?? [];
    await pressProvider(at.browser(), 'soukromy');
    expect(asked(5)).toEqual([]);
    await pressProvider(at.browser(), 'jinam');
    expect(asked(3)).not.toContain('/elsewhere');
  });

  it('is left alone for a while after it did not answer', async () => {
    const [, , , redirecting] = providers;
    await pressProvider(at.browser(), 'jinam');
    const before = redirecting?.asked.length;
    await Promise.all(Array.from({ length: 5 }, () => pressProvider(at.browser(), 'jinam')));
    expect(redirecting?.asked.length).toBe(before);
  });

  it('that breaks in between is told of as well', async () => {
    const browser = at.browser();
    const there = await leaveFor(browser, 'krize');
    const iss = encodeURIComponent(there.origin);
    const answer = await browser.get(
      `/prihlaseni/poskytovatel/krize/zpet?code=c&state=${there.searchParams.get('state')}&iss=${iss}`,
    );
    expect(answer.status).toBe(503);
  });
});

describe.each([
  ['in the header, as is the standard', undefined, /^Basic /, /^(?!.*client_secret)/],
  ['in the form, where it takes it there only', ['client_secret_post'], /^$/, /client_secret=secret/],
])('A provider gets our secret %s', (_what, methods, header, form) => {
  const environment: NodeJS.ProcessEnv = {};
  let provider: LyingProvider;
  beforeAll(async () => {
    provider = await startLyingProvider();
    provider.metadata = (honest) => ({ ...honest, token_endpoint_auth_methods_supported: methods });
    environment.OIDC_PROVIDERS = providersFile([{ key: 'p', issuer: provider.issuer, ...lyingClient }]);
  });
  afterAll(() => provider.close());
  const at = testApplication(sqliteDatabase(), environment);

  it('with the code and its verifier, and nowhere else', async () => {
    let sent = { header: '', body: '' };
    provider.instead = (request, response) => {
      if (request.url !== '/token') return false;
      request.setEncoding('utf8').on('data', (chunk: string) => {
        sent = { header: request.headers.authorization ?? '', body: sent.body + chunk };
      });
      request.on('end', () => response.writeHead(400).end());
      return true;
    };
    const browser = at.browser();
    const there = await leaveFor(browser, 'p');
    expect(there.href).not.toContain('secret');
    expect(there.searchParams.get('code_challenge_method')).toBe('S256');
    const query = new URLSearchParams({
      code: 'the-code',
      state: there.searchParams.get('state') ?? '',
      iss: provider.issuer,
    });
    expect((await browser.get(`/prihlaseni/poskytovatel/p/zpet?${query}`)).status).toBe(400);
    expect(sent.header).toMatch(header);
    expect(sent.body).toMatch(form);
    expect(sent.body).toMatch(/code=the-code/);
    expect(sent.body).toMatch(/code_verifier=[\w-]{43}/);
  });
});
