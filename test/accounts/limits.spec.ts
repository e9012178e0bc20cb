import { afterEach, describe, expect, it } from 'vitest';
import { Limits } from '../../src/accounts/limits.service.js';
import { networkOf } from '../../src/accounts/network.js';
import { RateCount } from '../../src/accounts/rate-count.entity.js';
import { setClock } from '../../src/database/time.js';
import { readConfig } from '../../src/ops/config.js';
import { Refusal } from '../../src/web/refusal.js';
import { Secret } from '../../src/web/secret.js';
import { eachDatabase } from '../support/databases.js';

const secret = new Secret(readConfig({ SESSION_SECRET: 'a secret for tests only, 32 characters' }));
const limit = { max: 3, seconds: 60 };

afterEach(() => setClock());

eachDatabase('A limit', (database) => {
  it('lets as many through as it says, however many come at once', async () => {
    const { write } = await opened();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => write('at-once', 'jana')));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = tries.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(Refusal);
      expect(reason).toMatchObject({ status: 429 });
      expect((reason as Refusal).retryAfter).toBeGreaterThan(0);
      expect((reason as Refusal).retryAfter).toBeLessThanOrEqual(60);
    }
  });

  it('counts each subject and each thing by itself', async () => {
    const { write } = await opened();
    for (let time = 0; time < 3; time += 1) await write('apart', 'jana');
    await expect(write('apart', 'jana')).rejects.toThrow(Refusal);
    await expect(write('apart', 'petr')).resolves.toBeUndefined();
    await expect(write('another', 'jana')).resolves.toBeUndefined();
  });

  it('holds in another process and after a restart', async () => {
    const first = await opened();
    for (let time = 0; time < 3; time += 1) await first.write('lasting', 'jana');
    const second = await opened();
    await expect(second.write('lasting', 'jana')).rejects.toThrow(Refusal);
  });

  it('begins anew when its window is over', async () => {
    const { write } = await opened();
    for (let time = 0; time < 3; time += 1) await write('window', 'jana');
    setClock(() => new Date(Date.now() + 61_000));
    await expect(write('window', 'jana')).resolves.toBeUndefined();
  });

  it('uses nothing up when the write is undone', async () => {
    const { write, open } = await opened();
    const limits = new Limits(secret);
    for (let time = 0; time < 10; time += 1) {
      const undone = open.write(async (manager) => {
        await limits.spend(manager, 'undone', 'jana', limit);
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
    }
    await expect(write('undone', 'jana')).resolves.toBeUndefined();
  });

  it('does not store whom it counts', async () => {
    const { write, open } = await opened();
    await write('secret', 'jana@example.org');
    const rows = await open.read.find(RateCount);
    expect(JSON.stringify(rows)).not.toContain('jana');
  });

  async function opened() {
    const open = await database.open();
    const limits = new Limits(secret);
    const write = (what: string, subject: string) =>
      open.write((manager) => limits.spend(manager, what, subject, limit));
    return { open, write };
  }
});

describe('The network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
