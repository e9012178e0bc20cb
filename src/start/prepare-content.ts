import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { seedDemo } from '../demo/seed-demo.js';
import { Config } from '../ops/config.js';
import { ContentImport } from '../programme/content-import.service.js';
import { ImportJobs } from '../programme/import/import-jobs.service.js';
import { Points } from '../programme/points.service.js';
import { Refusal } from '../web/refusal.js';

/** How often we look whether another process has finished its import, and for how many seconds. */
const patience = 120;

/**
 * Fills an empty database from the content folder, and with the demo's people where it is one. Later imports are a
 * decision of the staff and do not happen by restarting; only a first one that was interrupted is finished.
 */
export async function prepareContent(application: INestApplication, log: Pino): Promise<void> {
  const config = application.get(Config);
  await whenNobodyImports(() => importFirst(application, config.contentDir, log));
  if (config.DEMO) await seedDemo(application);
}

async function importFirst(application: INestApplication, folder: string, log: Pino): Promise<void> {
  const jobs = application.get(ImportJobs);
  const [newest] = await jobs.recent(1);
  if (newest?.number === 1 && newest.state === 'running') throw new Refusal(409);
  if (newest?.number === 1 && newest.state === 'interrupted') return jobs.carryOut(newest.id);
  if ((await application.get(Points).programmes()).length > 0) return;
  const { files } = await application.get(ContentImport).run(folder, null);
  for (const file of files.filter(({ outcome }) => outcome === 'rejected')) {
    const codes = file.diagnostics.map(({ code, line }) => `${code} on line ${line}`);
    log.warn({ path: file.path, codes }, 'a content file was not imported');
  }
}

/** Another process that starts at the same time may be at it, or one that has just died may seem to be. */
async function whenNobodyImports(work: () => Promise<void>): Promise<void> {
  for (let second = 1; ; second++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 409) || second > patience) throw error;
      await sleep(1000);
    }
  }
}
