import { describe, expect, test } from 'vitest';
import { accessLevels } from '../../src/web/access.js';
import { testApplication } from '../support/application.js';
import { sqliteDatabase } from '../support/databases.js';
import { routesOf } from './routes.js';

const store = sqliteDatabase();

describe('routes', () => {
  const app = testApplication(store, { DEMO: 'true' });

  test('each says who may use it', () => {
    const undeclared = routesOf(app.application).filter(
      ({ access }) => !accessLevels.some((level) => level === access),
    );
    expect(undeclared).toEqual([]);
  });

  test('each can be reached, and no two share an address', () => {
    const routes = routesOf(app.application);
    const fastify = app.application.getHttpAdapter().getInstance();
    expect(routes.length).toBeGreaterThan(30);
    const unreachable = routes.filter(({ method, path }) => !fastify.hasRoute({ method, url: path }));
    expect(unreachable).toEqual([]);
    const addresses = routes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
    expect(addresses.filter((address, place) => addresses.indexOf(address) !== place)).toEqual([]);
  });

  test('are those of docs/routes.txt', async () => {
    const lines = routesOf(app.application)
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.method < b.method ? -1 : 1))
      .map(({ method, path, access }) => `${(access ?? '').padEnd(9)} ${method.padEnd(5)} ${path}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../docs/routes.txt');
  });

  test('nothing changes by a GET: whatever changes something is a POST', () => {
    const methods = new Set(routesOf(app.application).map(({ method }) => method));
    expect([...methods].sort()).toEqual(['GET', 'POST']);
  });
});
