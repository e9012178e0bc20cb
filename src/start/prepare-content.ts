import type { INestApplication } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { seedDemo } from '../demo/seed-demo.js';
import { Config } from '../ops/config.js';
import { ContentImport } from '../programme/content-import.service.js';
import { Points } from '../programme/points.service.js';

/**
 * Fills an empty database from the content folder, and with the demo's people where it is one. Later imports are a
 * decision of the staff and do not happen by restarting.
 */
export async function prepareContent(application: INestApplication, log: Pino): Promise<void> {
  const config = application.get(Config);
  if ((await application.get(Points).programmes()).length === 0) {
    const { files } = await application.get(ContentImport).run(config.contentDir, null);
    for (const file of files.filter(({ outcome }) => outcome === 'rejected')) {
      const codes = file.diagnostics.map(({ code, line }) => `${code} on line ${line}`);
      log.warn({ path: file.path, codes }, 'a content file was not imported');
    }
  }
  if (config.DEMO) await seedDemo(application);
}
