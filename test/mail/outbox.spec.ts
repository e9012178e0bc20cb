import { afterEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/database/id.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { eachDatabase, sqliteDatabase } from '../support/databases.js';
import {
  letterTo,
  type MailProcess,
  mailConfig,
  mailProcess,
  RememberingTransport,
  smtpServer,
  smtpTo,
} from './outbox.js';
import { rendererOf } from './renderer.js';

const config = mailConfig();
const renderer = rendererOf(config);
const passed = (seconds: number) => setClock(() => new Date(Date.now() + seconds * 1000));
let people = 0;
const somebody = () => {
  people += 1;
  return `reader${people}@example.org`;
};

afterEach(() => setClock());

eachDatabase('The outbox', (database) => {
  async function started(transport = new RememberingTransport()) {
    const open = await database.open();
    const process = mailProcess(open, transport, renderer, config);
    const queue = (to: string, given = {}) =>
      open.write((manager) => process.outbox.queue(manager, letterTo(to, given)));
    const mailTo = (recipient: string) => open.read.findOneByOrFail(OutboxMail, { recipient });
    return { ...process, open, transport, queue, mailTo };
  }

  it('sends what was committed, once', async () => {
    const { queue, worker, transport, mailTo } = await started();
    const to = somebody();
    await queue(to);
    await worker.drain();
    await worker.drain();
    expect(transport.sent.filter((sent) => sent === to)).toHaveLength(1);
    expect((await mailTo(to)).sentAt).not.toBeNull();
  });

  it('sends nothing of a write that was undone', async () => {
    const { open, outbox, worker, transport } = await started();
    const to = somebody();
    const undone = open.write(async (manager) => {
      await outbox.queue(manager, letterTo(to));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await worker.drain();
    expect(transport.sent).not.toContain(to);
  });

  it('sends after a restart what a crash between commit and sending left behind, once', async () => {
    const crashed = await started();
    const to = somebody();
    await crashed.queue(to);
    // The first process dies here. Two others start.
    const [one, two] = [await started(), await started()];
    await Promise.all([one.worker.drain(), two.worker.drain()]);
    expect([...one.transport.sent, ...two.transport.sent].filter((sent) => sent === to)).toHaveLength(1);
  });

  it('sends what a process had claimed when it crashed, after the claim is over', async () => {
    const crashed = await started();
    const to = somebody();
    await crashed.queue(to);
    crashed.transport.before = () => new Promise(() => undefined);
    void crashed.worker.drain();
    await expect.poll(async () => (await crashed.mailTo(to)).claimedUntil).not.toBeNull();
    const next = await started();
    await next.worker.drain();
    expect(next.transport.sent).not.toContain(to);
    passed(91);
    await next.worker.drain();
    expect(next.transport.sent).toContain(to);
  });

  it('shares a heap of mail among processes without sending any twice', async () => {
    const { queue } = await started();
    const everybody = Array.from({ length: 100 }, somebody);
    await Promise.all(everybody.map((to) => queue(to)));
    const processes = [await started(), await started(), await started()];
    await Promise.all(processes.map(({ worker }) => worker.drain()));
    const sent = processes.flatMap(({ transport }) => transport.sent);
    expect(sent.filter((to) => everybody.includes(to)).sort()).toEqual([...everybody].sort());
  });

  it('keeps a mail that was not taken, and tries it again later', async () => {
    const { queue, worker, transport, mailTo } = await started();
    const to = somebody();
    await queue(to);
    transport.before = async () => {
      throw new Error('451 try again later');
    };
    await worker.drain();
    expect(await mailTo(to)).toMatchObject({ sentAt: null, attempts: 1, lastError: '451 try again later' });
    transport.before = async () => undefined;
    await worker.drain();
    expect(transport.sent).not.toContain(to);
    passed(31);
    await worker.drain();
    expect(transport.sent).toContain(to);
    expect(await mailTo(to)).toMatchObject({ attempts: 2, lastError: null });
  });

  it('waits ten minutes at most, and gives up after a day', async () => {
    const { open, queue, worker, transport, mailTo } = await started();
    const to = somebody();
    await queue(to);
    transport.before = async () => {
      throw new Error('550 no such person');
    };
    await open.write((manager) => manager.update(OutboxMail, { recipient: to }, { attempts: 148 }));
    const from = Date.now();
    await worker.drain();
    const waits = Date.parse((await mailTo(to)).notBefore) - from;
    expect(waits).toBeGreaterThan(590_000);
    expect(waits).toBeLessThan(660_000);
    passed(700);
    await worker.drain();
    const given = await mailTo(to);
    expect(given.attempts).toBe(150);
    expect(given.cancelledAt).not.toBeNull();
    expect(given.body).toBe('');
  });

  it('does not let one bad mail hold up the others', async () => {
    const { queue, worker, transport } = await started();
    const [bad, good] = [somebody(), somebody()];
    await queue(bad);
    await queue(good);
    transport.before = async ({ recipient }) => {
      if (recipient === bad) throw new Error('550 no such person');
    };
    await worker.drain();
    expect(transport.sent).toContain(good);
    expect(transport.sent).not.toContain(bad);
  });

  it('holds back what should wait, and takes it back when asked', async () => {
    const { open, outbox, queue, worker, transport, mailTo } = await started();
    const [undone, kept] = [somebody(), somebody()];
    const [subjectId, otherId] = [newId(), newId()];
    await queue(undone, { delay: 60, subjectId });
    await queue(kept, { delay: 60, subjectId: otherId });
    await worker.drain();
    expect(transport.sent).toHaveLength(0);
    const cancel = () => open.write((manager) => outbox.cancel(manager, subjectId, 'accounts/sign-in'));
    expect(await cancel()).toBe(1);
    expect(await cancel()).toBe(0);
    expect((await mailTo(undone)).body).toBe('');
    passed(61);
    await worker.drain();
    expect(transport.sent).toContain(kept);
    expect(transport.sent).not.toContain(undone);
  });

  it('takes back nothing that has left', async () => {
    const { open, outbox, queue, worker } = await started();
    const subjectId = newId();
    await queue(somebody(), { subjectId });
    await worker.drain();
    expect(await open.write((manager) => outbox.cancel(manager, subjectId, 'accounts/sign-in'))).toBe(0);
  });

  it('finishes the mail in hand when the process stops, and leaves the rest to the next one', async () => {
    const { queue, worker, transport } = await started();
    const [first, second] = [somebody(), somebody()];
    await queue(first);
    await queue(second);
    let finish: () => void = () => undefined;
    const inHand = new Promise<void>((resolve) => {
      transport.before = () => {
        resolve();
        return new Promise((done) => {
          finish = done;
        });
      };
    });
    worker.onApplicationBootstrap();
    await inHand;
    const stopped = worker.beforeApplicationShutdown();
    finish();
    await stopped;
    expect(transport.sent).toEqual([first]);
    const next = await started();
    await next.worker.drain();
    expect(next.transport.sent).toEqual([second]);
  });

  it('sends soon what is written while it is busy', async () => {
    const { queue, worker, transport } = await started();
    const [first, second] = [somebody(), somebody()];
    worker.onApplicationBootstrap();
    await queue(first);
    await expect.poll(() => transport.sent).toContain(first);
    await queue(second);
    await expect.poll(() => transport.sent, { timeout: 3000 }).toContain(second);
    await worker.beforeApplicationShutdown();
  });
});

describe('Mail through a real server', () => {
  const database = sqliteDatabase();

  async function started(port: number) {
    const open = await database.open();
    const process: MailProcess = mailProcess(open, smtpTo(port, config), renderer, config);
    const queue = (to: string) => open.write((manager) => process.outbox.queue(manager, letterTo(to)));
    return { ...process, open, queue };
  }

  it('arrives as it was written, from us, to one person', async () => {
    const server = await smtpServer();
    const { open, queue, worker } = await started(server.port);
    const to = somebody();
    await queue(to);
    await worker.drain();
    await server.close();
    const [mail] = server.received;
    expect(mail?.recipients).toEqual([to]);
    const { id } = await open.read.findOneByOrFail(OutboxMail, { recipient: to });
    expect(mail?.raw).toContain(`Message-ID: <${id}@podnet.example.org>`);
    expect(mail?.raw).toMatch(/^From: .*<podnet@example\.org>/m);
    expect(mail?.raw).toContain('Auto-Submitted: auto-generated');
    expect(mail?.raw.replace(/=\r\n/g, '')).toContain('https://podnet.example.org/prihlaseni/overeni/abc');
  });

  it('is not kept once it has left: it may hold a link that signs in', async () => {
    const server = await smtpServer();
    const { open, queue, worker } = await started(server.port);
    const to = somebody();
    await queue(to);
    expect((await open.read.findOneByOrFail(OutboxMail, { recipient: to })).body).toContain('overeni/abc');
    await worker.drain();
    await server.close();
    expect((await open.read.findOneByOrFail(OutboxMail, { recipient: to })).body).toBe('');
  });

  it('waits while the server is down and leaves once when it is back', async () => {
    const before = await smtpServer();
    await before.close();
    const { open, queue, worker } = await started(before.port);
    const everybody = [somebody(), somebody(), somebody()];
    for (const to of everybody) await queue(to);
    await worker.drain();
    passed(40);
    await worker.drain();
    const waiting = await open.read.findBy(OutboxMail, {});
    expect(
      waiting.filter(({ recipient }) => everybody.includes(recipient)).map(({ attempts }) => attempts),
    ).toEqual([2, 2, 2]);
    const after = await smtpServer(before.port);
    passed(3600);
    await worker.drain();
    await worker.drain();
    await after.close();
    expect(after.received.flatMap(({ recipients }) => recipients).sort()).toEqual([...everybody].sort());
  });

  it.each([
    'a@example.org,b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    '"x" <b@example.org>, a@example.org',
  ])('goes to nobody else, whatever %j means', async (to) => {
    const server = await smtpServer();
    const { queue, worker } = await started(server.port);
    await queue(to);
    await worker.drain();
    await server.close();
    for (const { recipients, raw } of server.received) {
      expect(recipients).toHaveLength(1);
      expect(raw).not.toMatch(/^Bcc:/m);
    }
  });
});
