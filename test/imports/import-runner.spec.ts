import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { createApplication } from '../../src/application.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/id.js';
import { now, setClock } from '../../src/database/time.js';
import { ImportRunner } from '../../src/imports/import-runner.service.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { readConfig } from '../../src/ops/config.js';
import { createLog } from '../../src/ops/logger.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile } from './staff.js';

const size = 400;
const files = Array.from({ length: size }, (_, at) => ({
  path: `kraj/bod-${String(at).padStart(3, '0')}.md`,
  bytes: Buffer.from(
    pointFile({ title: `Bod ${at}`, uid: `b${at}`, order: String(at) }, ['Věc', `Text číslo ${at}.`]),
  ),
}));

eachDatabase('work on an import', (store) => {
  /** The application with what it works with; to be closed. */
  async function start() {
    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: store.url,
      SESSION_SECRET: 'a secret for tests only, 32 characters',
      LOG_LEVEL: 'silent',
    });
    const application = await createApplication(config, createLog('silent'));
    const database = application.get(Database);
    const begun = {
      origin: 'upload',
      originName: 'texty.zip',
      scope: 'partial',
      files,
    } as const;
    return {
      read: database.read,
      begin: (actorId: string | null = null) =>
        database.write((manager) => application.get(ImportJobs).begin(manager, { ...begun, actorId })),
      database,
      jobs: application.get(ImportJobs),
      runner: application.get(ImportRunner),
      close: () => application.close(),
    };
  }

  test('stops between two files when the process ends, and is finished by another', async () => {
    const first = await start();
    const { id, number } = await first.begin();
    await first.jobs.rehearse(id);
    const carriedOut = first.runner.carryOut(await first.jobs.takeUp(id, 'carryOut'));
    while ((await first.read.count(Point)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.close();
    await carriedOut;

    const second = await start();
    const written = await second.read.count(Point);
    const job = await second.jobs.find(number);
    expect([job?.state, written < size]).toEqual(['interrupted', true]);
    await second.jobs.carryOut(id);
    expect((await second.jobs.find(number))?.state).toBe('done');
    expect(await second.read.count(Point)).toBe(size);
    expect(await second.read.count(PointVersion)).toBe(size);
    await second.close();
  }, 60_000);

  test('tells whoever asks at once when it may not be done', async () => {
    const { runner, begin, jobs, close } = await start();
    const { id } = await begin();
    await expect(jobs.takeUp(id, 'carryOut')).rejects.toMatchObject({ status: 409 });
    await jobs.cancel(id);
    await expect(runner.rehearse(id)).rejects.toMatchObject({ status: 409 });
    await expect(jobs.cancel(id)).rejects.toMatchObject({ status: 409 });
    await close();
  });

  test('is told by mail to whoever began it, when it took longer than anybody waits for', async () => {
    const { database, read, runner, jobs, begin, close } = await start();
    const account = {
      id: newId(),
      email: 'tereza@example.org',
      publicName: 'Tereza',
      nameSkeleton: 'tereza',
      locale: 'cs',
      createdAt: now(),
    };
    await database.write((manager) => manager.insert(Account, account));
    const { id, number } = await begin(account.id);
    await jobs.rehearse(id);
    expect(await read.countBy(OutboxMail, { subjectId: id })).toBe(0);
    const carriedOut = runner.carryOut(await jobs.takeUp(id, 'carryOut'));
    setClock(() => new Date(Date.now() + 40_000));
    try {
      await carriedOut;
      while ((await jobs.find(number))?.state === 'running') await pause(20);
    } finally {
      setClock();
    }
    const mails = await read.find(OutboxMail, { where: { subjectId: id }, order: { id: 'ASC' } });
    expect(mails).toMatchObject([{ recipient: account.email, kind: 'imports.done' }]);
    expect(mails[0]?.body).toContain(`/sprava/import/${number}`);
    await close();
  }, 60_000);
});
