import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { trustedProxies } from '../../src/web/trusted-proxies.js';

async function addressSeen(proxies: number, forwardedFor: string): Promise<string> {
  const fastify = Fastify({ trustProxy: trustedProxies(proxies) });
  fastify.get('/', (request) => request.ip);
  const headers = { 'x-forwarded-for': forwardedFor };
  const answer = await fastify.inject({ url: '/', remoteAddress: '10.0.0.1', headers });
  await fastify.close();
  return answer.body;
}

describe('trustedProxies', () => {
  it('believes nobody when there is no proxy', async () => {
    expect(await addressSeen(0, '203.0.113.5')).toBe('10.0.0.1');
  });

  it('takes the address that the nearest proxy saw, not the one the client claims', async () => {
    expect(await addressSeen(1, '198.51.100.9, 203.0.113.5')).toBe('203.0.113.5');
  });

  it('goes back through as many proxies as there are', async () => {
    expect(await addressSeen(2, '198.51.100.9, 203.0.113.5, 10.0.0.2')).toBe('203.0.113.5');
  });
});
