import { afterAll, beforeAll, expect, it } from 'vitest';
import { DataExport } from '../../src/accounts/my-data/data-export.entity.js';
import { after, hour } from '../../src/accounts/periods.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { type LyingProvider, lyingClient, startLyingProvider } from '../support/lying-provider.js';
import { type Browser, fillIn, signIn, someEmail } from './people.js';
import { pressProvider, providersFile, urlOf } from './providers/world.js';

const exporting = '/muj-ucet/udaje/export';

eachDatabase('A page that goes on by itself', (database) => {
  const environment: NodeJS.ProcessEnv = {};
  let there: LyingProvider;
  beforeAll(async () => {
    there = await startLyingProvider();
    there.metadata = (honest) => ({
      ...honest,
      authorization_endpoint: `${there.issuer}/authorize?hint="><script>alert(1)</script>`,
    });
    environment.OIDC_PROVIDERS = providersFile([
      { key: 'mesto', issuer: there.issuer, ...lyingClient },
      { key: 'nikde', issuer: 'http://localhost:9/', ...lyingClient },
    ]);
  });
  afterAll(() => there.close());
  const at = testApplication(database, environment);

  const expectGuarded = (headers: Record<string, string>) => {
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|http/);
    // Another host learns nothing of the page, whose address may say where somebody wants to go.
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['cache-control']).toContain('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
  };

  it('to a provider is guarded, takes nothing of ours along, and is markup nobody else wrote', async () => {
    const browser: Browser = at.browser();
    const page = await pressProvider(browser, 'mesto', '/program?hledat=tajne');
    expect(page.status).toBe(200);
    expectGuarded(page.headers);
    const url = urlOf(page);
    expect(url.origin).toBe(there.issuer);
    expect(page.headers.refresh).not.toMatch(/[\s"'<>]http|[\r\n]|[<>"]/);
    expect(page.text).not.toContain('<script>alert');
    expect(`${url}`).not.toContain('tajne');
    // What is asked there, and that its answer comes back to us.
    expect([...url.searchParams.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'hint',
      'max_age',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
      'ui_locales',
    ]);
    expect(url.searchParams.get('redirect_uri')).toMatch(/\/prihlaseni\/poskytovatel\/mesto\/zpet$/);
  });

  it('to a provider that is down stays here', async () => {
    const { headers, status } = await pressProvider(at.browser(), 'nikde');
    expect(status).toBe(503);
    expect(headers.refresh).toBeUndefined();
  });

  it('while one’s data are being gathered is guarded, and looks again at itself only', async () => {
    const browser = at.browser();
    await signIn(at, browser, someEmail(), 'Vyvážející');
    const asked = await fillIn(browser, '/muj-ucet/udaje', exporting, {});
    expect(asked.status).toBe(303);
    // As it is while another process is at it.
    const busy = { state: 'waiting' as const, claimedUntil: after(hour) };
    await at.database.write((manager) => manager.updateAll(DataExport, busy));
    const page = await browser.get('/muj-ucet/udaje');
    expectGuarded(page.headers);
    expect(page.headers.refresh).toBeUndefined();
    const looks = [...page.text.matchAll(/http-equiv="refresh" content="([^"]*)"/g)];
    expect(looks).toHaveLength(1);
    expect(looks[0]?.[1]).toMatch(/^\d+$/);
  });
});
